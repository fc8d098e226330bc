import type { Profile } from '../profiles/profile.ts';
import type { RefusalExplanation } from './explain-refusal.ts';
import { explainDifference } from './explain-difference.ts';
import { explainRefusal } from './explain-refusal.ts';
import type { PolicyStatement } from './permissions/policy-proposal.ts';
import type { RefusedResponse } from './refusal.ts';
import { fixForSigner, renewalForSigner } from './fix-for-signer.ts';
import { type MarkSource, secretMarks } from '../redaction/secret-marks.ts';

/** The profile that signed, if known. */
interface Signer {
  readonly name: string;
  readonly profile?: Pick<Profile, 'kind'>;
}

/**
 * Like `explainRefusal`, for a response to a request of ours: nothing in it contains a secret of that request. Different values
 * have different marks.
 */
export function explainOwnRefusal(
  response: RefusedResponse,
  source: MarkSource & { readonly profile?: Signer | undefined },
): RefusalExplanation | undefined {
  const found = explainRefusal({ ...response, signed: source.request.signing });
  if (found === undefined) return undefined;
  const { fix: general, ...explained } = found;
  const { profile: signer } = source;
  const isSignerKnown = 'profile' in source && (signer === undefined || signer.profile !== undefined);
  const fix = isSignerKnown ? fixForSigner(found, signer?.profile?.kind) : general;
  const renewal = renewalForSigner(found, signer?.profile?.kind);
  const { keys, parts, texts } = secretMarks(source);
  // AWS's words may quote a request line.
  const words = (text: string): string => keys(parts.target(text));
  const { firstDifference: difference, expected, permission } = explained;
  const shown = (value: string | undefined): string | undefined => {
    if (value === undefined || difference === undefined || value === '') return value;
    if (difference.part === 'path') return keys(parts.target(value));
    if (difference.part === 'query parameter') return keys(parts.target(`?${difference.name}=${value}`).replace(/^[^=]*=/, ''));
    return difference.part === 'header' ? keys(parts.header([difference.name, value])[1]) : keys(value);
  };
  const masked = difference && { ...difference, ours: shown(difference.ours), theirs: shown(difference.theirs) };
  return {
    ...explained,
    ...(fix && { fix }),
    sentence: words(explained.sentence),
    cause: words(explained.cause) + (renewal === undefined ? '' : ` ${renewal}`),
    ...(masked && { ...explainDifference(masked), firstDifference: masked }),
    message: words(explained.message),
    ...(expected && { expected: texts(expected) }),
    ...(permission && { permission: withoutSecrets(permission, words) }),
  };
}

/** A statement with a mark in place of a secret would allow nothing, and one with the secret must not be shown. */
function withoutSecrets(
  { denied, proposals, encodedMessage }: NonNullable<RefusalExplanation['permission']>,
  words: (text: string) => string,
): NonNullable<RefusalExplanation['permission']> {
  const isOpen = (text: string): boolean => words(text) === text;
  return {
    proposals: proposals.filter(({ statement }) => flat(statement).every(isOpen)),
    ...(denied && {
      denied: { ...denied, principal: words(denied.principal), action: words(denied.action), resource: words(denied.resource) },
    }),
    ...(encodedMessage !== undefined && isOpen(encodedMessage) && { encodedMessage }),
  };
}

function flat({ Action, Resource = '', Principal = '*' }: PolicyStatement): readonly string[] {
  return [Action, Resource, typeof Principal === 'string' ? Principal : Principal.AWS];
}
