import type { Remedy } from '../../remedies/remedy.ts';
import type { Directive, Problem } from '../../http-file/http-file.ts';
import { proposedDirectives } from '../../http-file/directives/unknown-directive.ts';

/**
 * The fixes that write something else in place of a problem's range: what the problem says itself, or for a mistyped directive the
 * closest one.
 * @param directives those of the request or the file that the problem belongs to
 */
export function replacementFixes(problem: Problem, directives: readonly Directive[]): Remedy[] {
  const { range, replacement } = problem;
  // What stands between two of them may be a key.
  if (problem.code === 'invisible-character') return replacement === undefined ? [] : [removeInvisible(range, replacement)];
  const replacements = replacement === undefined ? proposedDirectives(problem, directives) : [replacement];
  return replacements.map((text, index) => ({
    kind: 'edit',
    title: `Replace by ${text}`,
    edits: [{ range, text }],
    preferred: index === 0,
  }));
}

/** Takes characters out that nobody sees. @param text what the range holds without them */
function removeInvisible(range: Problem['range'], text: string): Remedy {
  return { kind: 'edit', title: text === ' ' ? 'Replace by a Space' : 'Remove', edits: [{ range, text }], preferred: true };
}
