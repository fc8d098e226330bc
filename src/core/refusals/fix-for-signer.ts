import { hasOwnKeys, hasSessions, kindRow, type ProfileKind } from '../profiles/kinds.ts';
import { enterKeys } from '../remedies/remedy.ts';
import type { RefusalExplanation } from './explain-refusal.ts';
import type { RefusalRemedy } from './refusal.ts';

/** Refusals of an unknown access key, whatever its kind. */
const unknownKey = /^(?:InvalidAccessKeyId|InvalidClientTokenId|UnrecognizedClientException)$/;

type Refused = Pick<RefusalExplanation, 'fix' | 'code' | 'expected' | 'firstDifference'>;

/**
 * The fix of a refusal for the signer: a new session is started, keys that somebody entered are entered again; keys in the file,
 * or obtained for each request, are somebody else's.
 * @param signer the kind of the profile; undefined for keys in the file
 */
export function fixForSigner(refused: Refused, signer: ProfileKind | undefined): RefusalRemedy | undefined {
  const { fix } = refused;
  if (fix !== undefined && !startsSession(fix)) return fix;
  if (signer === undefined) return undefined;
  if (hasSessions({ kind: signer })) return fix;
  return hasOwnKeys({ kind: signer }) && wantsOtherCredentials(refused) ? enterKeys : undefined;
}

/** What a person does about a refusal where no command does it. @param signer as of {@link fixForSigner} */
export function renewalForSigner(refused: Refused, signer: ProfileKind | undefined): string | undefined {
  return signer !== undefined && wantsOtherCredentials(refused) ? kindRow(signer).renewal : undefined;
}

function wantsOtherCredentials({ fix, code, expected, firstDifference }: Refused): boolean {
  // Two signatures of the very same text come from two secrets.
  const isWrongSecret = expected !== undefined && firstDifference === undefined;
  return (fix !== undefined && startsSession(fix)) || (fix === undefined && (isWrongSecret || unknownKey.test(code)));
}

function startsSession(fix: RefusalRemedy): boolean {
  return fix.kind === 'command' && fix.command === 'awsAuth.session.start';
}
