import type { Remedy } from '../../remedies/remedy.ts';
import type { Directive, Problem } from '../../http-file/http-file.ts';
import { proposedDirectives } from '../../http-file/directives/unknown-directive.ts';

/**
 * The fixes that replace a problem's range: with the problem's own replacement, or, for a mistyped directive, with the closest
 * ones.
 * @param directives those of the request or the file that the problem belongs to
 */
export function replacementFixes(problem: Problem, directives: readonly Directive[]): Remedy[] {
  const { range, replacement } = problem;
  // The text between two of them may be a key.
  if (problem.code === 'invisible-character') return replacement === undefined ? [] : [removeInvisible(range, replacement)];
  const replacements = replacement === undefined ? proposedDirectives(problem, directives) : [replacement];
  return replacements.map((text, index) => ({
    kind: 'edit',
    title: `Replace by ${text}`,
    edits: [{ range, text }],
    preferred: index === 0,
  }));
}

/** Removes invisible characters. @param text the text of the range without them */
function removeInvisible(range: Problem['range'], text: string): Remedy {
  return { kind: 'edit', title: text === ' ' ? 'Replace by a Space' : 'Remove', edits: [{ range, text }], preferred: true };
}
