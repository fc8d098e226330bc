import { isOpenedByUrl } from '../aws/is-opened-by-url.ts';
import type { HttpFile, HttpFileRequest } from '../http-file/http-file.ts';
import { sourceOf } from '../http-file/moved-request.ts';
import { addresseeOf } from '../requests/is-aws-request.ts';
import { connectionOf, saysPresign } from '../requests/signer.ts';
import { writtenAddress } from '../requests/static-address.ts';
import { staticSigning } from '../requests/static-signing.ts';
import { plainText } from '../text/plain-text.ts';
import { type EnvironmentVariables, staticVariables } from '../variables/static-variables.ts';

export type LensAction = 'send' | 'sign' | 'explain' | 'presign';

/** The longest signer and address, in characters; longer ones would push the other lenses out of sight. */
const longestSigner = 60;

/** What lenses know of profiles. */
export interface LensProfiles {
  /** The signer, and how long their session lasts: `sandbox · 59m`; undefined for the active profile when there is none. */
  readonly signer: (profileName: string | undefined) => string | undefined;
  /** The address that the profile of this name, or the active one, connects to in place of the hosts that it signs for: `127.0.0.1:9000`. */
  readonly endpoint: (profileName: string | undefined) => string | undefined;
}

/** The requests that are not foreign: with an Authorization of another scheme they would be refused. */
export function requestsOfOurs(file: HttpFile): readonly HttpFileRequest[] {
  return file.requests.filter((request) => addresseeOf(request, file) !== 'foreign');
}

/** The requests that are certainly for AWS. @param environment its variables, where it is at hand */
export function requestsForAws(file: HttpFile, environment?: EnvironmentVariables): readonly HttpFileRequest[] {
  return file.requests.filter((request) => addresseeOf(request, file, environment) === 'aws');
}

/** Whether the environment is needed to tell which requests are for AWS. */
export function needsEnvironment(file: HttpFile): boolean {
  return file.requests.some((request) => addresseeOf(request, file) === 'unknown');
}

/** The lenses above a request, in their order. */
export function lensActions(request: HttpFileRequest, file: Pick<HttpFile, 'directives'>): readonly LensAction[] {
  const { url, directives } = sourceOf(request);
  const isOfUrl = (/^wss:/i.test(url) && isOpenedByUrl(url)) || saysPresign({ directives }, file);
  return ['send', 'sign', 'explain', ...(isOfUrl ? (['presign'] as const) : [])];
}

/** The text of the lens that sends: `Sign & Send (sandbox · 59m → 127.0.0.1:9000)`. */
export function sendTitle(request: HttpFileRequest, file: HttpFile, profiles: LensProfiles): string {
  const words = signerWords(request, file, profiles);
  return words === '' ? 'Sign & Send' : `Sign & Send (${words})`;
}

/**
 * The signer, and the address of the request if that is not its host. If a variable outside the file decides, its reference is
 * shown, and no signer if the request would be refused.
 */
export function signerWords(request: HttpFileRequest, file: HttpFile, profiles: LensProfiles): string {
  const source = sourceOf(request);
  const { signer } = staticSigning(source, file);
  const written = writtenAddress(source, staticVariables(file));
  const ofProfile = (name?: string): string => joined(profiles.signer(name), connectionOf(written, profiles.endpoint(name)));
  switch (signer.by) {
    case 'keys':
      return joined('keys in the file', written);
    case 'named-profile':
      return ofProfile(signer.profile.value);
    case 'active-profile':
      return ofProfile();
    case 'unknown':
      return joined(signer.reference, written);
    case 'nobody':
      return joined(undefined, written);
  }
}

function joined(who: string | undefined, address: string | undefined): string {
  return [who ?? '', address === undefined ? '' : `→ ${address}`]
    .filter((words) => words !== '')
    .map((words) => plainText(words, longestSigner))
    .join(' ');
}
