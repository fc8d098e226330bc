import { createHash } from 'node:crypto';
import { headerValues } from '../http/message.ts';
import { percentEncode, splitTarget } from '../signing/canonical-target.ts';
import type { SignedRequest } from '../signing/signed-request.ts';

/**
 * Takes the session token, the access key id and the signature of a request out of any text about it. Each token and signature leaves
 * a mark with a fingerprint, so that two texts still show whether theirs are equal.
 */
export function secretMask(request: Pick<SignedRequest, 'headers' | 'target' | 'signing'>): (text: string) => string {
  const query = new URLSearchParams(splitTarget(request.target).query);
  const token = headerValues(request.headers, 'x-amz-security-token')[0] ?? query.get('X-Amz-Security-Token') ?? '';
  const credential = headerValues(request.headers, 'authorization').map((value) => /Credential=([^/,\s]+)\//.exec(value)?.[1])[0];
  const accessKeyId = credential ?? query.get('X-Amz-Credential')?.split('/')[0] ?? '';
  const masks: (readonly [secret: string, mark: string])[] = [
    [token, mark('session token', token)],
    [percentEncode(token), mark('session token', token)],
    [request.signing.signature, mark('signature', request.signing.signature)],
    [accessKeyId, `${accessKeyId.slice(0, 4)}…${accessKeyId.slice(-4)}`],
  ];
  return (text) =>
    masks.reduce(
      (masked, [secret, replacement]) => (secret === '' ? masked : masked.replaceAll(secret, () => replacement)),
      text,
    );
}

function mark(what: string, secret: string): string {
  return `«${what} ${createHash('sha256').update(secret).digest('hex').slice(0, 8)}»`;
}
