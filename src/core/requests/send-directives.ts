import { UserError } from '../errors.ts';
import { directiveRow, directiveTable, findDirective, ordinarySend, type SendInstructions } from '../http-file/directives.ts';
import type { Directive, HttpFile, HttpFileRequest } from '../http-file/http-file.ts';

/** How to send a request, by its directives and those of its file. */
export interface SendDirectives extends SendInstructions {
  /** Why it is not sent, if it is disabled: `request-disabled`. */
  readonly refusal: UserError | undefined;
}

/** @param fileName the file's name in the place of the refusal */
export function sendDirectives(
  request: Pick<HttpFileRequest, 'directives'>,
  file: Pick<HttpFile, 'directives'>,
  fileName?: string,
): SendDirectives {
  const written = directiveTable.flatMap(
    ({ name }) => findDirective(request.directives, name) ?? findDirective(file.directives, name) ?? [],
  );
  const instructions = written.reduce<SendInstructions>((all, each) => ({ ...all, ...instructionOf(each) }), ordinarySend);
  const disabling = written.find(isDisabling);
  return { ...instructions, refusal: disabling && refusalOf(disabling, fileName) };
}

/** `# @disabled`, optionally followed by `true` or a condition, which is not evaluated here. */
export function isDisabling(directive: Directive): boolean {
  return instructionOf(directive).isDisabled === true;
}

function instructionOf({ name, value }: Directive): Partial<SendInstructions> {
  const meaning = directiveRow(name)?.meaning;
  return meaning?.kind === 'sending' ? meaning.instruct(value) : {};
}

function refusalOf({ name, range: { start } }: Directive, file: string | undefined): UserError {
  return new UserError({
    code: 'request-disabled',
    message: `The request is disabled by “# @${name}”.`,
    remedy: 'Remove that line to send it; nothing was sent.',
    place: { ...(file !== undefined && { file }), line: start.line + 1, column: start.character + 1, field: `@${name}` },
  });
}
