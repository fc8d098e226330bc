/** Characters that the editor's notifications show before they cut a text off. */
export const longestMessage = 1000;

/**
 * Text from anywhere as one line that VS Code shows as it stands: nothing of it becomes a link, a command or an icon, no character of it
 * hides or reorders what stands around it, and it is cut off where it is longer than `longest` characters.
 *
 * Notifications, titles of their progress and the messages of input boxes render `[label](command:…)` as a link that runs the command, and
 * `$(name)` as an icon (VS Code 1.139; modal messages render neither).
 */
export function plainText(text: string, longest = longestMessage): string {
  return shortened(withoutMarkup(visibleCharacters(text.replace(/[\t\n\v\f\r ]+/gu, ' ').trim())), longest);
}

/** As {@link plainText}, for modal messages, which keep the breaks between lines. */
export function plainLines(text: string, longest = longestMessage): string {
  const lines = text.split(/\r\n|\r|\n/u).map((line) => withoutMarkup(visibleCharacters(line.replaceAll('\t', ' '))));
  return shortened(lines.join('\n'), longest);
}

/** Characters that are not seen, break lines or change the direction of text, shown by their number: `\u{202e}`. */
export function visibleCharacters(text: string): string {
  return text.replace(/[\p{C}\u2028\u2029]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** A blank takes a link and an icon apart, and the words stay readable. */
function withoutMarkup(text: string): string {
  return text.replaceAll('](', '] (').replaceAll('$(', '$ (');
}

function shortened(text: string, longest: number): string {
  if (text.length <= longest) return text;
  // Half of a pair of surrogates would be shown as a question mark.
  return `${text.slice(0, longest - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
