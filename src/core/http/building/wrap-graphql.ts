// What may hold a word that looks like an operation: texts, comments, the name of a fragment.
const token =
  /"""[^]*?(?:"""|$)|"(?:\\.|[^"\\\n])*"?|#.*|[{}]|\bfragment\s+\w+|\b(?:query|mutation|subscription)\s+([_A-Za-z]\w*)/g;

/**
 * `{"query": …, "operationName": …, "variables": …}`: the variables are the JSON object after an empty line, the operation is the one
 * that is asked for, or else the first with a name, https://graphql.org/learn/serving-over-http/
 */
export function wrapGraphql(text: string, operation: string | undefined): Uint8Array {
  for (const { 0: blanks, index: start } of text.matchAll(/\s+/g)) {
    const isBeforeObject = text.charAt(start + blanks.length) === '{';
    if (!isBeforeObject || blanks.indexOf('\n') === blanks.lastIndexOf('\n')) continue;
    const index = start + blanks.indexOf('\n');
    try {
      const variables: unknown = JSON.parse(text.slice(index));
      return wrap(text.slice(0, index), operation, variables);
    } catch {
      // An operation without a name starts with a brace too.
    }
  }
  return wrap(text, operation);
}

function wrap(query: string, operation: string | undefined, variables?: unknown): Uint8Array {
  // What is undefined is left out of JSON.
  return Buffer.from(JSON.stringify({ query, operationName: operation ?? firstOperation(query), variables }));
}

/** The name of the first operation that has one; a server refuses a document of several operations without it. */
function firstOperation(document: string): string | undefined {
  let depth = 0;
  for (const [text, name] of document.matchAll(token)) {
    if (text === '{') depth++;
    else if (text === '}') depth--;
    else if (name !== undefined && depth === 0) return name;
  }
  return undefined;
}
