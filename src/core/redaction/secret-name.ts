/** Means a secret anywhere in a name: `dbPassword`, `X-Vault-Token`. */
const anywhere =
  /token|secret|passw|passphrase|passcode|passkey|pwd|signature|authori[sz]ation|credential|cookie|session|bearer|(?:api|access|private|signing|encryption|customer|subscription|account|master|shared)[-_. ]?key/i;

/** Means a secret as a word of its own: `dbPw`, `auth_header`, and not `author`. */
const words = new Set(['auth', 'cred', 'creds', 'hmac', 'jwt', 'mfa', 'otp', 'pass', 'pin', 'pw', 'sas', 'sig']);

/** Means a secret only as the whole name: `?code=…` of OAuth, `?key=…`. */
const alone = new Set(['code', 'key']);

/** Names that sound like secrets but are not: places in a listing, digests, access key ids, the public parts of SigV4. */
const harmless =
  /(?:next|continuation|page|pagination|client[-_]?request|max)[-_]?tokens?|token[-_]?type|^secret[-_]?id$|role[-_]?session[-_]?name|-md5$|^access-control-|access[-_]?key[-_]?id$|^x-amz-(?:content-sha256|target|credential|signedheaders)$/i;

/** Whether the name of a variable, header, parameter or field suggests that its value is a secret. */
export function isSecretName(name: string): boolean {
  if (harmless.test(name)) return false;
  if (anywhere.test(name) || alone.has(name.toLowerCase())) return true;
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .some((word) => words.has(word));
}

/** Access key ids, https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
export const accessKeyIdPattern = /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/;

/** Secret access keys have 40 characters of base64; hashes look alike, so the name has to suggest a secret as well. */
export const secretAccessKeyPattern = /^[A-Za-z0-9/+]{40}$/;

/** Forms that only secrets have: keys of AWS, a JWT, PEM, the value of an Authorization header, a password or signature in a URL. */
const secretForms = [
  accessKeyIdPattern,
  /\beyJ[\w-]{5,}\.[\w-]{5,}/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /^\s*(?:AWS4?(?:-[\w-]+)?|Basic|Bearer|Digest|Negotiate)\s+\S/i,
  /^\w+:\/\/[^/?#\s:@]*:[^/?#\s@]+@/,
  /[?&](?:X-Amz-Signature|X-Amz-Security-Token|sig|Signature)=[^&\s]/i,
];

/** A name as messages may quote it: a key in place of a name is not shown. */
export function quotable(name: string): string {
  return looksSecret(name) || /^[A-Za-z\d/+]{40,}$/.test(name) ? '…' : name;
}

/** Whether a text looks like a secret or contains one, whatever its name. */
export function looksSecret(value: string): boolean {
  return secretForms.some((form) => form.test(value));
}
