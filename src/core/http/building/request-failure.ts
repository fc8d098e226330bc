import { UserError } from '../../errors.ts';
import type { HttpFileRequest, Range, SourceText } from '../http-file.ts';
import { findReferences } from '../variables.ts';
import type { ResolvableText, VariableResolver } from '../variables.ts';

export interface FailureDetails {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  /** The name of a header or directive. */
  readonly field?: string;
  /** The file that the place is in, where it is another than that of the request. */
  readonly file?: string;
  readonly cause?: unknown;
}

/** Resolves the texts of one request and says where it fails. */
export class RequestTexts {
  readonly #request: HttpFileRequest;
  readonly #resolver: VariableResolver;
  readonly #fileName: string | undefined;

  constructor(request: HttpFileRequest, resolver: VariableResolver, fileName: string | undefined) {
    this.#request = request;
    this.#resolver = resolver;
    this.#fileName = fileName;
  }

  /**
   * @param wholeRange whether the place of a failure is the range of the source as it is: where the text does not stand in the file
   * letter by letter
   * @throws UserError for the first variable that cannot be resolved
   */
  async resolve(source: ResolvableText, field?: string, wholeRange = this.#request.syntax === 'curl'): Promise<string> {
    const text = await this.#resolver.resolve(source);
    const [problem] = this.#resolver.problems;
    if (problem === undefined) return text;
    // What could not be read says itself what to do.
    const remedy = problem.code === 'variable-unreadable' ? 'Nothing was sent.' : 'Correct it and send again; nothing was sent.';
    const { code, file } = problem;
    const range = wholeRange && file === undefined ? source.range : problem.range;
    const message = file === undefined ? problem.message : `${problem.message} See line ${range.start.line + 1} of “${file}”.`;
    throw this.failure(range, {
      code,
      message,
      remedy,
      ...(field !== undefined && { field }),
      ...(file !== undefined && { file }),
    });
  }

  /**
   * As `resolve`, for texts in which braces mean nothing else: URLs, headers, directives.
   * @throws UserError also for a “{{” that is no variable
   */
  async resolveAll(source: SourceText, field?: string, wholeRange?: boolean): Promise<string> {
    let end = 0;
    let isOpen = false;
    for (const reference of findReferences(source.text)) {
      isOpen ||= source.text.slice(end, reference.start).includes('{{');
      ({ end } = reference);
    }
    isOpen ||= source.text.includes('{{', end);
    if (!isOpen) return this.resolve(source, field, wholeRange);
    const message = 'A “{{” is not closed, or there is no name in it.';
    const remedy = 'Close it with “}}”, or write “\\{\\{” to send braces.';
    throw this.failure(source.range, { code: 'variable-unknown', message, remedy, ...(field !== undefined && { field }) });
  }

  /** @param range in the file of the request, or in that of the details */
  failure({ start }: Range, { field, file = this.#fileName, ...details }: FailureDetails): UserError {
    return new UserError({
      ...details,
      place: {
        line: start.line + 1,
        column: start.character + 1,
        ...(file !== undefined && { file }),
        ...(field !== undefined && { field }),
      },
    });
  }
}
