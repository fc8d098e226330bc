import type { Position } from '../../http-file/http-file.ts';
import { tooDeepAt } from '../../nests-deeper.ts';

/**
 * Where the text of an environment file stops being a JSON object, or nests too deep; undefined if it is valid. The engine's own
 * message is not shown: it quotes the text, which may be a secret.
 */
export function environmentFileProblem(text: string): Position | undefined {
  const json = text.replace(/^\uFEFF/, '');
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return { line: 0, character: 0 };
    // Serialising it again would exceed the stack.
    const end = tooDeepAt(json);
    return end === undefined ? undefined : positionAt(json, end);
  } catch (error) {
    return positionAt(json, error instanceof Error ? offsetOf(error.message, json) : 0);
  }
}

function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset).split(/\r\n|[\n\r]/);
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

/** V8 gives the offset for some failures, and for others the ten characters on both sides of it. */
function offsetOf(message: string, json: string): number {
  const offset = /JSON at position (\d+)/.exec(message)?.[1];
  if (offset !== undefined) return Number(offset);
  const [, cutBefore, quoted = ''] =
    /^Unexpected token [^]*?, (\.\.\.)?"([^]*)"(?:\.\.\.)? is not valid JSON$/.exec(message) ?? [];
  if (cutBefore !== undefined) return json.indexOf(quoted) + 10;
  return quoted === '' ? json.length : 0;
}
