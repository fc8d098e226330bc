import type { Header } from '../../http/message.ts';
import type { RefusedAnswer } from './refusal.ts';

/**
 * An answer as people copy it: a whole one with status line and headers, its body alone, a body inside a line of a log, or the bare
 * message.
 */
export function readPastedAnswer(text: string): RefusedAnswer {
  const plain = text.replaceAll('\r\n', '\n').trim();
  const start = /^HTTP\/[\d.]+ (\d{3})[^\n]*/m.exec(plain);
  if (start === null) return { status: 0, headers: headersIn(plain), body: Buffer.from(bodyIn(plain)) };
  const [head = '', ...rest] = plain.slice(start.index + start[0].length).split('\n\n');
  return { status: Number(start[1]), headers: headersIn(head), body: Buffer.from(bodyIn(rest.join('\n\n'))) };
}

function headersIn(text: string): Header[] {
  return [...text.matchAll(/^(x-amz[\w-]*|x-aoss[\w-]*|date|age): (.+)$/gim)].map(([, name = '', value = '']): Header => [
    name,
    value,
  ]);
}

/** The JSON or XML in a text, or the whole text where there is none. */
function bodyIn(text: string): string {
  const trimmed = text.trim();
  if (/^[<{[]/.test(trimmed)) return trimmed;
  const found = /<(?:\?xml|Error|ErrorResponse|Response|\w+Exception)\b[\s\S]*>|\{[\s\S]*\}/.exec(trimmed)?.[0];
  return found !== undefined && isDocument(found) ? found : trimmed;
}

function isDocument(text: string): boolean {
  if (text.startsWith('<')) return true;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
