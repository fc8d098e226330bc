/** Shorter texts are not AWS secrets, and masking them everywhere would break up ordinary words. */
const shortest = 8;

/** Longer texts are searched piece by piece, because engines limit the length of an expression. */
const longestPiece = 2048;

/** The character that begins an escape, and what it becomes when the text is encoded again; one in the secret itself is encoded up to three times. */
const percent = '%(?:25){0,3}';
const backslash = String.raw`(?:\\|${percent}5[cC])`;
/**
 * A run of ASCII white space and plus signs: in a query one is signed and sent as the other. Adjacent parts that could match the
 * same text would cost time. Other spaces, such as the no-break space, are multi-byte characters like any other.
 */
const blank = String.raw`[\t\n\r +]|${percent}(?:20|2[bB]|0[9adAD])|${backslash}{1,4}[nrt]`;
const slashes = String.raw`${backslash}{0,4}(?:\/|${percent}2[fF])`;
const blanks = /(?:[\t\n\r +]|%(?:20|2[bB]|0[9adAD])|\\[nrt])+/;
const slashRun = /(?:\\?\/|%2[fF])+/;
const backslashes = /^\\+$/;
const parts = new RegExp(String.raw`${blanks.source}|${slashRun.source}|\\+|%[\da-fA-F]{2}|[^]`, 'gu');
const ofXml: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };

/**
 * Finds these secrets in a text, however they are written there: as XML and JSON escape them, percent-encoded in whole or in
 * part, once, twice or three times, with spaces and line ends as headers, forms and multipart bodies change them, and as hex
 * bytes. Takes time proportional to the text. Secrets of less than eight characters are left out.
 */
export function secretPattern(secrets: readonly string[]): RegExp {
  const wanted = new Set(secrets.flatMap(pieces).filter(({ length }) => length >= shortest));
  const sources = [...wanted].sort((one, other) => other.length - one.length).map((each) => `${written(each)}|${hexBytes(each)}`);
  return new RegExp(sources.length === 0 ? '(?!)' : sources.join('|'), 'g');
}

/** Whether a text as a whole is one of these secrets, however short, in any of the forms that `secretPattern` finds but hex bytes. */
export function wholeSecretPattern(secrets: readonly string[]): RegExp {
  const wanted = new Set(secrets.flatMap(pieces));
  return new RegExp(`^(?:${wanted.size === 0 ? '(?!)' : [...wanted].map(written).join('|')})$`);
}

/** Trimmed, as headers are. A query is cut at `&` and `#`, and its parameters are sorted. */
function pieces(secret: string): string[] {
  const text = secret.trim();
  const whole = text.match(new RegExp(`[^]{1,${longestPiece}}`, 'g')) ?? [];
  const cut = whole.length > 1 ? [] : text.split(/[&#]/).filter((each) => each !== text && each.trim().length >= 4);
  return [...whole, ...cut];
}

function written(text: string): string {
  return (text.match(parts) ?? []).map(writtenPart).join('');
}

function writtenPart(part: string): string {
  if (blanks.test(part)) return upTo(blank, part.length);
  if (slashRun.test(part)) return upTo(slashes, part.length);
  // JSON doubles each, JSON within JSON once more.
  if (backslashes.test(part)) return `${backslash}{${part.length},${4 * part.length}}`;
  // An escape in the text is rewritten in a canonical request.
  if (part.length === 3 && part.startsWith('%')) {
    const code = parseInt(part.slice(1), 16);
    const character = code > 0x20 && code < 0x7f ? `|${writtenPart(String.fromCharCode(code))}` : '';
    return `(?:${percent}${eitherCase(part.slice(1))}${character})`;
  }
  const forms = [literal(part), percentEncoded(part)];
  const inJson = JSON.stringify(part).slice(1, -1);
  if (inJson !== part) forms.push(plainOrEncoded(inJson), plainOrEncoded(JSON.stringify(inJson).slice(1, -1)));
  if (/[^\x20-\x7e]/.test(part)) forms.push(part.split('').map(jsonUnit).join(''), literal(part.toWellFormed()));
  const name = ofXml[part];
  if (name !== undefined) {
    const [begin, number, end] = ['&', '#', ';'].map(plainOrEncoded);
    forms.push(
      `${backslash}{0,2}${begin}(?:${name}|${number}0*${part.charCodeAt(0)}|${number}[xX]0*${eitherCase(hex(part.charCodeAt(0)))})${end}`,
    );
  }
  return `(?:${[...new Set(forms)].join('|')})`;
}

/** A run as long as before or shorter, one character being two for line ends; unbounded, it would be slow in long runs. */
function upTo(pattern: string, length: number): string {
  return `(?:${pattern}){1,${2 * length}}`;
}

function jsonUnit(unit: string): string {
  return String.raw`${backslash}u${eitherCase(unit.charCodeAt(0).toString(16).padStart(4, '0'))}`;
}

function plainOrEncoded(text: string): string {
  return text.replace(/[^]/g, (unit) => (/\w/.test(unit) ? unit : `(?:${literal(unit)}|${percentEncoded(unit)})`));
}

function percentEncoded(text: string): string {
  return [...Buffer.from(text)].map((byte) => percent + eitherCase(hex(byte))).join('');
}

function hexBytes(text: string): string {
  return [...Buffer.from(text)].map((byte) => eitherCase(hex(byte))).join(' ?');
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

function eitherCase(digits: string): string {
  return digits.replace(/[a-f]/gi, (digit) => `[${digit.toLowerCase()}${digit.toUpperCase()}]`);
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
}
