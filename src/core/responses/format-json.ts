import { nestsDeeper } from '../nests-deeper.ts';

/** Characters: indenting can make a hundred of one. */
const longestResult = 10_000_000;

const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * Indents JSON by two blanks. Numbers, escapes, repeated keys and their order stay as they were sent, which writing a parsed value again
 * would change.
 *
 * @returns undefined for what is no JSON, and for what is nested or would grow beyond all use
 */
export function formatJson(text: string): string | undefined {
  if (nestsDeeper(text)) return undefined;
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  const parts: string[] = [];
  let indent = '\n';
  let opened = false;
  let length = text.length;
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
    length += indent.length;
    if (length > longestResult) return undefined;
    if (piece === ',') parts.push(',', indent);
    else parts.push(piece === ':' ? ': ' : piece);
  }
  return parts.join('');
}
