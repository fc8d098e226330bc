import type { SentRequest } from '../../requests/exchange/exchange.ts';
import { bodyLength } from '../wire/send-body.ts';
import { maskHeader, maskKnown, maskTarget } from './mask-secrets.ts';
import { byteSize } from './units.ts';

/** Every request that went out, as it stood on the wire: request line and headers with their secrets hidden, and how long the body was. */
export function sentText(sent: readonly SentRequest[], secrets: readonly string[]): string {
  const texts = sent.map(({ request, status }, index) => {
    const { method, target, host, headers, body, protocol, connectTo } = request;
    const length = bodyLength(body);
    const lines = [
      `### ${sent.length > 1 ? `${index + 1} of ${sent.length}, ` : ''}answered with ${status}`,
      `# ${connectTo === undefined ? `to ${protocol}//${host}` : `to ${connectTo}, which stands for ${protocol}//${host}`}`,
      `${method} ${maskTarget(target)} HTTP/1.1`,
      `Host: ${host}`,
      ...headers.map(maskHeader).map(([name, value]) => `${name}: ${value}`),
      ...(length > 0 || ['POST', 'PUT', 'PATCH'].includes(method) ? [`Content-Length: ${length}`] : []),
      '',
      length === 0
        ? '# no body'
        : `# body: ${byteSize(length)}${body instanceof Uint8Array ? '' : `, streamed from ${body.path}`}`,
    ];
    return lines.join('\n');
  });
  return `${maskKnown(texts.join('\n\n'), secrets)}\n`;
}
