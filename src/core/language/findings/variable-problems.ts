import { ExpansionBudget, mostMegabytes, TooLongToLookAt } from '../../variables/expansion-budget.ts';
import type { HttpFile } from '../../http-file/http-file.ts';
import { VariableResolver, type VariableScope } from '../../variables/variable-resolver.ts';
import { type ResolvingProblem } from '../../variables/resolvable-text.ts';

/** Problems after which what is known is looked up anew: a resolver gathers no more than twice as many. */
const mostProblems = 50;

/**
 * What keeps the variables of a file from having values, also of those that no request uses. They need not fit into one request: one
 * after the other is looked up, with what is known of those before it as long as that is short.
 * @param mostBytes that are made of all of them; what comes behind is not looked at
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
      // It may be short enough for itself.
      if (isSpent && left < full && spent < mostBytes) continue;
      yield* problems;
      break;
    }
    if (spent >= mostBytes) return;
  }
}
