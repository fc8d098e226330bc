import type { ReceivedResponse } from '../http/received-response.ts';
import { headerValues } from '../http/message.ts';

/** Longer refusals are not AWS's. */
const longest = 100_000;

/** Whether AWS refused the request because its session has expired: then nothing was done, and it may be sent again. */
export function saysExpiredToken({ status, headers, body }: Pick<ReceivedResponse, 'status' | 'headers' | 'body'>): boolean {
  if (status < 400 || status > 403 || !(body instanceof Uint8Array)) return false;
  const code = /^ExpiredToken(?:Exception)?(?=:|$)/;
  if (headerValues(headers, 'x-amzn-errortype').some((type) => code.test(type))) return true;
  if (body.length > longest) return false;
  const text = new TextDecoder().decode(body);
  return (
    /<Code>ExpiredToken(?:Exception)?<\/Code>/.test(text) ||
    /"(?:__type|code|Code)"\s*:\s*"(?:[\w.]+#)?ExpiredToken(?:Exception)?"/.test(text)
  );
}
