import { visibleCharacters } from './plain-text.ts';

/**
 * A value from a file as inline code for a table cell: nothing of it becomes markup, a link or another column, and characters that hide or
 * reorder text are shown by their number.
 */
export function cellCode(value: string): string {
  return inlineCode(value).replaceAll('|', '\\|');
}

/** Like {@link cellCode}, outside tables. */
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
  return codeBlock('text', lines.map(visibleCharacters));
}

/** Lines, verbatim, as a block that none of them can end. */
export function codeBlock(language: string, lines: readonly string[]): string {
  const fence = '`'.repeat(lines.reduce((longest, line) => Math.max(longest, longestRun(line) + 1), 3));
  return [fence + language, ...lines, fence].join('\n');
}

/**
 * Foreign text on a line of its own, shown verbatim: nothing in it becomes a link, a picture or HTML, and invisible characters
 * are shown by their number.
 */
export function plainMarkdown(line: string): string {
  // A space breaks the sequence, and the words stay readable.
  return visibleCharacters(line)
    .replace(/\](?=[([:])/g, '] ')
    .replace(/<(?=[a-z/!?])/gi, '< ');
}

/** Rows of two columns; the second is Markdown already. */
export function factTable(rows: readonly (readonly [label: string, value: string])[]): string {
  return ['| | |', '| :-- | :-- |', ...rows.map(([label, value]) => `| ${label} | ${value} |`)].join('\n');
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, { length }) => Math.max(longest, length), 0);
}
