import { isUserError } from '../errors.ts';
import { isSecretName } from './secret-name.ts';
import type { HttpFile, Problem, ProblemCode, Range, SourceText, VariableDefinition } from './http-file.ts';

/** Where variables come from besides the file: environments, system variables, answers of earlier requests. */
export interface VariableSource {
  /**
   * @param expression what stands between the braces, trimmed, for example `host`, `$randomInt 1 10` or `login.response.body.$.token`
   * @returns undefined when this source does not know the name. Throws UserError when it knows the name but cannot give a value; the
   * place of the reference is added to one without a place.
   */
  find(expression: string): FoundVariable | undefined | Promise<FoundVariable | undefined>;
}

export interface FoundVariable {
  readonly value: string;
  /** Whether `value` may refer to variables itself. */
  readonly template?: boolean;
  /** Whether it stands where secrets are kept. */
  readonly secret?: boolean;
}

/** `{{name}}` or `{{%name}}` in a text. */
export interface VariableReference {
  /** Without the braces and the percent sign, trimmed. */
  readonly expression: string;
  /** `{{%name}}`: the value is percent-encoded. */
  readonly percentEncode: boolean;
  /** Offsets of the whole reference in the text. */
  readonly start: number;
  readonly end: number;
}

/** The references in a text, in order. One never goes over a line end. */
export function findReferences(text: string): VariableReference[] {
  const references: VariableReference[] = [];
  let end = -1;
  let lineEnd = -1;
  for (let start = text.indexOf('{{'); start !== -1; start = text.indexOf('{{', start)) {
    // Of three braces the inner two belong together: {"key":{{{value}}}}
    while (text.charCodeAt(start + 2) === 123) start++;
    // Both ends are kept from one reference to the next, or a text full of braces would be searched over and over.
    if (end < start + 2) end = text.indexOf('}}', start + 2);
    if (end === -1) break;
    if (lineEnd !== Infinity && lineEnd < start) {
      lineEnd = text.indexOf('\n', start);
      if (lineEnd === -1) lineEnd = Infinity;
    }
    const inner = lineEnd < end ? '' : text.slice(start + 2, end).trim();
    if (inner === '') {
      start += 2;
      continue;
    }
    const percentEncode = inner.startsWith('%');
    references.push({ expression: percentEncode ? inner.slice(1).trim() : inner, percentEncode, start, end: end + 2 });
    start = end + 2;
  }
  return references;
}

/** A text that is to be resolved. */
export interface ResolvableText extends SourceText {
  /** The file that it was read from, where it does not stand in the file of the request. */
  readonly file?: string | undefined;
}

/** What could not be resolved; its range is in `file` where there is one. */
export interface ResolvingProblem extends Problem {
  readonly file: string | undefined;
}

/** Where a reference stands. */
type ReferencePlace = Pick<ResolvingProblem, 'range' | 'file'>;

export interface VariableScope {
  readonly file: Pick<HttpFile, 'variables'>;
  /** Asked before the file's variables, in order: system variables, answers of earlier requests. */
  readonly sourcesBeforeFile?: readonly VariableSource[];
  /** Asked after the file's variables, in order: environments. */
  readonly sourcesAfterFile?: readonly VariableSource[];
  /** Whether nothing is looked up, and so nobody is asked, once something could not be resolved. */
  readonly stopAtProblem?: boolean;
}

const deepest = 100;
/** Characters that variables may add to a text: a few lines that refer to each other could otherwise ask for terabytes. */
const longest = 2 ** 26;

/** Puts values in place of references. A file variable has one value for as long as the resolver is used. */
export class VariableResolver {
  /** What could not be resolved, in the order of asking. */
  readonly problems: ResolvingProblem[] = [];
  /** The values that came from where secrets are kept, or whose names say secret. */
  readonly secrets = new Set<string>();
  readonly #definitions = new Map<string, VariableDefinition>();
  readonly #values = new Map<string, string>();
  readonly #before: readonly VariableSource[];
  readonly #after: readonly VariableSource[];
  readonly #open: string[] = [];
  readonly #stopAtProblem: boolean;

  constructor({ file, sourcesBeforeFile = [], sourcesAfterFile = [], stopAtProblem = false }: VariableScope) {
    this.#stopAtProblem = stopAtProblem;
    for (const definition of file.variables) this.#definitions.set(definition.name, definition);
    this.#before = sourcesBeforeFile;
    this.#after = sourcesAfterFile;
  }

  /**
   * The text with its variables resolved. A reference that cannot be resolved stays as it is and is a problem.
   * `\{\{` and `\}\}` stand for braces that are meant as braces.
   */
  async resolve(source: ResolvableText): Promise<string> {
    const { text, file } = source;
    const pieces: string[] = [];
    const placeOf = placesIn(source);
    const place = (start: number, end: number): ReferencePlace => ({ range: placeOf(start, end), file });
    let from = 0;
    let added = 0;
    for (const reference of findReferences(text)) {
      pieces.push(unescape(text.slice(from, reference.start)));
      if (this.#stopAtProblem && this.problems.length > 0) return text;
      const literal = text.slice(reference.start, reference.end);
      const value = await this.#value(reference, () => place(reference.start, reference.end));
      if (value !== undefined && isSecretName(reference.expression)) this.secrets.add(value);
      const piece = value === undefined ? literal : reference.percentEncode ? encodeURIComponent(value.toWellFormed()) : value;
      added += piece.length;
      if (added > longest) {
        this.#report('variable-too-long', place(reference.start, reference.end), `With “${literal}” this text becomes too long.`);
        return text;
      }
      pieces.push(piece);
      from = reference.end;
    }
    pieces.push(unescape(text.slice(from)));
    return pieces.join('');
  }

  async #value({ expression }: VariableReference, place: () => ReferencePlace): Promise<string | undefined> {
    try {
      const early = await ask(this.#before, expression);
      if (early !== undefined) return await this.#expand(expression, early, place);

      const definition = this.#definitions.get(expression);
      if (definition === undefined) {
        const late = await ask(this.#after, expression);
        if (late !== undefined) return await this.#expand(expression, late, place);
        const message = expression.startsWith('$')
          ? `The system variable “${expression}” is not known here. Define a variable of your own, and refer to that.`
          : `There is no variable “${expression}”. Define it with “@${expression} = …”, or write “\\{\\{” to send braces.`;
        this.#report('variable-unknown', place(), message);
        return undefined;
      }
      const known = this.#values.get(expression);
      if (known !== undefined) return known;
      const value = await this.#expandText(expression, { text: definition.value, range: definition.valueRange }, place);
      if (value === undefined) return undefined;
      const escaped = unescapeControls(value);
      if (this.secrets.has(value)) this.secrets.add(escaped);
      this.#values.set(expression, escaped);
      return escaped;
    } catch (error) {
      // A failure with a place of its own is in another file, which is where it is corrected.
      if (!isUserError(error) || error.code === 'cancelled' || error.place !== undefined) throw error;
      this.#report('variable-unreadable', place(), `${error.message} ${error.remedy}`);
      return undefined;
    }
  }

  async #expand(expression: string, found: FoundVariable, place: () => ReferencePlace): Promise<string | undefined> {
    const value =
      found.template === true ? await this.#expandText(expression, { text: found.value, ...place() }, place) : found.value;
    if (value !== undefined && found.secret === true) this.secrets.add(value);
    return value;
  }

  async #expandText(expression: string, source: ResolvableText, place: () => ReferencePlace): Promise<string | undefined> {
    if (this.#open.includes(expression) || this.#open.length >= deepest) {
      const way = [...this.#open.slice(-5), expression].map((name) => `“${name}”`).join(' → ');
      this.#report('variable-cycle', place(), `The variables ${way} refer to each other without an end.`);
      return undefined;
    }
    this.#open.push(expression);
    try {
      return await this.resolve(source);
    } finally {
      this.#open.pop();
    }
  }

  #report(code: ProblemCode, place: ReferencePlace, message: string): void {
    this.problems.push({ code, message, ...place, severity: 'error' });
  }
}

async function ask(sources: readonly VariableSource[], expression: string): Promise<FoundVariable | undefined> {
  for (const source of sources) {
    const found = await source.find(expression);
    if (found !== undefined) return found;
  }
  return undefined;
}

function unescape(text: string): string {
  return text.includes('\\') ? text.replaceAll('\\{\\{', '{{').replaceAll('\\}\\}', '}}') : text;
}

/** `\n`, `\r` and `\t` in a variable's value are control characters, as in REST Client; a doubled backslash keeps them from it. */
function unescapeControls(value: string): string {
  if (!value.includes('\\')) return value;
  const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
  return value.replace(/\\(\\?)([nrt])/g, (_, kept: string, letter: string) =>
    kept === '' ? (controls[letter] ?? letter) : `\\${letter}`,
  );
}

/** Turns offsets in a text of the file into places; they have to be asked for in ascending order. */
export function placesIn({ text, range }: SourceText): (start: number, end: number) => Range {
  const first = range.start;
  let line = first.line;
  let lineStart = -first.character;
  let searched = 0;
  return (start, end) => {
    for (let at = text.indexOf('\n', searched); at !== -1 && at < start; at = text.indexOf('\n', searched)) {
      line++;
      lineStart = at + 1;
      searched = at + 1;
    }
    return { start: { line, character: start - lineStart }, end: { line, character: end - lineStart } };
  };
}
