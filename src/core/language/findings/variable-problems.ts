import { ExpansionBudget, mostMegabytes, TooLongToLookAt } from '../../variables/expansion-budget.ts';
import type { HttpFile } from '../../http-file/http-file.ts';
import { VariableResolver, type VariableScope } from '../../variables/variable-resolver.ts';
import { type ResolvingProblem } from '../../variables/resolvable-text.ts';

/** The number of problems after which a new resolver is used: a resolver gathers at most twice as many. */
const mostProblems = 50;

/**
 * Why variables of a file have no value, those that no request uses included. They need not fit into one request: they are looked
 * up one by one, reusing the earlier results while these are short.
 * @param mostBytes that all of them may become; later ones are not checked
 */
export async function* variableProblems(
  { variables }: Pick<HttpFile, 'variables'>,
  scope: VariableScope,
  mostBytes: number,
): AsyncGenerator<ResolvingProblem, void> {
  const full = new ExpansionBudget(mostMegabytes.looking).left;
  const start = (): VariableResolver =>
    new VariableResolver({ ...scope, gatherFailures: true, budget: new ExpansionBudget(mostMegabytes.looking) });
  let resolver = start();
  let spent = 0;
  for (const { value: text, valueRange: range } of variables) {
    if (!text.includes('{{')) continue;
    if (resolver.problems.length >= mostProblems) resolver = start();
    for (;;) {
      const { left, work } = resolver.budget;
      const count = resolver.problems.length;
      try {
        await resolver.resolve({ text, range });
      } catch (error) {
        if (!(error instanceof TooLongToLookAt)) throw error;
      }
      const isSpent = resolver.budget.isSpent;
      spent += resolver.budget.work - work;
      const problems = resolver.problems.slice(count);
      if (isSpent) resolver = start();
      // It may be short enough by itself.
      if (isSpent && left < full && spent < mostBytes) continue;
      yield* problems;
      break;
    }
    if (spent >= mostBytes) return;
  }
}
