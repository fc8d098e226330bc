import type { CarriedValue } from '../variables/carried-value.ts';
import { quotable } from '../redaction/secret-name.ts';
import { visibleCharacters } from '../text/plain-text.ts';
import { hasOwnKeys, kindRow } from '../profiles/kinds.ts';
import type { Profile } from '../profiles/profile.ts';
import type { DestinationQuestion, DestinationSigner, ProfileChange, ProfileQuestion } from './destination.ts';

/** A question as a person reads it: one sentence, and the details to know before answering. */
export interface DestinationWords {
  readonly question: string;
  readonly detail: string;
}

/** Longer names come only from attackers. */
const longest = 120;
/** Values that are listed; more are counted. */
const mostListed = 4;

/** Puts a question into words. Names and paths come from settings and repositories: none of them can break or reverse a line. */
export function destinationWords(question: DestinationQuestion): DestinationWords {
  switch (question.reason) {
    case 'profile':
      return profileWords(question);
    case 'address':
      return {
        question: `Send this request for ${shown(question.host)} to ${shown(question.origin)}?`,
        detail: lines(
          `It is signed by ${signerText(question.signer)} for ${shown(question.host)}, and its URL leads to ${shown(question.origin)}.`,
          passedOn,
          oncePerOrigin,
        ),
      };
    case 'carried':
      return {
        question: `Send what does not belong to this workspace to ${shown(question.origin)}?`,
        detail: lines(
          `The request takes along ${carriedText(question.carried)}.`,
          'That may be exactly what the author of the request wants.',
          oncePerOrigin,
        ),
      };
    case 'token-in-clear':
      return {
        question: `Send a session token to ${shown(question.origin)} over plain http?`,
        detail: lines(
          `The request is signed by ${signerText(question.signer)} with a session token. Without https, anybody on the way can read both.`,
          oncePerOrigin,
        ),
      };
  }
}

const passedOn = 'Whoever receives it there can use the signed request in your name for some minutes.';
const oncePerOrigin = 'You are asked once for this address in this workspace. Until you allow it, nothing is sent.';

function profileWords({ signer, change, agreed }: ProfileQuestion): DestinationWords {
  const { profile } = signer;
  const { endpoint } = profile;
  const place = endpoint === undefined ? 'AWS' : shown(endpoint);
  const causes: Readonly<Record<ProfileChange, string>> = {
    new:
      endpoint === undefined
        ? 'The profile is one of this workspace, and you have not agreed to it on this machine yet.'
        : 'You have not agreed to this endpoint on this machine yet.',
    endpoint: `You agreed to ${shown(agreed?.endpoint ?? 'AWS itself')} before. The settings name another endpoint now.`,
    'access-key': `You agreed to the access key ${shown(agreed?.accessKeyId ?? 'of another kind of profile')} before. The settings name another one now.`,
    kind: 'When you agreed to this profile before, it signed with something else.',
    folder: 'You agreed to this for another folder at the same path.',
  };
  return {
    question:
      endpoint === undefined
        ? `Let ${signerText(signer)} sign with ${keyText(profile)}?`
        : `Send what ${signerText(signer)} signs to ${place}?`,
    detail: lines(
      endpoint === undefined
        ? `Requests are signed with ${keyText(profile)}${hasOwnKeys(profile) ? ' and the stored secret' : ''}.`
        : `Requests for AWS are signed with ${keyText(profile)} and sent to ${place} in its place.`,
      causes[change],
      ...(endpoint === undefined ? [] : [passedOn]),
      'Until you allow it, nothing is sent.',
    ),
  };
}

function keyText(profile: Profile): string {
  return kindRow(profile.kind).credentialsText(profile, shown);
}

function signerText(signer: DestinationSigner | undefined): string {
  return signer === undefined ? 'the keys in the file' : `the profile “${shown(quotable(signer.name))}”`;
}

function carriedText(carried: readonly CarriedValue[]): string {
  const listed = carried.slice(0, mostListed).map((value) => {
    switch (value.kind) {
      case 'body-file':
        return `the file ${shown(value.path)}`;
      case 'variable-file':
        return `“${shown(quotable(value.expression))}” of ${shown(value.path)}`;
      case 'process-environment':
        return `“${shown(quotable(value.expression))}” of the editor’s environment`;
    }
  });
  const rest = carried.length - listed.length;
  return new Intl.ListFormat('en-GB').format([...listed, ...(rest > 0 ? [`${rest} more`] : [])]);
}

/** Leaves out the middle of a long text: paths and hosts say most at their ends. */
function shown(text: string): string {
  const visible = visibleCharacters(text);
  return visible.length <= longest ? visible : `${visible.slice(0, longest / 2)}…${visible.slice(-longest / 2)}`;
}

function lines(...texts: readonly string[]): string {
  return texts.join('\n');
}
