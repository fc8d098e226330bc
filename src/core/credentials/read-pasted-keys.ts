import type { Credentials } from '../signing/credentials.ts';

/** The keys in a pasted text, or why there are none to take; undefined if it names no access key. */
export type PastedKeys = Credentials | { readonly problem: string } | undefined;

/** Longer texts were not copied for this. */
const longest = 100_000;

type Field = 'accessKeyId' | 'secretAccessKey' | 'sessionToken';

/**
 * Names as shells, `.env` files, the shared credentials file and AWS's own JSON write them. An input box drops line breaks, so that
 * a value also ends where the next name begins.
 */
const assignment =
  /(?:\baws_|["'])?(access_?key_?id|secret_?access_?key|session_?token|security_?token|(?<=["'])token)["']?\s{0,9}[:=]\s{0,9}["']?([A-Za-z0-9/+=_.-]+?)(?=["'\s,;}]|export aws_|set aws_|\$env:aws_|aws_(?:access|secret|session|security)_|$)/gi;

/**
 * Reads the keys out of what people paste: lines of `export AWS_…`, `set` or `$Env:`, a section of an ini file, or JSON, as the access
 * portal, `aws configure export-credentials` and the STS commands give them.
 */
export function readPastedKeys(text: string): PastedKeys {
  const found: Partial<Record<Field, string>> = {};
  for (const [, name = '', value = ''] of text.slice(0, longest).matchAll(assignment)) {
    const field = /^access/i.test(name) ? 'accessKeyId' : /^secret/i.test(name) ? 'secretAccessKey' : 'sessionToken';
    if (found[field] !== undefined && found[field] !== value) {
      return { problem: 'The text holds the keys of more than one profile. Copy those of one.' };
    }
    found[field] = value;
  }
  const { accessKeyId, secretAccessKey, sessionToken } = found;
  if (accessKeyId === undefined) return undefined;
  if (secretAccessKey === undefined) return { problem: 'The text holds an access key id without its secret access key.' };
  if (accessKeyId.startsWith('ASIA') && sessionToken === undefined) {
    return { problem: 'The text holds temporary keys (ASIA…) without their session token.' };
  }
  return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
}
