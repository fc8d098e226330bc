import type { Range } from '../../http-file/http-file.ts';
import { findInvisible } from '../../text/invisible-characters.ts';
import type { RequestTexts } from './request-texts.ts';

/** @throws UserError for characters that nobody sees: they would be sent, or be refused without anybody knowing why */
export function requireVisible(value: string, range: Range, field: string, texts: RequestTexts): void {
  const found = findInvisible(value);
  if (found === undefined) return;
  const remedy = 'Remove it and send again; nothing was sent.';
  throw texts.failure(range, { code: 'invisible-character', message: found.message, remedy, field });
}
