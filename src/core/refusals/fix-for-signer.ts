import { hasOwnKeys, hasSessions, type ProfileKind } from '../profiles/kinds.ts';
import { enterKeys } from '../remedies/remedy.ts';
import type { RefusalExplanation } from './explain-refusal.ts';
import type { RefusalRemedy } from './refusal.ts';

/** Refusals of an unknown access key, whatever its kind. */
const unknownKey = /^(?:InvalidAccessKeyId|InvalidClientTokenId|UnrecognizedClientException)$/;

/**
 * The fix of a refusal for the signer: a new session is started, keys that somebody entered are entered again; keys in the file,
 * or obtained for each request, are somebody else's.
 * @param signer the kind of the profile; undefined for keys in the file
 */
export function fixForSigner(
  { fix, code, expected, firstDifference }: Pick<RefusalExplanation, 'fix' | 'code' | 'expected' | 'firstDifference'>,
  signer: ProfileKind | undefined,
): RefusalRemedy | undefined {
  if (fix !== undefined && !(fix.kind === 'command' && fix.command === 'awsAuth.session.start')) return fix;
  if (signer === undefined) return undefined;
  if (hasSessions({ kind: signer })) return fix;
  if (!hasOwnKeys({ kind: signer })) return undefined;
  // Two signatures of the very same text come from two secrets.
  const isWrongSecret = expected !== undefined && firstDifference === undefined;
  return fix !== undefined || isWrongSecret || unknownKey.test(code) ? enterKeys : undefined;
}
