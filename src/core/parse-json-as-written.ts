declare global {
  /** ECMAScript 2026, https://tc39.es/proposal-json-parse-with-source/; in Node since 21. */
  interface JSON {
    rawJSON(text: string): object;
    isRawJSON(value: unknown): boolean;
  }
}

/**
 * As JSON.parse, but JSON.stringify writes numbers as they were in the text: ids with more digits than a JavaScript number holds,
 * `10.00` and `1e400` are kept.
 * @throws SyntaxError
 */
export function parseJsonAsWritten(text: string): unknown {
  const revive = (_key: string, value: unknown, { source }: { readonly source?: string }): unknown =>
    typeof value === 'number' && source !== undefined && String(value) !== source ? JSON.rawJSON(source) : value;
  try {
    return JSON.parse(text, revive as (key: string, value: unknown) => unknown);
  } catch (error) {
    // Revivers cannot go as deep as parsing.
    if (error instanceof RangeError) return JSON.parse(text);
    throw error;
  }
}

/** Whether a value of `parseJsonAsWritten` has fields or elements: a number kept as written is an object without any. */
export function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !JSON.isRawJSON(value);
}
