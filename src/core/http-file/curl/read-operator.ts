/** A pipe or redirection of a command's output. */
export interface OutputOperator {
  /** `|`, `>`, `2>&` … */
  readonly text: string;
  readonly isPipe: boolean;
}

// An operator that is the beginning of a longer one is distinguished by what follows.
const operators = /\|(?!\|)&?|(?:\d|&)?>>?[|&]?|&&|\|\||[;&](?=\s|$)|\d?<{1,3}/y;

/**
 * The operator at the start of a word; undefined if there is none.
 * @returns the problem, as a sentence, if a shell would run or read more than this command
 */
export function readOperator(text: string, at: number): OutputOperator | { readonly problem: string } | undefined {
  operators.lastIndex = at;
  const [operator] = operators.exec(text) ?? [];
  if (operator === undefined) return undefined;
  if (operator.includes('>')) return { text: operator, isPipe: false };
  if (/^\|&?$/.test(operator)) return { text: operator, isPipe: true };
  if (operator.includes('<')) {
    return { problem: `“${operator}” of the shell is not taken over: name the file of a body as in “--data-binary @file”.` };
  }
  const remedy = 'remove it and what follows it, or write the next request below “###”';
  return { problem: `“${operator}” starts another command, and no shell is run: ${remedy}.` };
}
