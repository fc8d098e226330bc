import { type Block, reportInvisible, trimLine } from './block.ts';

// The name ends before a colon too: `:=` is httpYac's operator for lazy values, which all values are here.
const definition = /^\s*@([^\s=:]+)\s*:?=/;

/** Reads `@name = value` at the block's current line and steps over it; false if there is none. */
export function readDefinition(block: Block): boolean {
  if (block.lines.firstVisibleCode(block.at) !== 64) return false;
  const line = block.lines.line(block.at);
  const match = definition.exec(line);
  const name = match?.[1];
  if (match === null || name === undefined) return false;
  reportInvisible(block, block.at, match[0], 0);
  const value = trimLine(line.slice(match[0].length));
  const start = match[0].length + value.start;
  const nameStart = line.indexOf('@') + 1;
  const { lines, at } = block;
  block.variables.push({
    name,
    value: value.text,
    range: lines.range(at, nameStart - 1, start + value.text.length),
    nameRange: lines.range(at, nameStart, nameStart + name.length),
    valueRange: lines.range(at, start, start + value.text.length),
  });
  block.at++;
  return true;
}
