import type { ErrorCode } from '../../error-codes.ts';
import { UserError } from '../../errors.ts';
import type { HttpFileRequest, Range, SourceText } from '../../http-file/http-file.ts';
import type { ExpansionBudget } from '../../variables/expansion-budget.ts';
import { placesIn } from '../../variables/resolvable-text.ts';
import { findReferences } from '../../http-file/references.ts';
import type { VariableResolver } from '../../variables/variable-resolver.ts';
import type { ResolvableText, ResolvingProblem } from '../../variables/resolvable-text.ts';

export interface FailureDetails {
  readonly code: ErrorCode;
  readonly message: string;
  readonly remedy: string;
  /** The name of a header or directive. */
  readonly field?: string;
  /** The file of the place, if it is not that of the request. */
  readonly file?: string;
  /** The name of the request that has to be sent first. */
  readonly unsentRequest?: string | undefined;
  readonly cause?: unknown;
}

/** A failure with its full place. */
export interface PlacedFailure {
  readonly error: UserError;
  /** In `error.place.file`, if that is not the request's file. */
  readonly range: Range;
  /** Whether it is intended, such as a cancellation, and not a mistake. */
  readonly isWished?: boolean;
  /** The variable without a value, if that is the reason. */
  readonly problem?: ResolvingProblem;
}

/** Thrown for a text that depends on something only known when its request is sent. */
export class NotKnownYet extends Error {}

/** Resolves the texts of one request and says where it fails. */
export class RequestTexts {
  readonly #request: Pick<HttpFileRequest, 'syntax'>;
  readonly #resolver: VariableResolver;
  readonly #fileName: string | undefined;
  readonly #later: string | undefined;
  /** Every failure so far, whether it ended the building or not. */
  readonly refusals: PlacedFailure[] = [];

  /** @param later the placeholder of values that are not known yet; a text with it is not built */
  constructor(
    request: Pick<HttpFileRequest, 'syntax'>,
    resolver: VariableResolver,
    fileName: string | undefined,
    later?: string,
  ) {
    this.#request = request;
    this.#resolver = resolver;
    this.#fileName = fileName;
    this.#later = later;
  }

  /** The size that the texts of the request may reach together. */
  get budget(): ExpansionBudget {
    return this.#resolver.budget;
  }

  /** @returns a failure for a text that encoding makes too long for the budget */
  tooLong(range: Range): UserError {
    return this.failure(range, {
      code: 'variable-too-long',
      message: `The request becomes longer than ${this.budget.megabytes} MB here.`,
      remedy: 'Send that much from a file, as in “< path”.',
    });
  }

  /**
   * @param wholeRange whether the place of a failure is the whole range of the source, if the file does not contain the text
   * literally
   * @throws UserError for the first variable that cannot be resolved
   */
  async resolve(source: ResolvableText, field?: string, { wholeRange = this.#isInexact(source) } = {}): Promise<string> {
    const count = this.#resolver.problems.length;
    const text = await this.#resolver.resolve(wholeRange ? { ...source, inexact: true } : source);
    const [first] = this.#resolver.problems.slice(count).map((problem) => this.#variableFailure(problem, field));
    if (first !== undefined) throw first;
    if (this.#later !== undefined && text.includes(this.#later)) throw new NotKnownYet();
    return text;
  }

  /**
   * Like `resolve`, for texts in which braces have no other meaning: URLs, headers, directives.
   * @throws UserError also for a “{{” that is not a variable
   */
  async resolveAll(
    source: SourceText & Pick<ResolvableText, 'fields'>,
    field?: string,
    { wholeRange = this.#isInexact(source) } = {},
  ): Promise<string> {
    const { text, range } = source;
    let end = 0;
    let open = -1;
    for (const reference of findReferences(text)) {
      open = text.indexOf('{{', end);
      if (open + 2 <= reference.start) break;
      ({ end } = reference);
    }
    if (open < end) open = text.indexOf('{{', end);
    if (open === -1) return this.resolve(source, field, { wholeRange });
    const message = 'A “{{” is not closed, or there is no name in it.';
    const remedy = 'Close it with “}}”, or write “\\{\\{” to send braces.';
    const details = { code: 'variable-unknown' as const, message, remedy, ...(field !== undefined && { field }) };
    throw this.failure(wholeRange ? range : placesIn(source)(open, text.length), details);
  }

  /** The value of an optional variable; undefined if there is none. @param range the place of failures */
  async variable(name: string, range: Range, field: string): Promise<string | undefined> {
    if (!(await this.#resolver.knows(name))) return undefined;
    return this.resolve({ text: `{{${name}}}`, range }, field, { wholeRange: true });
  }

  /** A header continued on further lines is joined with spaces, and a curl command has one place. */
  #isInexact({ text, range }: SourceText): boolean {
    return this.#request.syntax === 'curl' || (range.start.line !== range.end.line && !text.includes('\n'));
  }

  #variableFailure(problem: ResolvingProblem, field: string | undefined): UserError {
    const { code, range, file, unsentRequest } = problem;
    // An unreadable variable's message contains its own remedy.
    const remedy = code === 'variable-unreadable' ? 'Nothing was sent.' : 'Correct it and send again; nothing was sent.';
    const message = file === undefined ? problem.message : `${problem.message} See line ${range.start.line + 1} of “${file}”.`;
    const where = { ...(field !== undefined && { field }), ...(file !== undefined && { file }) };
    const details = { code, message, remedy, unsentRequest, ...where };
    return this.failure(range, details, problem);
  }

  /** @param range in the file of the request, or in that of the details */
  failure(range: Range, { field, file = this.#fileName, ...details }: FailureDetails, problem?: ResolvingProblem): UserError {
    const { start } = range;
    const error = new UserError({
      ...details,
      place: {
        line: start.line + 1,
        column: start.character + 1,
        ...(file !== undefined && { file }),
        ...(field !== undefined && { field }),
      },
    });
    this.refusals.push({ error, range, ...(problem !== undefined && { problem }) });
    return error;
  }
}
