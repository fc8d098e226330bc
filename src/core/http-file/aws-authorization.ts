import type { Credentials } from '../signing/credentials.ts';

/** What `Authorization: AWS …` in a `.http` file names: keys written into the file, or a profile. */
export interface AwsAuthorization {
  readonly credentials: Credentials | undefined;
  readonly profile: string | undefined;
  readonly region: string | undefined;
  readonly service: string | undefined;
}

/** Labels that other clients use for keys; no key begins with one. */
const foreignLabel = /^(?:aws[_-]?)?(?:access|secret|session|security|key|id|token|region|service|profile|credential)[\w-]*[:=]/i;

const labels = ['token', 'region', 'service', 'profile'] as const;
type Label = (typeof labels)[number];

/** Many times the characters of keys, the longest token and a scope together. */
const longest = 100_000;

/** Whether the value of an `Authorization` header is this scheme. An `AWS4-HMAC-SHA256 …` header that is already signed is not. */
export function isAwsAuthorization(value: string): boolean {
  return /^aws(?:\s|$)/i.test(value);
}

/** Whether a header name, in lower case, is that of an argument of this scheme, or a usual one for the token of temporary keys. */
export function isArgumentName(name: string): boolean {
  return labels.some((label) => label === name) || /^(?:aws[-_]?)?(?:session|security)[-_]?token$/.test(name);
}

const [id, secret] = ['(?:AKIA|ASIA)[A-Z0-9]{16}', '(?![0-9a-f]{40})[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])'];
const keyForms = new RegExp(String.raw`${id}[\s:,]+${secret}|^[Aa][Ww][Ss]\s+(?:${id}(?![A-Za-z0-9:])|\S+\s+${secret})`);

/** Whether a header that is not for keys holds both keys, or begins like this scheme with one, for example because its name is misspelt. */
export function holdsKeys(value: string): boolean {
  return keyForms.test(value);
}

/**
 * Reads `AWS <access key id> <secret access key> [token:…] [region:…] [service:…]` as REST Client, httpYac and Kulala write it, and
 * `AWS profile:<name> [region:…] [service:…]`. Arguments may come in any order, with or without a space after the colon, and in
 * quotes, which a profile name with spaces needs.
 * @returns the problem, as a sentence without any part of the value, if it is anything else
 */
export function parseAwsAuthorization(value: string): AwsAuthorization | { readonly problem: string } {
  if (value.length > longest) return { problem: 'it is longer than keys and tokens are' };
  const words = (value.match(/(?:"[^"]*"|'[^']*'|\S)+/g) ?? []).slice(1);
  const keys: string[] = [];
  const labelled = new Map<Label, string>();
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const label = labels.find((each) => word.toLowerCase().startsWith(`${each}:`));
    if (label === undefined) {
      if (foreignLabel.test(word)) {
        return { problem: 'a key follows a label; only “token:”, “region:”, “service:” and “profile:” are known' };
      }
      keys.push(unquote(word));
      continue;
    }
    const written = word.slice(label.length + 1) || (words[++at] ?? '');
    const argument = unquote(written).trim();
    if (argument === '' || labels.some((each) => written.toLowerCase().startsWith(`${each}:`))) {
      return { problem: `“${label}:” has no value` };
    }
    if (labelled.has(label)) return { problem: `“${label}:” is written twice` };
    labelled.set(label, argument);
  }
  const [profile, token] = [labelled.get('profile'), labelled.get('token')];
  const scope = { profile, region: labelled.get('region'), service: labelled.get('service') };
  if (profile !== undefined) {
    if (keys.length > 0 || token !== undefined) {
      return {
        problem: 'it names a profile and holds keys as well (put a profile name with spaces in quotes, profile:"my dev")',
      };
    }
    return { credentials: undefined, ...scope };
  }
  const [accessKeyId, secretAccessKey] = keys;
  if (accessKeyId === undefined) return { problem: 'the access key id and the secret access key are missing' };
  if (secretAccessKey === undefined) return { problem: 'the secret access key is missing' };
  if (keys.length > 2) {
    return { problem: 'it has more than two arguments without “token:”, “region:” or “service:” before them' };
  }
  return { credentials: { accessKeyId, secretAccessKey, ...(token !== undefined && { sessionToken: token }) }, ...scope };
}

function unquote(word: string): string {
  return /^(["'])(.*)\1$/.exec(word)?.[2] ?? word;
}
