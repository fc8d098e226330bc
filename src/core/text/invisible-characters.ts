/** The invisible characters of a text, which make it differ from what it looks like. */
export interface InvisibleCharacters {
  /** The place of the first in the text. */
  readonly start: number;
  /** The place after the last. */
  readonly end: number;
  /** The text from `start` to `end` without them; with a space where one of them separated two words. */
  readonly replacement: string;
  /** For example `U+200B ZERO WIDTH SPACE`; the first three of them. */
  readonly names: string;
  /** A sentence that names them. */
  readonly message: string;
}

/** Runs of names of https://www.unicode.org/Public/UCD/latest/ucd/UnicodeData.txt, each from the code point before it. */
const namesFrom = `
85 NEXT LINE
A0 NO-BREAK SPACE
AD SOFT HYPHEN
34F COMBINING GRAPHEME JOINER
61C ARABIC LETTER MARK
115F HANGUL CHOSEONG FILLER|HANGUL JUNGSEONG FILLER
1680 OGHAM SPACE MARK
17B4 KHMER VOWEL INHERENT AQ|KHMER VOWEL INHERENT AA
180E MONGOLIAN VOWEL SEPARATOR
2000 EN QUAD|EM QUAD|EN SPACE|EM SPACE|THREE-PER-EM SPACE|FOUR-PER-EM SPACE|SIX-PER-EM SPACE|FIGURE SPACE|PUNCTUATION SPACE|THIN SPACE|HAIR SPACE
200B ZERO WIDTH SPACE|ZERO WIDTH NON-JOINER|ZERO WIDTH JOINER|LEFT-TO-RIGHT MARK|RIGHT-TO-LEFT MARK
2028 LINE SEPARATOR|PARAGRAPH SEPARATOR|LEFT-TO-RIGHT EMBEDDING|RIGHT-TO-LEFT EMBEDDING|POP DIRECTIONAL FORMATTING|LEFT-TO-RIGHT OVERRIDE|RIGHT-TO-LEFT OVERRIDE|NARROW NO-BREAK SPACE
205F MEDIUM MATHEMATICAL SPACE|WORD JOINER|FUNCTION APPLICATION|INVISIBLE TIMES|INVISIBLE SEPARATOR|INVISIBLE PLUS
2066 LEFT-TO-RIGHT ISOLATE|RIGHT-TO-LEFT ISOLATE|FIRST STRONG ISOLATE|POP DIRECTIONAL ISOLATE
2800 BRAILLE PATTERN BLANK
3000 IDEOGRAPHIC SPACE
3164 HANGUL FILLER
FEFF ZERO WIDTH NO-BREAK SPACE (byte order mark)
FFA0 HALFWIDTH HANGUL FILLER
FFF9 INTERLINEAR ANNOTATION ANCHOR|INTERLINEAR ANNOTATION SEPARATOR|INTERLINEAR ANNOTATION TERMINATOR`;

/** The most names in a message. */
const mostNames = 3;

const invisible = /[\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\u0080-\u009f\u2800\ufff9-\ufffb]|(?! )\p{Zs}/gu;
/** Characters that take up space, and may separate two words. */
const blank = /^[\p{Zs}\p{Zl}\p{Zp}\u0085\u115f\u1160\u2800\u3164\uffa0]$/u;
const variation = /^\p{Variation_Selector}$/u;
/** Joiners of scripts that need them, and of composed emoji. */
const joining =
  /^(?![\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])[\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}]$/u;

/**
 * The invisible characters of a text: zero-width ones, spaces other than the ordinary one, direction marks, soft hyphens. Joiners
 * and variation selectors do not count where a script or an emoji needs them.
 */
export function findInvisible(text: string): InvisibleCharacters | undefined {
  // Nearly all lines are plain ASCII.
  if (!/[^\0-\x7f]/.test(text)) return undefined;
  const codes = new Set<number>();
  let start = -1;
  let end = 0;
  let replacement = '';
  for (const { 0: character, index } of text.matchAll(invisible)) {
    if (isPartOfWriting(character, text, index)) continue;
    if (start === -1) start = index;
    else replacement += text.slice(end, index);
    end = index + character.length;
    codes.add(character.codePointAt(0) ?? 0);
    const before = replacement === '' ? text.charAt(start - 1) : replacement.slice(-1);
    if (blank.test(character) && /\S/.test(before) && /\S/.test(text.charAt(end))) replacement += ' ';
  }
  if (start === -1) return undefined;
  const named = Array.from(codes, nameOf);
  const more = named.length > mostNames ? `, and ${named.length - mostNames} more` : '';
  const list = named.slice(0, mostNames).join(', ') + more;
  const message =
    named.length === 1 ? `An invisible character stands here: ${list}.` : `Invisible characters stand here: ${list}.`;
  return { start, end, replacement, names: list, message };
}

/** The text without them. */
export function withoutInvisible(text: string): string {
  const found = findInvisible(text);
  return found === undefined ? text : text.slice(0, found.start) + found.replacement + text.slice(found.end);
}

function isPartOfWriting(character: string, text: string, index: number): boolean {
  const before = Array.from(text.slice(Math.max(0, index - 4), index)).at(-1) ?? '';
  if (variation.test(character)) return joining.test(before) || text.startsWith('\u20e3', index + 1);
  if (character !== '\u200c' && character !== '\u200d') return false;
  const [after = ''] = text.slice(index + 1, index + 3);
  return (joining.test(before) || variation.test(before)) && joining.test(after);
}

/** For example `U+200B ZERO WIDTH SPACE`. */
function nameOf(code: number): string {
  const number = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  for (const [, from = '', run = ''] of namesFrom.matchAll(/^([\dA-F]+) (.+)$/gm)) {
    const name = run.split('|')[code - parseInt(from, 16)];
    if (name !== undefined) return `${number} ${name}`;
  }
  if (variation.test(String.fromCodePoint(code))) return `${number} VARIATION SELECTOR`;
  return code >= 0xe0000 && code <= 0xe007f ? `${number} TAG` : number;
}
