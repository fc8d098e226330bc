import type { SentRequest } from '../http/message.ts';
import { headerValues, type HttpRequest } from '../http/message.ts';
import { bodyLength } from '../http/send-body.ts';
import { maskKnown } from '../redaction/mask-known.ts';
import { type RequestMask, requestMask } from '../redaction/request-mask.ts';
import { byteSize } from '../text/units.ts';

/** The largest body, in bytes, that is shown in full; of a longer one only the size is shown. */
const longestBody = 65_536;

/**
 * Every request that was sent, as it was on the wire with its secrets hidden: request line, headers, and the body if it is text
 * of up to 64 KiB. Of other bodies the size is shown, and of files their path.
 *
 * @param secrets what signed, hidden wherever it stands
 * @param secretVariables values of variables, hidden except in the host and the scope
 */
export function sentText(sent: readonly SentRequest[], secrets: readonly string[], secretVariables: readonly string[]): string {
  const known = requestMask(secretVariables);
  const texts = sent.map(({ request, status }, index) => {
    const { method, target, host, headers, body, protocol, connectTo } = request;
    const length = bodyLength(body);
    const lines = [
      `### ${sent.length > 1 ? `${index + 1} of ${sent.length}, ` : ''}response ${status}`,
      `# ${connectTo === undefined ? `to ${protocol}//${host}` : `to ${connectTo}, which stands for ${protocol}//${host}`}`,
      `${method} ${known.target(target)} HTTP/1.1`,
      `Host: ${host}`,
      ...headers.map(known.header).map(([name, value]) => `${name}: ${value}`),
      ...(length > 0 || ['POST', 'PUT', 'PATCH'].includes(method) ? [`Content-Length: ${length}`] : []),
      '',
      sentBody(request, known),
    ];
    return lines.join('\n');
  });
  return `${maskKnown(texts.join('\n\n'), secrets).toWellFormed().replace(/\r\n?/g, '\n')}\n`;
}

function sentBody({ body, headers }: HttpRequest, known: RequestMask): string {
  const size = byteSize(bodyLength(body));
  if (!(body instanceof Uint8Array)) return `# body: ${size}, streamed from ${known.text(body.path)}`;
  if (body.length === 0) return '# no body';
  if (body.length > longestBody) return `# body: ${size}, too long to be shown here`;
  const type = headerValues(headers, 'content-type')[0] ?? '';
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    if (!text.includes('\0')) return known.body(text, type);
  } catch {
    // Not text, or not in UTF-8.
  }
  return `# body: ${size} of binary data`;
}
