import type { Range } from '../../http-file/http-file.ts';
import type { TextEdit } from '../../http-file/text-edit.ts';

/** Escapes braces that are meant literally, whatever is between them. */
export function escapeBraces({ start, end }: Range): TextEdit[] {
  const moved = ({ line, character }: Range['start'], by: number) => ({ line, character: character + by });
  return [
    { range: { start, end: moved(start, 2) }, text: '\\{\\{' },
    { range: { start: moved(end, -2), end }, text: '\\}\\}' },
  ];
}
