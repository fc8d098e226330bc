/** `{{name}}` or `{{%name}}` in a text. */
export interface VariableReference {
  /** Without the braces and the percent sign, trimmed. */
  readonly expression: string;
  /** `{{%name}}`: the value is percent-encoded. */
  readonly percentEncode: boolean;
  /** Offsets of the whole reference in the text. */
  readonly start: number;
  readonly end: number;
}

/** The references in a text, in order. A reference never spans lines. */
export function findReferences(text: string): VariableReference[] {
  return [...eachReference(text)];
}

/** Like {@link findReferences}, one after the other: a text may consist of nothing else. */
export function* eachReference(text: string): Generator<VariableReference, void> {
  let end = -1;
  let lineEnd = -1;
  for (let start = text.indexOf('{{'); start !== -1; start = text.indexOf('{{', start)) {
    // Of three braces the inner two belong together: {"key":{{{value}}}}
    while (text.charCodeAt(start + 2) === 123) start++;
    // Both ends are kept from one reference to the next; otherwise a text full of braces would be searched over and over.
    if (end < start + 2) end = text.indexOf('}}', start + 2);
    if (end === -1) break;
    if (lineEnd !== Infinity && lineEnd < start) {
      lineEnd = text.indexOf('\n', start);
      if (lineEnd === -1) lineEnd = Infinity;
    }
    const inner = lineEnd < end ? '' : text.slice(start + 2, end).trim();
    if (inner === '') {
      start += 2;
      continue;
    }
    const percentEncode = inner.startsWith('%');
    yield { expression: percentEncode ? inner.slice(1).trim() : inner, percentEncode, start, end: end + 2 };
    start = end + 2;
  }
}
