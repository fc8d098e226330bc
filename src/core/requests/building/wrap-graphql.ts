import { parseJsonAsWritten } from '../../parse-json-as-written.ts';

// Tokens that may contain a word that looks like an operation: strings, comments, the name of a fragment. Of a string only the
// beginning: engines record each iteration of a repeated choice, and run out of memory for long ones.
const token = /"""[^]*?(?:"""|$)|"|#.*|[{}]|\bfragment\s+\w+|\b(?:query|mutation|subscription)\s+([_A-Za-z]\w*)/g;

/** The tokens of a document, one after the other. */
function* tokensOf(document: string): Generator<RegExpExecArray, void> {
  const tokens = new RegExp(token);
  for (let found = tokens.exec(document); found !== null; found = tokens.exec(document)) {
    if (found[0] === '"') tokens.lastIndex = endOfText(document, found.index);
    yield found;
  }
}

/** The end of the quoted text that begins at `start`; an unclosed one extends to the end of its line. */
function endOfText(document: string, start: number): number {
  for (let at = start + 1; at < document.length; at++) {
    if (document[at] === '"') return at + 1;
    if (document[at] === '\n') return at;
    if (document[at] === '\\' && document[at + 1] !== '\n') at++;
  }
  return document.length;
}

/** How many characters are read to find where the variables begin: an unclosed object is tried at each of its lines. */
const mostRead = 2 ** 24;

/**
 * `{"query": …, "operationName": …, "variables": …}`: the variables are the JSON object after an empty line, the operation is the
 * requested one, or else the first with a name, https://graphql.org/learn/serving-over-http/
 * @returns instead of the body the place where the variables begin, if they are not JSON: an object after a complete query
 */
export function wrapGraphql(text: string, operation: string | undefined): Uint8Array | { readonly malformedAt: number } {
  let malformedAt: number | undefined;
  let left = mostRead + text.length;
  for (const { 0: blanks, index: start } of text.matchAll(/\s+/g)) {
    const object = start + blanks.length;
    if (text.charAt(object) !== '{' || blanks.indexOf('\n') === blanks.lastIndexOf('\n')) continue;
    const index = start + blanks.indexOf('\n');
    left -= text.length - index;
    if (left < 0) return { malformedAt: malformedAt ?? object };
    try {
      return wrap(text.slice(0, index), operation, parseJsonAsWritten(text.slice(index)));
    } catch {
      // An operation without a name starts with a brace too.
      malformedAt ??= object;
    }
  }
  return malformedAt !== undefined && isWhole(text.slice(0, malformedAt)) ? { malformedAt } : wrap(text, operation);
}

function wrap(query: string, operation: string | undefined, variables?: unknown): Uint8Array {
  // JSON leaves out undefined.
  return Buffer.from(JSON.stringify({ query, operationName: operation ?? firstOperation(query), variables }));
}

/**
 * Whether a document ends after an operation, so that no other without a name can follow,
 * https://spec.graphql.org/October2021/#sec-Lone-Anonymous-Operation
 */
function isWhole(document: string): boolean {
  let depth = 0;
  let isFragment = false;
  let holdsOperation = false;
  for (const [text] of tokensOf(document)) {
    if (text === '}') depth--;
    else if (depth === 0 && text.startsWith('fragment')) isFragment = true;
    else if (text === '{' && depth++ === 0) {
      holdsOperation ||= !isFragment;
      isFragment = false;
    }
  }
  return depth === 0 && holdsOperation;
}

/** The name of the first operation that has one; a server refuses a document of several operations without it. */
function firstOperation(document: string): string | undefined {
  let depth = 0;
  for (const [text, name] of tokensOf(document)) {
    if (text === '{') depth++;
    else if (text === '}') depth--;
    else if (name !== undefined && depth === 0) return name;
  }
  return undefined;
}
