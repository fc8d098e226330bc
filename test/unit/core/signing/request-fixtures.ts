import { createHash } from 'node:crypto';
import type { HttpRequest } from '../../../../src/core/http/message.ts';
import type { SignOptions } from '../../../../src/core/signing/sign.ts';

export const emptyHash = createHash('sha256').digest('hex');

/** A GET of `/` without headers, changed as the test needs it. */
export function request(changes: Partial<HttpRequest> = {}): HttpRequest {
  return {
    method: 'GET',
    protocol: 'https:',
    host: 'example.amazonaws.com',
    target: '/',
    headers: [],
    body: new Uint8Array(),
    ...changes,
  };
}

/** The credentials of AWS's own examples, without a time. */
export const undated: SignOptions = {
  credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' },
  region: 'us-east-1',
  service: 'execute-api',
};

/** The same at a fixed time, changed as the test needs it. */
export function options(changes: Partial<SignOptions> = {}): SignOptions {
  return { ...undated, date: new Date('2026-01-31T23:59:59.999Z'), ...changes };
}
