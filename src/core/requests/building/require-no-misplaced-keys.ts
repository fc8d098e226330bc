import { holdsKeys } from '../../http-file/aws-authorization.ts';
import type { SourceText } from '../../http-file/http-file.ts';
import type { RequestTexts } from './request-texts.ts';

const header = /^[ \t]*(?:proxy-)?authori[sz]ation[ \t]*:[ \t]*(?:\r?\n[ \t]+)?(.*)$/gim;

/** Keys of other stores may be short; a sentence about AWS has more words. */
const asKeys = /^aws\s+(?:profile:|\S+\s+(?:\S{16}|\S{8,}\s*$|\S{8,}\s+(?:token|region|service):))/i;

/**
 * Refuses a body with a line `Authorization: AWS …`: it is below a blank line by mistake, or belongs to a next request without
 * `###` above it, and would be sent with its keys. A body from a file is sent as it is.
 * @param resolved the part with its variables' values
 * @throws UserError
 */
export function requireNoMisplacedKeys(resolved: string, part: SourceText, texts: RequestTexts): void {
  for (const [, value = ''] of resolved.matchAll(header)) {
    if (!holdsKeys(value) && !asKeys.test(value)) continue;
    const { start } = part.range;
    const lines = part.text.split('\n');
    const index = lines.findIndex((line) => line.search(header) === 0);
    const [line, character] = [start.line + index, lines[index]?.length ?? 0];
    const range = index === -1 ? part.range : { start: { line, character: 0 }, end: { line, character } };
    throw texts.failure(range, {
      code: 'keys-in-body',
      message: 'A line “Authorization: AWS …” is in the body: it would be sent as text, with all that it holds.',
      remedy:
        'Move it above the blank line that ends the headers, or put “###” above the next request. ' +
        'Text that is to be sent with such a line can be put in a file, as in “< path”.',
    });
  }
}
