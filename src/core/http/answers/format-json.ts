const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * Indents JSON by two blanks. Numbers, escapes, repeated keys and their order stay as they were sent, which writing a parsed value again
 * would change.
 *
 * @returns undefined for what is no JSON
 */
export function formatJson(text: string): string | undefined {
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  const parts: string[] = [];
  let indent = '\n';
  let opened = false;
  for (const [piece] of text.matchAll(token)) {
    if (piece === '}' || piece === ']') {
      indent = indent.slice(0, -2);
      if (!opened) parts.push(indent);
      parts.push(piece);
      opened = false;
      continue;
    }
    if (opened) parts.push(indent);
    opened = piece === '{' || piece === '[';
    if (opened) indent += '  ';
    if (piece === ',') parts.push(',', indent);
    else parts.push(piece === ':' ? ': ' : piece);
  }
  return parts.join('');
}
