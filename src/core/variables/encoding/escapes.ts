/** `\{\{` and `\}\}` are literal braces. */
export function unescapeBraces(text: string): string {
  return text.includes('\\') ? text.replaceAll('\\{\\{', '{{').replaceAll('\\}\\}', '}}') : text;
}

/** `\n`, `\r` and `\t` in a variable's value are control characters, as in REST Client; a doubled backslash prevents that. */
export function unescapeControls(value: string): string {
  if (!value.includes('\\')) return value;
  const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
  return value.replace(/\\(\\?)([nrt])/g, (_, kept: string, letter: string) =>
    kept === '' ? (controls[letter] ?? letter) : `\\${letter}`,
  );
}
