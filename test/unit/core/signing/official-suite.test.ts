import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { HttpRequest } from '../../../../src/core/http/message.ts';
import { presignRequest } from '../../../../src/core/signing/presign.ts';
import { signRequest, type SignOptions } from '../../../../src/core/signing/sign.ts';
import { emptyHash } from './request-fixtures.ts';

interface Expected {
  readonly canonicalRequest: string;
  readonly stringToSign: string;
  readonly signature: string;
}

interface SuiteCase {
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
}

const suite = new URL('../../../../../shared/data/sigv4-suite.json', import.meta.url);
const cases = existsSync(suite) ? (JSON.parse(readFileSync(suite, 'utf8')) as { v4: SuiteCase[] }).v4 : [];

function requestOf({ request }: SuiteCase): HttpRequest {
  return {
    method: request.method,
    protocol: 'https:',
    host: request.headers.find(([name]) => name === 'Host')?.[1] ?? '',
    target: request.target,
    headers: request.headers,
    body: Buffer.from(request.body),
  };
}

function optionsOf({ context }: SuiteCase): SignOptions {
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

function assertSignature(signing: Expected, expected: Expected): void {
  assert.equal(signing.canonicalRequest, expected.canonicalRequest);
  assert.equal(signing.stringToSign, expected.stringToSign);
  assert.equal(signing.signature, expected.signature);
}

test('the official suite', async (t) => {
  if (cases.length === 0) {
    t.skip('../shared/data/sigv4-suite.json is not there');
    return;
  }
  assert.equal(cases.length, 38);
  for (const suiteCase of cases) {
    await t.test(`${suiteCase.name}, header`, async () => {
      const { signing } = await signRequest(requestOf(suiteCase), optionsOf(suiteCase));
      assertSignature(signing, suiteCase.header);
    });
    await t.test(`${suiteCase.name}, query`, async () => {
      const expiresIn = suiteCase.context.expiration_in_seconds;
      const { signing } = await presignRequest(requestOf(suiteCase), { ...optionsOf(suiteCase), expiresIn });
      assertSignature(signing, suiteCase.query);
    });
  }
});
