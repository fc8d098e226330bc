/** How many code units are encoded at once, so that too long a result is noticed before it is in memory. */
const chunk = 65_536;

/** Characters that a form or a query cannot contain; a `%` with two hex digits is already encoded. */
const illegal = /(?:%(?![0-9a-f]{2})|[^\x21-\x7e]|["<>\\^`{|}])+/giu;

const escape = /^%[0-9a-f]{2}$/i;

/**
 * Encodes everything but letters, digits and `-_.!~*'()`, as `encodeURIComponent`.
 * @param most characters
 * @returns undefined if it becomes longer
 */
export function percentEncode(text: string, most: number): string | undefined {
  return inChunks(text.toWellFormed(), most, encodeURIComponent);
}

/**
 * Encodes what a form cannot contain. Existing escapes stay, and so do `&`, `=` and `+`.
 * @param most characters
 * @returns undefined if it becomes longer
 */
export function encodeIllegal(text: string, most: number): string | undefined {
  return inChunks(text.toWellFormed(), most, (piece) => piece.replace(illegal, encodeURIComponent));
}

function inChunks(text: string, most: number, encode: (piece: string) => string): string | undefined {
  const pieces: string[] = [];
  let length = 0;
  for (let from = 0; from < text.length;) {
    let to = Math.min(from + chunk, text.length);
    // Both halves of a character stay together, and a “%” and its digits.
    if (to < text.length && isHighSurrogate(text.charCodeAt(to - 1))) to++;
    if (escape.test(text.slice(to - 1, to + 2))) to--;
    else if (escape.test(text.slice(to - 2, to + 1))) to -= 2;
    const piece = encode(text.slice(from, to));
    length += piece.length;
    if (length > most) return undefined;
    pieces.push(piece);
    from = to;
  }
  return pieces.join('');
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
