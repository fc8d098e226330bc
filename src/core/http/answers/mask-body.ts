import { isSecretName } from '../secret-name.ts';
import { type Hide, mask, maskTarget } from './mask-secrets.ts';

/** Names that are of secrets in a query and of ordinary things in AWS's JSON and XML: the key of a tag, the code of a function. */
const ordinaryInBodies = /^(?:code|key)$/i;

/** What stands in the place of a value of a body, going by its name where it has one; undefined where the value stays. */
type Replace = (name: string | undefined, value: string) => string | undefined;

/**
 * The text of a body with the values hidden whose names speak of secrets: fields of a form, members of JSON that are texts, elements and
 * attributes of XML, parts of multipart.
 *
 * @param type the value of `Content-Type`; empty where there is none
 * @param known what stands in the place of a value whatever its name; undefined where it stays
 */
export function maskBody(
  text: string,
  type: string,
  hide: Hide = () => mask,
  known: (value: string) => string | undefined = () => undefined,
): string {
  if (/x-www-form-urlencoded/i.test(type)) return maskTarget(`?${text}`, hide).slice(1);
  const replace: Replace = (name, value) =>
    name !== undefined && isSecretName(name) && !ordinaryInBodies.test(name) ? hide(value) : known(value);
  const [, quotedBoundary, boundary = quotedBoundary] = /^multipart\/[^;]+;.*?boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(type) ?? [];
  const parts = boundary === undefined ? text : inMultipart(text, boundary, replace);
  return inJson(/^\s*</.test(parts) || /[/+]xml\b/i.test(type) ? inXml(parts, replace) : parts, replace);
}

/** Members and elements that are texts; numbers and the like only where their value is known. */
function inJson(text: string, replace: Replace): string {
  return text.replace(
    /"((?:[^"\\]|\\.)*)"(?:(\s*:\s*)("(?:[^"\\]|\\.)*"|[-+.\w]*))?/g,
    (whole, name: string, between: string | undefined, value: string | undefined) => {
      if (between === undefined || value === undefined) return quoted(whole, replace(undefined, name));
      if (value === '' || value === '""') return whole;
      const isText = value.startsWith('"');
      const hidden = isText ? replace(name, value.slice(1, -1)) : replace(undefined, value);
      return hidden === undefined ? whole : `"${name}"${between}${isText ? `"${hidden}"` : hidden}`;
    },
  );
}

function inXml(text: string, replace: Replace): string {
  return text
    .replace(
      /<((?:[\w.-]+:)?([\w.-]+))(\s[^<>]*)?>((?:<!\[CDATA\[[^]*?\]\]>|[^<])+)<\/\1\s*>/g,
      (whole, tag: string, name: string, attributes: string | undefined, value: string) => {
        const hidden = replace(name, value.replace(/<!\[CDATA\[|\]\]>/g, '').trim());
        return hidden === undefined ? whole : `<${tag}${attributes ?? ''}>${hidden}</${tag}>`;
      },
    )
    .replace(/<[\w.:-]+\s[^<>]+>/g, (tag) =>
      tag.replace(/(\s(?:[\w.-]+:)?([\w.-]+)\s*=\s*)("[^"]+"|'[^']+')/g, (whole, before: string, name: string, value: string) => {
        const hidden = replace(name, value.slice(1, -1));
        return hidden === undefined ? whole : `${before}"${hidden}"`;
      }),
    );
}

function inMultipart(text: string, boundary: string, replace: Replace): string {
  const delimiter = `--${boundary}`;
  return text
    .split(delimiter)
    .map((part) => {
      const [, head, value, end] = /^(\r?\n[^]*?\r?\n\r?\n)([^]*?)(\r?\n)$/.exec(part) ?? [];
      if (head === undefined || value === undefined || value === '' || end === undefined) return part;
      const name = /^content-disposition:.*[;\s]name="?([^";\r\n]+)/im.exec(head)?.[1];
      const hidden = replace(name, value);
      return hidden === undefined ? part : head + hidden + end;
    })
    .join(delimiter);
}

function quoted(whole: string, hidden: string | undefined): string {
  return hidden === undefined ? whole : `"${hidden}"`;
}
