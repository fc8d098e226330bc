import { encodeIllegal } from '../building/split-url.ts';
import { percentEncode } from '../../signing/canonical-target.ts';
import type { Header } from '../message.ts';
import { isSecretName } from '../secret-name.ts';

/** What stands in the place of a secret. */
export const mask = '••••••';

/** Gives what stands in the place of a value. */
export type Hide = (value: string) => string;

const hideAll: Hide = () => mask;

/** A header as people may see it: of SigV4 signatures the hex alone is hidden, of other secrets everything. */
export function maskHeader([name, value]: Header, hide: Hide = hideAll): Header {
  if (/^authorization$/i.test(name) && value.startsWith('AWS4-'))
    return [name, value.replace(/(Signature=)([^,\s]+)/, (_, label: string, hex: string) => label + hide(hex))];
  return isSecretName(name) ? [name, hide(value)] : [name, value];
}

/** A path and query, or a whole URL, with the values of those parameters hidden whose names speak of secrets. */
export function maskTarget(target: string, hide: Hide = hideAll): string {
  return target.replace(/([?&])([^=&#]+)=([^&#]*)/g, (whole, separator: string, name: string, value: string) =>
    value !== '' && isSecretName(name) ? `${separator}${name}=${hide(value)}` : whole,
  );
}

/** Shorter texts are no secrets of AWS, and masking them would tear ordinary text to pieces. */
export const shortest = 8;

/**
 * A text without these secrets. Servers quote requests in their refusals, and AWS quotes the session token: as text, URL-encoded,
 * within XML and JSON, and as a list of hex bytes.
 */
export function maskKnown(text: string, secrets: readonly string[]): string {
  return secrets
    .filter(({ length }) => length >= shortest)
    .flatMap(forms)
    .filter(({ length }) => length >= shortest)
    .sort((one, other) => other.length - one.length)
    .reduce((masked, form) => masked.replaceAll(form, mask), text);
}

/** How a secret may stand in a request: as it is, as headers and multipart bodies change blanks and line ends, and encoded. */
export function forms(secret: string): string[] {
  const text = secret.toWellFormed();
  const blanks = text.trim().replace(/\s+/g, ' ');
  // A plus sign of a query is signed and sent as the blank that it stands for.
  const written = [secret, text, text.trim(), blanks, text.replace(/\r?\n/g, '\r\n'), text.replaceAll('+', ' ')];
  return [...new Set(written)].flatMap(encodings);
}

function encodings(text: string): string[] {
  const hex = Buffer.from(text).toString('hex');
  const bytes = hex.replace(/..(?=.)/g, '$& ');
  const xml = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
  const json = JSON.stringify(text).slice(1, -1);
  const inTarget = encodeIllegal(text.toWellFormed());
  const component = encodeURIComponent(text.toWellFormed());
  return [
    ...new Set([
      text,
      component,
      component.replaceAll('%20', '+'),
      percentEncode(text.toWellFormed()),
      inTarget,
      // All services but the S3 family sign a path that is encoded twice.
      percentEncode(percentEncode(text.toWellFormed())),
      percentEncode(component),
      percentEncode(inTarget),
      xml,
      json,
      json.replaceAll('/', '\\/'),
      bytes,
      bytes.toUpperCase(),
      hex,
    ]),
  ];
}
