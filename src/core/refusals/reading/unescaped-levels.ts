/** How many times a text may have been embedded in a string of another one: JSON in a log line in JSON, or a Python exception. */
const deepest = 3;

const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** A text as it is, and then unescaped once, twice and three times; ends when nothing is escaped any more. */
export function* unescapedLevels(text: string): Generator<string> {
  yield text;
  let current = text;
  for (let level = 0; level < deepest; level += 1) {
    const next = unescapedOnce(current);
    if (next === current) return;
    current = next;
    yield current;
  }
}

/** The escapes that JSON, JavaScript and Python's `repr` share. */
function unescapedOnce(text: string): string {
  return text.replace(
    /\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\\"'/nrtbf]))/g,
    (_, wide?: string, narrow?: string, plain?: string) => {
      const code = wide ?? narrow;
      if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
      return controls[plain ?? ''] ?? plain ?? '';
    },
  );
}
