import { isAwsName, isVpcEndpointOf } from '../aws/is-aws-name.ts';
import { inferService } from '../aws/infer-service.ts';
import type { CarriedValue } from '../variables/carried-value.ts';
import type { HttpRequest } from '../http/message.ts';
import { hostOf, originOf, otherOrigin } from '../http/origin.ts';
import type { DestinationRecord } from './destination-record.ts';
import { isInClear } from '../profiles/endpoint-rules.ts';
import { hasAmbientCredentials, hasOwnKeys } from '../profiles/kinds.ts';
import type { Profile } from '../profiles/profile.ts';

/** A signing profile, as questions name it. */
export interface DestinationSigner {
  readonly id: string;
  readonly name: string;
  readonly profile: Profile;
}

/** Where a signed request goes and what it takes along. */
export interface Destination {
  /** Undefined where the keys are in the file. */
  readonly signer: DestinationSigner | undefined;
  /** The origin that is connected to: the profile's endpoint if the request names no address of its own. */
  readonly request: Pick<HttpRequest, 'protocol' | 'host' | 'connectTo'>;
  /** Whether the request itself names the address, beside the host that it is signed for. */
  readonly addressIsWritten: boolean;
  /** The values that it takes from outside the workspace; see `carriedFromOutside`. */
  readonly carried: readonly CarriedValue[];
  readonly hasSessionToken: boolean;
}

/** What of a profile differs from what a person agreed to; `new` where nobody has agreed to anything yet. */
export type ProfileChange = 'new' | 'endpoint' | 'access-key' | 'kind' | 'folder';

/** A question about a profile. */
export interface ProfileQuestion {
  readonly reason: 'profile';
  readonly signer: DestinationSigner;
  readonly change: ProfileChange;
  readonly agreed: DestinationRecord | undefined;
}

/** A question about a request, asked once for each origin. */
export type OriginQuestion =
  /** Signed for one host, sent to another address. */
  | { readonly reason: 'address'; readonly signer: DestinationSigner | undefined; readonly origin: string; readonly host: string }
  /** Values that no repository could contain are sent to someone other than AWS. */
  | { readonly reason: 'carried'; readonly origin: string; readonly carried: readonly CarriedValue[] }
  | { readonly reason: 'token-in-clear'; readonly signer: DestinationSigner | undefined; readonly origin: string };

/** The question that a person has to be asked before anything is sent. */
export type DestinationQuestion = ProfileQuestion | OriginQuestion;

/**
 * Whether a profile that a repository can bring signs with what the machine holds, which the person gave to no profile.
 * @param folder as of {@link profileChange}
 */
export function borrowsCredentials(profile: Profile, folder: string): boolean {
  return folder !== '' && hasAmbientCredentials(profile);
}

/**
 * What of a profile a person has not agreed to. AWS itself needs no question: a profile without an endpoint is only asked about where its
 * stored secret was agreed to for another access key or in another folder, and where it borrows its credentials.
 *
 * @param agreed the record kept beside its secret
 * @param folder of the workspace whose profile it is, as `DestinationRecord` has it
 */
export function profileChange(
  profile: Profile,
  agreed: DestinationRecord | undefined,
  folder: string,
): ProfileChange | undefined {
  const { endpoint } = profile;
  const isFree = endpoint === undefined && !borrowsCredentials(profile, folder);
  if (isFree && (agreed === undefined || !hasOwnKeys(profile))) return undefined;
  if (agreed === undefined) return 'new';
  if (endpoint !== undefined && agreed.endpoint !== endpoint) return 'endpoint';
  if (hasOwnKeys(profile) && agreed.accessKeyId !== profile.accessKeyId) return 'access-key';
  if (hasAmbientCredentials(profile) && agreed.ambientKind !== profile.kind) return 'kind';
  return agreed.folder === folder ? undefined : 'folder';
}

/** The questions about a request, apart from its profile. */
export function requestQuestions({ signer, request, addressIsWritten, carried, hasSessionToken }: Destination): OriginQuestion[] {
  const { host } = request;
  const origin = originOf(request);
  const address = hostOf(origin);
  const questions: OriginQuestion[] = [];
  // A signature by a profile is valuable for every host; keys written beside a private server are that server's keys.
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
