/** A sign that is not legal in a value. Neither pattern repeats a choice: engines keep each turn of one, and run out of room for long texts. */
const illegal = /[^\w.~!*'()+%-]/;
const halfEscape = /%(?![0-9a-f]{2})/i;

/**
 * Whether a text is what a form or query carries: every sign is legal in a value, and each `%` has its hex digits. Where it holds escapes,
 * somebody encoded it, and a `+` in it is meant as a blank.
 */
export function isEncoded(text: string): boolean {
  return !illegal.test(text) && !halfEscape.test(text);
}

/** What goes on with further fields behind a value: `&size=20`. */
const furtherFields = /^&[^=&\s]+=/;

/** How the value of a variable goes into a form or a query. */
export type FieldEncoding =
  /** It is no value of a field, or only text that stays as it is. */
  | 'as-is'
  /** It holds signs that would end the value, or be read as others. */
  | 'percent-encoded'
  /** It is encoded by whoever wrote it. */
  | 'encoded-already';

/**
 * Reads the fields of a form or of a URL's query as they come to be, and says how the value of a variable goes in: in the value of a
 * field it means itself, https://url.spec.whatwg.org/#urlencoded-serializing
 */
export class FormFields {
  #isQuery: boolean;
  #isValue = false;
  #isAtStart = false;

  /** @param within `url` where the fields begin behind the first `?` */
  constructor(within: 'form' | 'url') {
    this.#isQuery = within === 'form';
  }

  /** Where the fields begin in a text that follows; undefined where they do not. */
  startIn(text: string): number | undefined {
    const start = this.#isQuery ? 0 : text.indexOf('?') + 1;
    return start === 0 && !this.#isQuery ? undefined : start;
  }

  /** Goes on behind a text that is sent as it is. */
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
   * How the value of a variable goes in here.
   * @param written what the file itself says the variable is, where it does: only there can somebody mean it as further fields
   */
  encodingOf(value: string, written = ''): FieldEncoding {
    if (!this.#isValue || value === '') return 'as-is';
    if (isEncoded(value)) return value.includes('%') ? 'encoded-already' : value.includes('+') ? 'percent-encoded' : 'as-is';
    return !this.#isAtStart && furtherFields.test(written) ? 'as-is' : 'percent-encoded';
  }
}
