import { visibleCharacters } from '../../plain-text.ts';

/**
 * A value from a file as inline code for a table cell: nothing of it becomes markup, a link or another column, and characters that hide or
 * reorder text are shown by their number.
 */
export function cellCode(value: string): string {
  return inlineCode(value).replaceAll('|', '\\|');
}

/** As {@link cellCode}, outside of tables. */
export function inlineCode(value: string): string {
  const shown = visibleCharacters(value);
  if (shown.trim() === '') {
    return '(empty)';
  }
  const fence = '`'.repeat(longestRun(shown) + 1);
  const space = fence.length > 1 || /^ .* $/.test(shown) ? ' ' : '';
  return `${fence}${space}${shown}${space}${fence}`;
}

/** Lines as a block of plain text. */
export function textBlock(lines: readonly string[]): string {
  const content = lines.map(visibleCharacters);
  const fence = '`'.repeat(Math.max(3, ...content.map((line) => longestRun(line) + 1)));
  return [`${fence}text`, ...content, fence].join('\n');
}

/** Rows of two columns; the second is Markdown already. */
export function factTable(rows: readonly (readonly [label: string, value: string])[]): string {
  return ['| | |', '| :-- | :-- |', ...rows.map(([label, value]) => `| ${label} | ${value} |`)].join('\n');
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
}
