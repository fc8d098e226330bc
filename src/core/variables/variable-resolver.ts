import { eachReference, type VariableReference } from '../http-file/references.ts';
import { closestNames } from '../text/closest-names.ts';
import type { ErrorCode } from '../error-codes.ts';
import { isUserError } from '../errors.ts';
import type { FieldEncoding } from './encoding/form-fields.ts';
import { unescapeBraces, unescapeControls } from './encoding/escapes.ts';
import { percentEncode } from './encoding/percent-encode.ts';
import { deepestReference, fileDefinitions } from './static-variables.ts';
import type { CarriedValue } from './carried-value.ts';
import { ExpansionBudget, mostMegabytes, TooLongToLookAt } from './expansion-budget.ts';
import { isSecretName } from '../redaction/secret-name.ts';
import type { HttpFile, VariableDefinition } from '../http-file/http-file.ts';
import { ask, type FoundVariable, type SimilarVariables, type VariableSource } from './variable-source.ts';
import { isVariableName, unknownMessage } from './unknown-message.ts';
import { type EncodedValue, placesIn, type ResolvableText, type ResolvingProblem } from './resolvable-text.ts';

/** The place of a reference. */
type ReferencePlace = Pick<ResolvingProblem, 'range' | 'file' | 'exact' | 'reference'>;

export interface VariableScope {
  readonly file: Pick<HttpFile, 'variables'>;
  /** Asked before the file's variables, in order: system variables, responses of earlier requests. */
  readonly sourcesBeforeFile?: readonly VariableSource[];
  /** Asked after the file's variables, in order: environments. */
  readonly sourcesAfterFile?: readonly VariableSource[];
  /** Whether to stop looking up, and thus asking, after the first failure. */
  readonly stopAtProblem?: boolean;
  /** Whether a failure in another file becomes a problem of the reference; else it is thrown. */
  readonly gatherFailures?: boolean;
  /** The size that all texts together may reach; the one for display if absent. */
  readonly budget?: ExpansionBudget;
  /** Yields to other work, and ends the work once it is no longer wanted. */
  readonly pace?: Pace | undefined;
}

/** Counts work in steps; a step is about one processed character. */
export interface Pace {
  /** @returns a promise to wait for, once in a while. @throws the reason that ends the work */
  readonly step: (count: number) => Promise<void> | undefined;
}

/** Steps that a reference takes besides its characters. */
const stepsOfReference = 50;
/** Steps of searching for a similar name. */
const stepsOfComparing = 1000;
/** How deep nested variables are measured: deeper ones count as a cycle. */
const mostMeasured = 1000;
/** The most problems gathered if the first one does not end it. */
const mostProblems = 100;

/** Replaces references by values. A file variable keeps its value for the lifetime of the resolver. */
export class VariableResolver {
  /** The references that could not be resolved, in lookup order. */
  readonly problems: ResolvingProblem[] = [];
  /** The values from files for secrets, or whose names suggest a secret. */
  readonly secrets = new Set<string>();
  readonly encodedAlready: EncodedValue[] = [];
  readonly budget: ExpansionBudget;
  readonly #pace: Pace | undefined;
  /** The values taken from outside the file. */
  readonly carried = new Map<string, CarriedValue>();
  readonly #definitions: ReadonlyMap<string, VariableDefinition>;
  /** The expressions without a value, each looked up once however often it occurs. */
  readonly #failures = new Map<string, ResolvingProblem>();
  readonly #values = new Map<string, string>();
  readonly #before: readonly VariableSource[];
  readonly #after: readonly VariableSource[];
  readonly #open: string[] = [];
  /** The outermost reference of the current lookup, with its text. */
  #outermost: { readonly text: string; readonly literal: string; readonly place: () => ReferencePlace } | undefined;
  /** Whether it was found to be too long, which is reported once. */
  #isTooLong = false;
  readonly #stopAtProblem: boolean;
  readonly #gatherFailures: boolean;

  constructor({
    file,
    sourcesBeforeFile = [],
    sourcesAfterFile = [],
    stopAtProblem,
    gatherFailures,
    budget,
    pace,
  }: VariableScope) {
    this.budget = budget ?? new ExpansionBudget(mostMegabytes.looking);
    this.#pace = pace;
    this.#gatherFailures = gatherFailures === true;
    this.#stopAtProblem = stopAtProblem === true;
    this.#definitions = fileDefinitions(file);
    this.#before = sourcesBeforeFile;
    this.#after = sourcesAfterFile;
  }

  /**
   * The text with its variables resolved. An unresolvable reference stays as it is and becomes a problem. `\{\{` and `\}\}` are
   * literal braces.
   * @throws {TooLongToLookAt} if the budget for display is spent
   */
  async resolve(source: ResolvableText): Promise<string> {
    const { text, file, range, inexact = false, fields } = source;
    if (this.#open.length === 0) this.#isTooLong = false;
    const pieces: string[] = [];
    const placeOf = inexact ? () => range : placesIn(source);
    const placed = (reference: VariableReference): ReferencePlace => ({
      range: placeOf(reference.start, reference.end),
      ...{ file, exact: !inexact, reference },
    });
    const put = (piece: string): void => {
      pieces.push(piece);
      fields?.read(piece);
    };
    let from = 0;
    for (const reference of eachReference(text)) {
      const before = unescapeBraces(text.slice(from, reference.start));
      this.budget.spend(Buffer.byteLength(before));
      put(before);
      if (this.problems.length >= (this.#stopAtProblem ? 1 : mostProblems)) return text;
      const literal = text.slice(reference.start, reference.end);
      const place = (): ReferencePlace => placed(reference);
      if (this.#open.length === 0) this.#outermost = { text, literal, place };
      const value = await this.#value(reference, place);
      if (value !== undefined && isSecretName(reference.expression)) this.secrets.add(value);
      const encoding =
        value === undefined || reference.percentEncode
          ? 'as-is'
          : (fields?.encodingOf(value, this.#definitions.get(reference.expression)?.value) ?? 'as-is');
      if (encoding === 'encoded-already') this.encodedAlready.push(placed(reference));
      const piece = value === undefined ? literal : this.#encoded(value, reference, encoding);
      if (this.#open.length > 0) this.budget.spendReference();
      if (piece !== undefined) this.budget.spend(Buffer.byteLength(piece));
      if (piece === undefined || this.budget.isSpent) {
        this.#reportTooLong();
        return text;
      }
      put(piece);
      from = reference.end;
      const pause = this.#pace?.step(stepsOfReference + piece.length);
      if (pause !== undefined) await pause;
    }
    const rest = unescapeBraces(text.slice(from));
    this.budget.spend(Buffer.byteLength(rest));
    put(rest);
    return pieces.join('');
  }

  /** Undefined if it becomes longer than the remaining budget. */
  #encoded(value: string, reference: VariableReference, encoding: FieldEncoding): string | undefined {
    if (!reference.percentEncode && encoding !== 'percent-encoded') return value;
    return percentEncode(value, Math.max(0, this.budget.left));
  }

  /**
   * Reports the outermost text as too long: which value within it exceeds the limit depends on the budget.
   * @throws {TooLongToLookAt} if the whole text is, or may be, short enough to be sent
   */
  #reportTooLong(): void {
    if (this.#isTooLong || this.#outermost === undefined) return;
    const { text, literal, place } = this.#outermost;
    this.#isTooLong = true;
    const { megabytes } = this.budget;
    const isShort = megabytes < mostMegabytes.sending && this.#bytesOf(text) <= mostMegabytes.sending * 2 ** 20;
    if (isShort) throw new TooLongToLookAt();
    const message = `With “${literal}” the request becomes longer than ${mostMegabytes.sending} MB, or its variables refer to others too often.`;
    this.#report('variable-too-long', place(), message);
  }

  /** How long a text becomes with the file's own variables, without building it. */
  #bytesOf(text: string, known = new Map<string, number>()): number {
    let bytes = text.length;
    for (const { expression } of eachReference(text)) {
      if (!known.has(expression)) {
        // A variable that refers to itself has no length, and is reported elsewhere.
        known.set(expression, 0);
        const value = known.size > mostMeasured ? undefined : this.#definitions.get(expression)?.value;
        if (value !== undefined) known.set(expression, this.#bytesOf(value, known));
      }
      bytes += known.get(expression) ?? 0;
    }
    return bytes;
  }

  /** Whether there is a variable of this name, whatever its value. A source that fails counts as knowing it. */
  async knows(expression: string): Promise<boolean> {
    if (this.#definitions.has(expression)) return true;
    try {
      return (await ask([...this.#before, ...this.#after], expression)) !== undefined;
    } catch (error) {
      if (!isUserError(error) || error.code === 'cancelled') throw error;
      return true;
    }
  }

  async #value({ expression }: VariableReference, place: () => ReferencePlace): Promise<string | undefined> {
    try {
      const early = await ask(this.#before, expression);
      if (early !== undefined) return await this.#expand(expression, early, place);

      const definition = this.#definitions.get(expression);
      if (definition === undefined) {
        const late = await ask(this.#after, expression);
        if (late !== undefined) return await this.#expand(expression, late, place);
        const { missing, expressions } = await this.#similar(expression);
        const definable = missing === undefined && isVariableName(expression);
        const message = unknownMessage(expression, missing, expressions[0]);
        this.#report('variable-unknown', place(), message, { similar: expressions, definable });
        return undefined;
      }
      const known = this.#values.get(expression);
      if (known !== undefined) return known;
      const failure = this.#failures.get(expression);
      if (failure !== undefined) {
        this.problems.push(failure);
        return undefined;
      }
      const count = this.problems.length;
      const value = await this.#expandText(expression, { text: definition.value, range: definition.valueRange }, place);
      // A text with a problem in it is not a value, although reading can go on with it.
      const [problem] = this.problems.slice(count);
      if (problem !== undefined) this.#failures.set(expression, problem);
      if (value === undefined || problem !== undefined) return undefined;
      const escaped = unescapeControls(value);
      if (this.secrets.has(value)) this.secrets.add(escaped);
      this.#values.set(expression, escaped);
      return escaped;
    } catch (error) {
      if (!isUserError(error) || error.code === 'cancelled') throw error;
      // A failure with its own place is in another file, where it has to be corrected.
      if (error.place !== undefined && !this.#gatherFailures) throw error;
      const message = `${error.message} ${error.remedy}`;
      const { unsentRequest } = error;
      this.#report(error.place === undefined ? 'variable-unreadable' : error.code, place(), message, { unsentRequest });
      return undefined;
    }
  }

  async #expand(expression: string, found: FoundVariable, place: () => ReferencePlace): Promise<string | undefined> {
    for (const carried of found.carries ?? []) this.carried.set(JSON.stringify(carried), carried);
    const value =
      found.template === true
        ? await this.#expandText(expression, { text: found.value, ...place(), inexact: true }, place)
        : found.value;
    if (value !== undefined && found.secret === true) this.secrets.add(value);
    return value;
  }

  async #expandText(expression: string, source: ResolvableText, place: () => ReferencePlace): Promise<string | undefined> {
    if (this.#open.includes(expression) || this.#open.length >= deepestReference) {
      const way = [...this.#open.slice(-5), expression].map((name) => `“${name}”`).join(' → ');
      this.#report('variable-cycle', place(), `The variables ${way} refer to each other endlessly.`);
      return undefined;
    }
    this.#open.push(expression);
    try {
      return await this.resolve(source);
    } finally {
      this.#open.pop();
    }
  }

  /** Similar names in every source and the file. */
  async #similar(expression: string): Promise<SimilarVariables> {
    const pause = this.#pace?.step(stepsOfComparing);
    if (pause !== undefined) await pause;
    const expressions = closestNames(expression, this.#definitions.keys());
    let missing: string | undefined;
    for (const source of [...this.#before, ...this.#after]) {
      const similar = await source.similar?.(expression);
      missing ??= similar?.missing;
      expressions.push(...(similar?.expressions ?? []));
    }
    return { ...(missing !== undefined && { missing }), expressions };
  }

  #report(
    code: ErrorCode,
    place: ReferencePlace,
    message: string,
    more: Partial<Pick<ResolvingProblem, 'similar' | 'definable' | 'unsentRequest'>> = {},
  ): void {
    this.problems.push({ code, message, severity: 'error', ...place, similar: [], definable: false, ...more });
  }
}
