import { closestNames } from '../text/closest-names.ts';
import type { Directive, Problem } from './http-file.ts';
import { awsDirectives } from './directives.ts';

/** The directives that a mistyped one may have been meant for, the closest first; none where the problem says itself what to write. */
export function proposedDirectives({ code, range, replacement }: Problem, directives: readonly Directive[]): string[] {
  if (code !== 'directive-unknown' || replacement !== undefined) return [];
  const mistyped = directives.find((each) => each.range.start.line === range.start.line);
  return closestNames(mistyped?.name ?? '', awsDirectives).map((name) => `# @${name} ${mistyped?.value ?? ''}`.trimEnd());
}

/** What a problem says, with the directive that was probably meant. */
export function messageWithProposal(problem: Problem, directives: readonly Directive[]): string {
  const name = /@[\w-]+/.exec(proposedDirectives(problem, directives)[0] ?? '')?.[0];
  return name === undefined ? problem.message : `${problem.message} Did you mean “${name}”?`;
}
