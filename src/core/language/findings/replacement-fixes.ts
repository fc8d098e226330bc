import type { Directive, Problem } from '../../http/http-file.ts';
import { awsDirectives } from '../../http/syntax/directives.ts';
import { closestNames } from '../../closest-names.ts';
import type { Fix } from './finding.ts';

/**
 * The fixes that write something else in place of a problem's range: what the problem says itself, or for a mistyped directive the
 * closest one.
 * @param directives those of the request or the file that the problem belongs to
 */
export function replacementFixes({ code, range, replacement }: Problem, directives: readonly Directive[]): Fix[] {
  const replacements = replacement === undefined ? [] : [replacement];
  if (replacement === undefined && code === 'directive-unknown') {
    const mistyped = directives.find((each) => each.range.start.line === range.start.line);
    for (const name of closestNames(mistyped?.name ?? '', awsDirectives)) {
      replacements.push(`# @${name} ${mistyped?.value ?? ''}`.trimEnd());
    }
  }
  return replacements.map((text, index) => ({
    title: `Replace by ${text}`,
    edits: [{ range, text }],
    preferred: index === 0,
  }));
}
