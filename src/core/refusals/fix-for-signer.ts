import { enterKeys } from '../remedies/remedy.ts';
import type { Profile } from '../profiles/profile.ts';
import type { RefusalExplanation } from './explain-refusal.ts';
import type { RefusalRemedy } from './refusal.ts';

/** Refusals of an access key that is not known, whatever its kind. */
const unknownKey = /^(?:InvalidAccessKeyId|InvalidClientTokenId|UnrecognizedClientException)$/;

/**
 * The fix of a refusal for whoever signed: a session is started anew, keys that somebody entered are entered anew, and those that stand
 * in the file are the file's. @param signer the kind of the profile; undefined for keys of the file
 */
export function fixForSigner(
  { fix, code, expected, firstDifference }: Pick<RefusalExplanation, 'fix' | 'code' | 'expected' | 'firstDifference'>,
  signer: Profile['kind'] | undefined,
): RefusalRemedy | undefined {
  if (fix !== undefined && !(fix.kind === 'command' && fix.command === 'awsAuth.session.start')) return fix;
  if (signer !== 'static') return signer === undefined ? undefined : fix;
  // Two signatures of the very same text come from two secrets.
  const isWrongSecret = expected !== undefined && firstDifference === undefined;
  return fix !== undefined || isWrongSecret || unknownKey.test(code) ? enterKeys : undefined;
}
