import { percentEncode } from '../../signing/canonical-target.ts';
import type { Header } from '../message.ts';
import { isSecretName } from '../secret-name.ts';

/** What stands in the place of a secret. */
export const mask = '••••••';

/** A header as people may see it: of SigV4 signatures the hex alone is hidden, of other secrets everything. */
export function maskHeader([name, value]: Header): Header {
  if (/^authorization$/i.test(name) && value.startsWith('AWS4-'))
    return [name, value.replace(/(Signature=)[^,\s]+/, `$1${mask}`)];
  return isSecretName(name) ? [name, mask] : [name, value];
}

/** A path and query, or a whole URL, with the values of those parameters hidden whose names speak of secrets. */
export function maskTarget(target: string): string {
  return target.replace(/([?&])([^=&#]+)=([^&#]*)/g, (whole, separator: string, name: string, value: string) =>
    value !== '' && isSecretName(name) ? `${separator}${name}=${mask}` : whole,
  );
}

/** Names that are of secrets in a query and of ordinary things in AWS's JSON: the key of a tag, the code of a function. */
const ordinaryInJson = /^(?:code|key)$/i;

/**
 * The text of a body with the values hidden whose names speak of secrets: fields of a form, members of JSON that are texts.
 *
 * @param type the value of `Content-Type`; empty where there is none
 */
export function maskBody(text: string, type: string): string {
  if (/x-www-form-urlencoded/i.test(type)) return maskTarget(`?${text}`).slice(1);
  return text.replace(/"((?:[^"\\]|\\.)*)"(\s*:\s*)"(?:[^"\\]|\\.)+"/g, (whole, name: string, between: string) =>
    isSecretName(name) && !ordinaryInJson.test(name) ? `"${name}"${between}"${mask}"` : whole,
  );
}

/** Shorter texts are no secrets of AWS, and masking them would tear ordinary text to pieces. */
const shortest = 8;

/**
 * A text without these secrets. Servers quote requests in their refusals, and AWS quotes the session token: as text, URL-encoded,
 * within XML and JSON, and as a list of hex bytes.
 */
export function maskKnown(text: string, secrets: readonly string[]): string {
  return secrets
    .filter(({ length }) => length >= shortest)
    .flatMap(forms)
    .reduce((masked, form) => masked.replaceAll(form, mask), text);
}

function forms(secret: string): string[] {
  const hex = Buffer.from(secret).toString('hex');
  const bytes = hex.replace(/..(?=.)/g, '$& ');
  const xml = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
  const json = JSON.stringify(secret).slice(1, -1);
  return [
    ...new Set([
      secret,
      encodeURIComponent(secret),
      percentEncode(secret),
      xml,
      json,
      json.replaceAll('/', '\\/'),
      bytes,
      bytes.toUpperCase(),
      hex,
    ]),
  ];
}
