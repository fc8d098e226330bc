import { closestNames, isOneEditAway } from '../../text/closest-names.ts';
import { directiveLine, directiveRow, ownDirectives, signingDirectives } from '../directives.ts';
import type { DirectiveRow } from '../directives.ts';
import type { Directive, Problem } from '../http-file.ts';

/** The length of the longest name that is compared. */
const longestName = 40;

const spellings = ownDirectives.flatMap((row) =>
  [row.name, ...(row.aliases ?? [])].map((name) => ({ row, letters: lettersOf(name) })),
);

/**
 * The directive that a name is a misspelling of: another case, other separators or none, a slip of one key; undefined for the name
 * of a directive, and for unrelated names.
 */
export function meantDirective(name: string): DirectiveRow | undefined {
  if (name.length > longestName || directiveRow(name) !== undefined) return undefined;
  const letters = lettersOf(name);
  return spellings.find(({ letters: known }) => isMistakenFor(letters, known))?.row;
}

function isMistakenFor(letters: string, known: string): boolean {
  const isInflected = letters.startsWith(known) && /^(?:s|i?ng|g?ing|g?ed|ions?)?$/.test(letters.slice(known.length));
  return isInflected || isOneEditAway(letters, known);
}

function lettersOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, '');
}

/** Whether a directive says how to sign, or is a misspelt one that was meant to. */
export function isAwsDirective({ name }: Pick<Directive, 'name'>): boolean {
  return (directiveRow(name) ?? meantDirective(name))?.meaning.kind === 'signing' || hasAwsPrefix(name);
}

function hasAwsPrefix(name: string): boolean {
  return /^\s*aws[-_]/i.test(name);
}

/**
 * The problem of a directive that is meant to be one of ours but is not: `@awsProfile`, `@AWS-Region`, `@aws-profile:`,
 * `@aws-reigon`, `@Disabled`, `@nolog`. Without it, the request would be signed for another account or region than the one written
 * above it, or sent although it must not be.
 */
export function unknownDirective({ name, value, range }: Directive): Problem | undefined {
  if (directiveRow(name) !== undefined) return undefined;
  const problem = { code: 'directive-unknown', range, severity: 'error' } as const;
  const meant = meantDirective(name);
  if (meant !== undefined) {
    const message = `“@${name}” is not a directive; “# @${meant.name}” is.`;
    return { ...problem, message, replacement: directiveLine(meant.name, value).trimEnd() };
  }
  if (!hasAwsPrefix(name)) return undefined;
  const known = signingDirectives.map((each) => `@${each}`).join(', ');
  return { ...problem, message: `“@${name}” is not a directive. Known ones are ${known}.` };
}

/** The directives that a mistyped one may have been meant for, the closest first; none if the problem itself says what to write. */
export function proposedDirectives({ code, range, replacement }: Problem, directives: readonly Directive[]): string[] {
  if (code !== 'directive-unknown' || replacement !== undefined) return [];
  const mistyped = directives.find((each) => each.range.start.line === range.start.line);
  return closestNames(mistyped?.name ?? '', signingDirectives).map((name) => `# @${name} ${mistyped?.value ?? ''}`.trimEnd());
}

/** The message of a problem, with the directive that was probably meant. */
export function messageWithProposal(problem: Problem, directives: readonly Directive[]): string {
  const name = /@[\w-]+/.exec(proposedDirectives(problem, directives)[0] ?? '')?.[0];
  return name === undefined ? problem.message : `${problem.message} Did you mean “${name}”?`;
}
