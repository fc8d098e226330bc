import { nestsDeeper } from '../nests-deeper.ts';

/** The longest result in characters: indenting can turn one into a hundred. */
const longestResult = 10_000_000;

const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * Indents JSON by two spaces. Numbers, escapes, repeated keys and their order stay as they were sent, which serialising a parsed
 * value would change.
 *
 * @returns undefined if it is not JSON, or nests or would grow too much to be useful
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
