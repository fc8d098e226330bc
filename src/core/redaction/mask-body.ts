import { isSecretName } from './secret-name.ts';
import { type Hide, mask, maskTarget } from './mask-by-name.ts';

/** Names that mean secrets in a query but ordinary things in AWS's JSON and XML: the key of a tag, the code of a function. */
const ordinaryInBodies = /^(?:code|key)$/i;

/** Gives the replacement of a body value, by its name if it has one; undefined to keep the value. */
type Replace = (name: string | undefined, value: string) => string | undefined;

/**
 * The text of a body other than a form, with values hidden whose names suggest secrets: JSON string members, XML elements and
 * attributes, multipart parts.
 *
 * @param type the value of `Content-Type`; empty if there is none
 * @param known gives the replacement of a value whatever its name; undefined to keep it
 */
export function maskBody(
  text: string,
  type: string,
  hide: Hide = () => mask,
  known: (value: string) => string | undefined = () => undefined,
): string {
  const replace: Replace = (name, value) =>
    name !== undefined && isSecretName(name) && !ordinaryInBodies.test(name) ? hide(value) : known(value);
  const [, quotedBoundary, boundary = quotedBoundary] = /^multipart\/[^;]+;.*?boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(type) ?? [];
  const parts = boundary === undefined ? text : inMultipart(text, boundary, replace);
  return inJson(/^\s*</.test(parts) || /[/+]xml\b/i.test(type) ? inXml(parts, replace) : parts, replace);
}

/** Whether some JSON, XML, form or URL text has a field whose name suggests a secret. */
export function holdsSecret(text: string): boolean {
  if (/^\s*[[{]/.test(text) && Array.from(text.matchAll(/"([^"\\]{1,100})"\s*:/g)).some(([, name = '']) => isSecretName(name)))
    return true;
  const parameters = /^[^\s=&?]+=/.test(text) ? `?${text}` : text;
  return maskBody(text, '') !== text || maskTarget(parameters) !== parameters;
}

/** String members and elements; numbers and the like only if their value is known. Each place is processed once. */
function inJson(text: string, replace: Replace): string {
  const isJson = /^\s*[[{]/.test(text);
  return text.replace(
    /"((?:[^"\\]|\\(?:[^]|$))*)(?:"|$)(?:(\s*:\s*)("(?:[^"\\]|\\(?:[^]|$))*(?:"|$)|[-+.\w]*))?|[-+.\w]+/g,
    (whole, name: string | undefined, between: string | undefined, value: string | undefined) => {
      if (name === undefined) return (isJson ? replace(undefined, whole) : undefined) ?? whole;
      if (between === undefined || value === undefined) return quoted(whole, replace(undefined, name));
      if (value === '' || value === '""') return whole;
      const isText = value.startsWith('"');
      const hidden = isText ? replace(name, value.replace(/^"|"$/g, '')) : replace(undefined, value);
      return hidden === undefined ? whole : `"${name}"${between}${isText ? `"${hidden}"` : hidden}`;
    },
  );
}

/** Tags, CDATA sections and the texts between them; every character is in one of them, which keeps the time proportional to the length. */
const xmlPieces = /<!\[CDATA\[(?:[^\]]|\](?!\]>))*(?:\]\]>|$)|<[^<>]*>?|[^<]+/g;

function inXml(text: string, replace: Replace): string {
  const pieces: string[] = text.match(xmlPieces) ?? [];
  const isText = (piece: string | undefined): boolean =>
    piece !== undefined && (!piece.startsWith('<') || piece.startsWith('<![CDATA['));
  for (let at = 0; at < pieces.length; at++) {
    const [, tag, name] = /^<((?:[\w.-]+:)?([\w.-]+))(?:\s[^<>]*)?>$/.exec(pieces[at] ?? '') ?? [];
    if (tag === undefined) continue;
    pieces[at] = inAttributes(pieces[at] ?? '', replace);
    let end = at + 1;
    while (isText(pieces[end])) end++;
    if (end === at + 1 || pieces[end]?.slice(0, -1).trimEnd() !== `</${tag}`) continue;
    const value = pieces.slice(at + 1, end).join('');
    const hidden = replace(name, value.replace(/<!\[CDATA\[|\]\]>/g, '').trim());
    if (hidden !== undefined) pieces.fill('', at + 1, end).fill(hidden, at + 1, at + 2);
  }
  return pieces.join('');
}

function inAttributes(tag: string, replace: Replace): string {
  return tag.replace(
    /(\s(?:[\w.-]+:)?([\w.-]+)\s*=\s*)("[^"]+"|'[^']+')/g,
    (whole, before: string, name: string, value: string) => {
      const hidden = replace(name, value.slice(1, -1));
      return hidden === undefined ? whole : `${before}"${hidden}"`;
    },
  );
}

function inMultipart(text: string, boundary: string, replace: Replace): string {
  const delimiter = `--${boundary}`;
  return text
    .split(delimiter)
    .map((part) => {
      const { index, 0: blankLine } = /\r?\n\r?\n/.exec(part) ?? { index: -1, 0: '' };
      const [head, rest] = [part.slice(0, index + blankLine.length), part.slice(index + blankLine.length)];
      const [end] = /\r?\n$/.exec(rest.slice(-2)) ?? [];
      const value = rest.slice(0, rest.length - (end?.length ?? 0));
      if (index === -1 || end === undefined || value === '') return part;
      const name = /^content-disposition:.*[;\s]name="?([^";\r\n]+)/im.exec(head)?.[1];
      const hidden = replace(name, value);
      return hidden === undefined ? part : head + hidden + end;
    })
    .join(delimiter);
}

function quoted(whole: string, hidden: string | undefined): string {
  return hidden === undefined ? whole : `"${hidden}"`;
}
