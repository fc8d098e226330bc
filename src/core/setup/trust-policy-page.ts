import { type PolicyConditions, policyConditions } from '../certificates/policy-conditions.ts';
import type { SessionTags } from '../certificates/session-tags.ts';
import { visibleCharacters } from '../text/plain-text.ts';
import type { RolesAnywhereProfile } from '../profiles/profile.ts';
import { trustPolicy } from './trust-policy.ts';

/** The input of a trust policy page. */
export interface TrustPolicyPageSubject {
  /** The profile's name. */
  readonly name: string;
  readonly profile: Pick<RolesAnywhereProfile, 'trustAnchorArn' | 'profileArn' | 'roleArn'>;
  /** Of the profile's certificate. */
  readonly tags: Pick<SessionTags, 'tags'>;
}

/** The trust policy of a profile's role as JSON with comments, which say who else gets in if it cannot ask for the name. */
export function trustPolicyPage({ name, profile, tags: { tags } }: TrustPolicyPageSubject): string {
  const { trustAnchorArn, profileArn, roleArn } = profile;
  return [
    '// The trust policy of the role',
    `//   ${visibleCharacters(roleArn)}`,
    `// that lets the certificate of “${visibleCharacters(name)}” in. The Roles Anywhere profile`,
    `//   ${visibleCharacters(profileArn)}`,
    '// has to list the role too.',
    ...notes(policyConditions({ tags })).flatMap((note) => ['//', ...wrapped(note).map((line) => `// ${line}`)]),
    JSON.stringify(trustPolicy({ trustAnchorArn, tags }), undefined, 2),
    '',
  ].join('\n');
}

function notes({ conditions, isShared, dropped }: PolicyConditions): string[] {
  const lost = dropped.map(
    (tag) =>
      `It cannot ask for ${tag.key} “${visibleCharacters(tag.value)}”: AWS drops this session tag, since ${tag.dropped ?? ''}.`,
  );
  const asked = conditions.map(({ key, value }) => `${key} “${visibleCharacters(value)}”`).join(' and ');
  if (conditions.length === 0) {
    const open =
      'CAUTION: nothing is left to ask for, so EVERY certificate that the trust anchor has issued gets in. Have the certificate issued with a name of letters, digits, spaces and _ . : / = + - @.';
    return [...lost, open];
  }
  if (isShared)
    return [
      ...lost,
      `CAUTION: it asks for ${asked}, which other certificates of the trust anchor may hold too. They get in as well.`,
    ];
  return lost.length === 0 ? [] : [...lost, `It asks for ${asked} instead.`];
}

function wrapped(text: string, width = 100): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && last.length + word.length >= width) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}
