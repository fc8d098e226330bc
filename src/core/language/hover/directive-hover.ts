import { ownDirectives } from '../../http-file/directives.ts';

/** The hover of the directive at a column of a line, with its place; undefined if there is none, or if it is left to others. */
export function directiveHover(
  line: string,
  character: number,
): { readonly text: string; readonly start: number; readonly end: number } | undefined {
  const [, before = '', name = ''] = /^(\s*(?:#+|\/{2,})\s*@)([\w-]+)/.exec(line) ?? [];
  const found = ownDirectives.find((row) => row.name === name || row.aliases?.includes(name) === true);
  const end = before.length + name.length;
  if (found === undefined || character > end) return undefined;
  return { text: `**@${found.name}**  \n${found.help}`, start: before.length - 1, end };
}
