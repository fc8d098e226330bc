import { existsSync, readFileSync } from 'node:fs';
import type { HttpRequest } from '../../../../src/core/http/message.ts';
import type { SignOptions } from '../../../../src/core/signing/sign.ts';
import { emptyHash } from './request-fixtures.ts';

export interface Expected {
  readonly canonicalRequest: string;
  readonly stringToSign: string;
  readonly signature: string;
}

export interface SuiteCase {
  readonly name: string;
  readonly context: {
    readonly credentials: { readonly access_key_id: string; readonly secret_access_key: string; readonly token?: string };
    readonly expiration_in_seconds: number;
    readonly normalize: boolean;
    readonly region: string;
    readonly service: string;
    readonly sign_body: boolean;
    readonly omit_session_token?: boolean;
    readonly timestamp: string;
  };
  readonly request: {
    readonly method: string;
    readonly target: string;
    readonly headers: readonly (readonly [string, string])[];
    readonly body: string;
  };
  readonly header: Expected;
  readonly query: Expected;
  /** Of SigV4a: the coordinates of the derived public key in hex. */
  readonly publicKey?: { readonly X: string; readonly Y: string };
}

const suite = new URL('../../../../../shared/data/sigv4-suite.json', import.meta.url);

/** The cases of AWS's own suite; none where it is not there. */
export const officialSuite = existsSync(suite)
  ? (JSON.parse(readFileSync(suite, 'utf8')) as { v4: SuiteCase[]; v4a: SuiteCase[] })
  : { v4: [], v4a: [] };

export function requestOf({ request }: SuiteCase): HttpRequest {
  return {
    method: request.method,
    protocol: 'https:',
    host: request.headers.find(([name]) => name === 'Host')?.[1] ?? '',
    target: request.target,
    headers: request.headers,
    body: Buffer.from(request.body),
  };
}

export function optionsOf({ context }: SuiteCase): SignOptions {
  const { access_key_id: accessKeyId, secret_access_key: secretAccessKey, token } = context.credentials;
  return {
    credentials: { accessKeyId, secretAccessKey, ...(token === undefined ? {} : { sessionToken: token }) },
    region: context.region,
    service: context.service,
    date: new Date(context.timestamp),
    normalizePath: context.normalize,
    contentSha256Header: context.sign_body,
    ...(context.sign_body ? {} : { payloadHash: emptyHash }),
    signSessionToken: context.omit_session_token !== true,
  };
}
