import { baseVariable } from '../../http-file/base-variable.ts';
import type { HttpFileRequest } from '../../http-file/http-file.ts';
import type { HttpRequest } from '../../http/message.ts';
import { splitUrl, protocolFor, readHost } from '../../http/split-url.ts';
import { FormFields } from '../../variables/encoding/form-fields.ts';
import { requireVisible } from './require-visible.ts';
import type { PlacedHeader } from './read-headers.ts';
import type { RequestTexts } from './request-texts.ts';

/** A URL before the values of its variables were encoded. What somebody encoded is meant, and stays. */
function withoutOwnEscapes(url: string, written: string): string {
  if (/%[c-f]|\{\{%/i.test(written)) return url;
  return url.replace(/(?:%[89a-f][\da-f])+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
}

/** Characters; servers end at a few thousand, https://www.rfc-editor.org/rfc/rfc9110#section-4.1-5 */
const longestUrl = 1000000;
type Address = Pick<HttpRequest, 'protocol' | 'host' | 'target' | 'connectTo'>;

export async function readAddress(
  request: HttpFileRequest,
  host: PlacedHeader | undefined,
  texts: RequestTexts,
): Promise<Address> {
  const [firstLine] = request.urlLines;
  const lines: string[] = [];
  // A curl command is written for the wire.
  const fields = request.syntax === 'curl' ? undefined : new FormFields('url');
  for (const line of request.urlLines) {
    const text = await texts.resolveAll({ text: line.text, range: line.range, fields }, 'URL');
    requireVisible(withoutOwnEscapes(text, line.text), line.range, 'URL', texts);
    lines.push(text);
  }
  const range = firstLine?.range ?? request.range;
  const url = lines.join('').trim();
  if (url.length > longestUrl) {
    const message = `The URL has ${url.length} characters, more than any server accepts.`;
    throw texts.failure(range, { code: 'url-not-legal', message, remedy: 'Send that much in the body.', field: 'URL' });
  }
  const base = host === undefined && url.startsWith('/') ? await texts.variable(baseVariable, range, 'URL') : undefined;
  if (base !== undefined) requireVisible(base.trim(), range, 'URL', texts);
  const split = base === undefined ? splitUrl(url) : splitJoined(base.trim(), url);
  if ('problem' in split) {
    const whole = base === undefined ? 'The URL' : `The URL after the variable “${baseVariable}”`;
    const message = `${whole} cannot be used: ${split.problem}.`;
    const remedy = base === undefined ? 'Correct the URL.' : 'Correct the variable or the URL.';
    throw texts.failure(range, { code: 'url-not-legal', message, remedy, field: 'URL' });
  }
  const { target } = split;
  if (host === undefined) {
    if (split.host !== undefined) return { protocol: split.protocol, host: split.host, target };
    const remedy = `Write the whole URL, add a “Host” header, or define “@${baseVariable} = https://…” for all such URLs.`;
    throw texts.failure(range, { code: 'host-missing', message: 'The URL has no host.', remedy, field: 'URL' });
  }
  const protocol = split.host === undefined ? protocolFor(host.value) : split.protocol;
  const signed = readHost(host.value, protocol);
  if (typeof signed !== 'string') {
    const message = `The “Host” header cannot be used: ${signed.problem}.`;
    throw texts.failure(host.range, {
      code: 'host-not-legal',
      message,
      remedy: 'Write a host, with a port if needed.',
      field: host.name,
    });
  }
  if (split.host === undefined || split.host.toLowerCase() === signed.toLowerCase()) return { protocol, host: signed, target };
  return { protocol, host: signed, target, connectTo: `${protocol}//${split.host}` };
}

function splitJoined(base: string, path: string): ReturnType<typeof splitUrl> {
  if (/[?#]/.test(base)) return { problem: 'there is a “?” or “#” before the path' };
  return splitUrl(base.replace(/([^/])\/$/, '$1') + path);
}
