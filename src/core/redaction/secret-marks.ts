import { createHmac, randomBytes } from 'node:crypto';
import { isMark, mark } from './mark.ts';
import { percentDecoded, requestMask, type RequestMask } from './request-mask.ts';
import { headerValues } from '../http/message.ts';
import { percentEncode, splitTarget } from '../signing/canonical/canonical-target.ts';
import type { SignedTexts } from '../signing/signed-request.ts';
import type { SignedRequest } from '../signing/signed-request.ts';

/** The source of marks. */
export interface MarkSource {
  readonly request: Pick<SignedRequest, 'headers' | 'target' | 'signing'>;
  /** Values of secret variables that are part of the request. */
  readonly secretVariables: readonly string[];
}

/** Hides the secrets of one request in texts about it. Each is replaced by a mark, and within a window equal marks stand for equal secrets. */
export interface SecretMarks {
  /** Session token, access key id and signature, in any text. */
  readonly keys: (text: string) => string;
  /** Values of secret variables and of names that suggest secrets, in the parts of a request. */
  readonly parts: RequestMask;
  /** All of them, in a canonical request and its string to sign. */
  readonly texts: (texts: SignedTexts) => SignedTexts;
}

/** Fingerprints are valid in this window only: a plain hash of a short secret could be reversed by trying texts. */
const fingerprintKey = randomBytes(32);

/** Marks in the place of the secrets of one signed request; a {@link RequestMask} hides without telling them apart. */
export function secretMarks({ request, secretVariables }: MarkSource): SecretMarks {
  const { signature, credentialScope } = request.signing;
  const query = new URLSearchParams(splitTarget(request.target).query);
  const token = headerValues(request.headers, 'x-amz-security-token')[0] ?? query.get('X-Amz-Security-Token') ?? '';
  const credential = headerValues(request.headers, 'authorization').map((value) => /Credential=([^/,\s]+)\//.exec(value)?.[1])[0];
  const accessKeyId = credential ?? query.get('X-Amz-Credential')?.split('/')[0] ?? '';
  // A token that was forgotten with its session is already a mark.
  const tokenMark = isMark(token) ? token : mark('session token', fingerprint(token));
  const masks: (readonly [secret: string, mark: string])[] = [
    [token, tokenMark],
    [percentEncode(token), tokenMark],
    [signature, mark('signature', fingerprint(signature))],
    [accessKeyId, `${accessKeyId.slice(0, 4)}…${accessKeyId.slice(-4)}`],
  ];
  const keys = (text: string): string =>
    masks.reduce(
      (masked, [secret, replacement]) => (secret === '' ? masked : masked.replaceAll(secret, () => replacement)),
      text,
    );
  // Region and service are on every page about a signature, wherever they came from.
  const open = new Set([...credentialScope.split('/'), accessKeyId]);
  const parts = requestMask(
    secretVariables.filter((value) => !open.has(value)),
    (value) => {
      if (isMark(value)) return value;
      // Marks the text as written, not the secret behind it: AWS may have read it differently, and that difference is what a
      // reader looks for.
      const plain = percentDecoded(percentDecoded(value));
      return mark(plain === token ? 'session token' : plain === signature ? 'signature' : 'masked', fingerprint(plain));
    },
  );
  return {
    keys,
    parts,
    texts: ({ canonicalRequest, stringToSign }) => ({
      canonicalRequest: keys(maskedCanonicalRequest(canonicalRequest, parts)),
      stringToSign: keys(stringToSign),
    }),
  };
}

/** Method, path, query, headers, an empty line, and two lines that hold no value: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
function maskedCanonicalRequest(text: string, { target, header }: RequestMask): string {
  const lines = text.split('\n');
  return lines
    .map((line, index) => {
      if (index === 1) return target(line);
      if (index === 2) return target(`?${line}`).slice(1);
      const [, name, value] = /^([^:]+):(.*)$/.exec(line) ?? [];
      return index < 3 || name === undefined || value === undefined ? line : header([name, value]).join(':');
    })
    .join('\n');
}

function fingerprint(secret: string): string {
  return createHmac('sha256', fingerprintKey).update(secret).digest('hex').slice(0, 8);
}
