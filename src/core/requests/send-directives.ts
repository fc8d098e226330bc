import { UserError } from '../errors.ts';
import type { Directive, HttpFile, HttpFileRequest } from '../http-file/http-file.ts';
import { findDirective } from '../http-file/directives.ts';

/** What the directives of a request, or of its file, say about sending it. */
export interface SendDirectives {
  /** Why it is not sent at all: `request-disabled`. */
  readonly refusal: UserError | undefined;
  /** `# @note text`: what a person is asked before it is sent; undefined where nobody is. */
  readonly question: string | undefined;
  /** False for `# @no-redirect`. */
  readonly followRedirects: boolean;
  /** False for `# @no-log`: the history does not hold it. */
  readonly isKept: boolean;
}

/** @param fileName what the place of the refusal calls the file */
export function sendDirectives(
  request: Pick<HttpFileRequest, 'directives'>,
  file: Pick<HttpFile, 'directives'>,
  fileName?: string,
): SendDirectives {
  const find = (name: string): Directive | undefined =>
    findDirective(request.directives, name) ?? findDirective(file.directives, name);
  const disabled = find('disabled');
  const note = find('note');
  return {
    refusal: isDisabling(disabled) ? refusalOf(disabled, fileName) : undefined,
    question: note && (note.value === '' ? 'Send this request?' : note.value),
    followRedirects: find('no-redirect') === undefined,
    isKept: find('no-log') === undefined,
  };
}

/** `# @disabled`, with `true` or a condition behind it, which is not evaluated here. */
export function isDisabling(directive: Directive | undefined): directive is Directive {
  return directive?.name === 'disabled' && directive.value !== 'false';
}

function refusalOf({ range: { start } }: Directive, file: string | undefined): UserError {
  return new UserError({
    code: 'request-disabled',
    message: 'The request is disabled by “# @disabled”.',
    remedy: 'Remove that line to send it; nothing was sent.',
    place: { ...(file !== undefined && { file }), line: start.line + 1, column: start.character + 1, field: '@disabled' },
  });
}
