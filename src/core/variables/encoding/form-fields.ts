/** A character that is illegal in a value. Neither pattern repeats a choice: engines record each iteration, and run out of memory for long texts. */
const illegal = /[^\w.~!*'()+%-]/;
const halfEscape = /%(?![0-9a-f]{2})/i;

/**
 * Whether a text is encoded for a form or query: every character is legal in a value, and each `%` has its hex digits. If it
 * contains escapes, somebody encoded it, and a `+` in it means a space.
 */
export function isEncoded(text: string): boolean {
  return !illegal.test(text) && !halfEscape.test(text);
}

/** A text that adds further fields after a value: `&size=20`. */
const furtherFields = /^&[^=&\s]+=/;

/** How the value of a variable is inserted into a form or a query. */
export type FieldEncoding =
  /** It is not within a field's value, or only text that stays unchanged. */
  | 'as-is'
  /** It contains characters that would end the value, or be read as others. */
  | 'percent-encoded'
  /** It is already encoded. */
  | 'encoded-already';

/**
 * Tracks the fields of a form or of a URL's query as they are built, and says how the value of a variable is inserted: in the
 * value of a field it means itself, https://url.spec.whatwg.org/#urlencoded-serializing
 */
export class FormFields {
  #isQuery: boolean;
  #isValue = false;
  #isAtStart = false;

  /** @param within `url` if the fields begin after the first `?` */
  constructor(within: 'form' | 'url') {
    this.#isQuery = within === 'form';
  }

  /** Where the fields begin in the following text; undefined if they do not. */
  startIn(text: string): number | undefined {
    const start = this.#isQuery ? 0 : text.indexOf('?') + 1;
    return start === 0 && !this.#isQuery ? undefined : start;
  }

  /** Advances past a text that is sent unchanged. */
  read(text: string): void {
    let from = 0;
    if (!this.#isQuery) {
      from = text.indexOf('?') + 1;
      if (from === 0) return;
      this.#isQuery = true;
    }
    if (from === text.length) return;
    const joint = text.lastIndexOf('&');
    if (joint >= from) {
      this.#isValue = false;
      from = joint + 1;
    }
    const equals = this.#isValue ? -1 : text.indexOf('=', from);
    if (equals !== -1) this.#isValue = true;
    this.#isAtStart = equals !== -1 && equals === text.length - 1;
  }

  /**
   * How the value of a variable is inserted here.
   * @param written the definition of the variable in the file itself, if any: only there can it be meant as further fields
   */
  encodingOf(value: string, written = ''): FieldEncoding {
    if (!this.#isValue || value === '') return 'as-is';
    if (isEncoded(value)) return value.includes('%') ? 'encoded-already' : value.includes('+') ? 'percent-encoded' : 'as-is';
    return !this.#isAtStart && furtherFields.test(written) ? 'as-is' : 'percent-encoded';
  }
}
