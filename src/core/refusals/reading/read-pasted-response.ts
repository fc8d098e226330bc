import type { Header } from '../../http/message.ts';
import type { RefusedResponse } from '../refusal.ts';

/**
 * A response as people copy it: a whole one with status line and headers, its body alone, a body inside a line of a log, or the
 * bare message. `readRefusals` finds the refusal in it.
 */
export function readPastedResponse(text: string): RefusedResponse {
  const plain = text.replaceAll('\r\n', '\n').trim();
  const start = /^HTTP\/[\d.]+ (\d{3})[^\n]*/m.exec(plain);
  if (start === null) return { status: 0, headers: headersIn(plain), body: Buffer.from(plain) };
  const [head = '', ...rest] = plain.slice(start.index + start[0].length).split('\n\n');
  return { status: Number(start[1]), headers: headersIn(head), body: Buffer.from(rest.join('\n\n').trim()) };
}

function headersIn(text: string): Header[] {
  return [...text.matchAll(/^(x-amz[\w-]*|x-aoss[\w-]*|date|age): (.+)$/gim)].map(([, name = '', value = '']): Header => [
    name,
    value,
  ]);
}
