import { isAwsName, isVpcEndpointOf } from '../aws/aws-host.ts';
import { inferService } from '../aws/infer-service.ts';
import type { CarriedValue } from '../variables/carried-value.ts';
import type { HttpRequest } from '../http/message.ts';
import { hostOf, originOf, otherOrigin } from '../http/origin.ts';
import type { DestinationRecord } from './destination-record.ts';
import { isInClear } from '../profiles/endpoint.ts';
import { hasOwnKeys } from '../profiles/kinds.ts';
import type { Profile } from '../profiles/profile.ts';

/** A profile that signs, as a question about it names it. */
export interface DestinationSigner {
  readonly id: string;
  readonly name: string;
  readonly profile: Profile;
}

/** Where a signed request goes and what it takes along. */
export interface Destination {
  /** Undefined where the keys are in the file. */
  readonly signer: DestinationSigner | undefined;
  /** As it is connected: with the profile's endpoint where the request names no address of its own. */
  readonly request: Pick<HttpRequest, 'protocol' | 'host' | 'connectTo'>;
  /** Whether the request itself names the address, beside the host that it is signed for. */
  readonly addressIsWritten: boolean;
  /** What it carries from outside of the workspace; see `carriedFromOutside`. */
  readonly carried: readonly CarriedValue[];
  readonly hasSessionToken: boolean;
}

/** What of a profile differs from what a person agreed to; `new` where nobody has agreed to anything yet. */
export type ProfileChange = 'new' | 'endpoint' | 'access-key' | 'folder';

/** What has to be asked about a profile. */
export interface ProfileQuestion {
  readonly reason: 'profile';
  readonly signer: DestinationSigner;
  readonly change: ProfileChange;
  readonly agreed: DestinationRecord | undefined;
}

/** What has to be asked about a request, once for each origin. */
export type OriginQuestion =
  /** Signed for one host, sent to another address. */
  | { readonly reason: 'address'; readonly signer: DestinationSigner | undefined; readonly origin: string; readonly host: string }
  /** Values that no repository could hold go to somebody else than AWS. */
  | { readonly reason: 'carried'; readonly origin: string; readonly carried: readonly CarriedValue[] }
  | { readonly reason: 'token-in-clear'; readonly signer: DestinationSigner | undefined; readonly origin: string };

/** What a person has to be asked before a byte goes out, and why. */
export type DestinationQuestion = ProfileQuestion | OriginQuestion;

/**
 * What of a profile a person has not agreed to. AWS itself needs no question: a profile without an endpoint is only asked about where its
 * stored secret was agreed to for another access key or in another folder.
 *
 * @param agreed what is kept beside its secret
 * @param folder of the workspace whose profile it is, as `DestinationRecord` has it
 */
export function profileChange(
  profile: Profile,
  agreed: DestinationRecord | undefined,
  folder: string,
): ProfileChange | undefined {
  const { endpoint } = profile;
  if (endpoint === undefined && (agreed === undefined || !hasOwnKeys(profile))) return undefined;
  if (agreed === undefined) return 'new';
  if (endpoint !== undefined && agreed.endpoint !== endpoint) return 'endpoint';
  if (hasOwnKeys(profile) && agreed.accessKeyId !== profile.accessKeyId) return 'access-key';
  return agreed.folder === folder ? undefined : 'folder';
}

/** What has to be asked about a request, apart from its profile. */
export function requestQuestions({ signer, request, addressIsWritten, carried, hasSessionToken }: Destination): OriginQuestion[] {
  const { host } = request;
  const origin = originOf(request);
  const address = hostOf(origin);
  const questions: OriginQuestion[] = [];
  // A signature by a profile is worth something for every host; keys that stand beside a server of one's own are its own keys.
  const isWorthSomething = signer !== undefined || isAwsName(host);
  const isEndpoint = origin === signer?.profile.endpoint;
  const isPrivateWay = origin.startsWith('https:') && isVpcEndpointOf(address, host);
  if (addressIsWritten && otherOrigin(request) !== undefined && isWorthSomething && !isEndpoint && !isPrivateWay) {
    questions.push({ reason: 'address', signer, origin, host });
  }
  if (carried.length > 0 && inferService(address) === undefined) questions.push({ reason: 'carried', origin, carried });
  if (hasSessionToken && isInClear(origin)) questions.push({ reason: 'token-in-clear', signer, origin });
  return questions;
}
