/** How many characters the editor's notifications show before they cut off a text. */
export const longestMessage = 1000;

/**
 * Foreign text as one line that VS Code shows verbatim: nothing in it becomes a link, a command or an icon, no character hides or
 * reorders the text around it, and it is cut off after `longest` characters.
 *
 * Notifications, titles of their progress and the messages of input boxes render `[label](command:…)` as a link that runs the
 * command, and `$(name)` as an icon (VS Code 1.139; modal messages render neither).
 */
export function plainText(text: string, longest = longestMessage): string {
  return shortened(withoutMarkup(visibleCharacters(text.replace(/[\t\n\v\f\r ]+/gu, ' ').trim())), longest);
}

/** Like {@link plainText}, for modal messages, which keep line breaks. */
export function plainLines(text: string, longest = longestMessage): string {
  const lines = text.split(/\r\n|\r|\n/u).map((line) => withoutMarkup(visibleCharacters(line.replaceAll('\t', ' '))));
  return shortened(lines.join('\n'), longest);
}

/** Replaces characters that are invisible, break lines or change the direction of text by their number: `\u{202e}`. */
export function visibleCharacters(text: string): string {
  return text.replace(/[\p{C}\u2028\u2029]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** A space breaks links and icons, and the words stay readable. */
function withoutMarkup(text: string): string {
  return text.replaceAll('](', '] (').replaceAll('$(', '$ (');
}

function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  // Half of a pair of surrogates would be shown as a question mark.
  return `${text.slice(0, longest - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
