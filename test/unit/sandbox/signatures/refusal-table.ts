import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Sandbox } from '../../../../src/sandbox/sandbox.ts';
import {
  KEY,
  NOW,
  RENEWED,
  send,
  signWithAws4,
  startTestSandbox,
  TEMPORARY,
  type Received,
  type Sent,
  type ToSign,
} from '../fixtures.ts';

/** One change to a good request, and how it is refused. */
export type RefusalRow = readonly [name: string, change: Change, status: number, code: string, body?: RegExp];

interface Change {
  /** What is signed. */
  readonly signing?: Partial<ToSign>;
  /** What is done to it after it was signed. */
  readonly wire?: (signed: Sent) => Sent;
  /** The server's clock. */
  readonly now?: Date;
}

/** Requests that the sandbox accepts as they are. */
export const good = {
  s3: { host: 's3.eu-central-1.amazonaws.com', service: 's3', method: 'PUT', target: '/bucket/key', body: 'body' },
  sts: {
    host: 'sts.eu-central-1.amazonaws.com',
    service: 'sts',
    method: 'POST',
    body: 'Action=GetCallerIdentity&Version=2011-06-15',
  },
  dynamodb: {
    host: 'dynamodb.eu-central-1.amazonaws.com',
    service: 'dynamodb',
    method: 'POST',
    headers: { 'X-Amz-Target': 'DynamoDB_20120810.ListTables', 'Content-Type': 'application/x-amz-json-1.0' },
    body: '{}',
  },
  kms: {
    host: 'kms.eu-central-1.amazonaws.com',
    service: 'kms',
    method: 'POST',
    headers: { 'X-Amz-Target': 'TrentService.ListKeys', 'Content-Type': 'application/x-amz-json-1.1' },
    body: '{}',
  },
  api: {
    host: 'abc.execute-api.eu-central-1.amazonaws.com',
    service: 'execute-api',
    method: 'POST',
    target: '/prod/pets?kind=cat',
    headers: { 'X-Amz-Meta-A': '1', 'X-B': '2', 'Content-Type': 'application/json' },
    body: '{"a":1}',
  },
  ec2: {
    host: 'ec2.eu-central-1.amazonaws.com',
    service: 'ec2',
    method: 'POST',
    body: 'Action=DescribeRegions&Version=2016-11-15',
  },
} satisfies Record<string, ToSign>;

/** The server's time, so many minutes after the request was signed. */
export const minutes = (count: number): Date => new Date(NOW.getTime() + count * 60_000);
/** Adds a header after signing, or replaces it. */
export const setHeader =
  (name: string, value: string) =>
  (signed: Sent): Sent => ({ ...signed, headers: [...without(signed, name), [name, value]] });
/** Removes a header after signing. */
export const removeHeader =
  (name: string) =>
  (signed: Sent): Sent => ({ ...signed, headers: without(signed, name) });
/** Changes the Authorization header. */
export const inAuthorization =
  (from: RegExp, to: string) =>
  (signed: Sent): Sent => ({
    ...signed,
    headers: signed.headers.map(([name, value]) => [name, name === 'Authorization' ? value.replace(from, to) : value]),
  });
/** Changes path or query after signing. */
export const inTarget =
  (from: RegExp, to: string) =>
  (signed: Sent): Sent => ({ ...signed, target: signed.target.replace(from, to) });
/** Replaces the body after signing. */
export const body =
  (text: string) =>
  (signed: Sent): Sent => ({ ...signed, body: text });
/** Removes the signature. */
export const unsigned = removeHeader('Authorization');
/** Signs with a secret that is no longer the one of the key. */
export const otherSecret = { credentials: { ...RENEWED, secretAccessKey: 'the/secret/before/rotation' } };
/** Signs with temporary keys and the token of others. */
export const wrongToken = { credentials: { ...TEMPORARY, sessionToken: 'of/another/session' } };
/** Signs with temporary keys and leaves their token out. */
export const noToken = { credentials: { accessKeyId: TEMPORARY.accessKeyId, secretAccessKey: TEMPORARY.secretAccessKey } };
/** Signs with a key that the sandbox does not know. */
export const unknownKey = { credentials: { ...KEY, accessKeyId: 'AKIAUNKNOWN000000000' } };

/** Runs a table against a sandbox of its own: the good request first, then each of its changes. */
export function refusedBy(name: keyof typeof good, rows: readonly RefusalRow[], presign = false): void {
  const request: ToSign = good[name];
  const how = presign ? 'presigned' : 'signed header';
  let now = NOW;
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await startTestSandbox({ now: () => now });
    await send(sandbox, signWithAws4({ ...good.s3, target: '/bucket', body: '' }));
  });
  after(() => sandbox.close());

  test(`${name}, ${how}: accepted without a change`, async () => {
    now = NOW;
    await send(sandbox, signWithAws4(request, presign));
    assert.equal(sandbox.requests.at(-1)?.verdict, 'accepted');
  });

  for (const [change, { signing, wire, now: then }, status, code, body] of rows) {
    test(`${name}, ${how}: ${change}`, async () => {
      const signed = signWithAws4({ ...request, ...signing }, presign);
      now = then ?? NOW;
      const received = await send(sandbox, wire ? wire(signed) : signed);
      assert.deepEqual({ status: received.status, code: codeOf(received) }, { status, code });
      if (body) assert.match(received.body, body);
      assert.doesNotMatch(received.body, /very\.secret\.token|dXNlcjpwYXNz/);
    });
  }
}

function without({ headers }: Sent, name: string): [string, string][] {
  return headers.filter(([candidate]) => candidate !== name);
}

/** The code where the family's clients look for it. */
function codeOf({ headers, body: text }: Received): string | undefined {
  if (headers['content-type']?.includes('xml')) return /<Code>([^<]*)<\/Code>/.exec(text)?.[1];
  const parsed = JSON.parse(text) as { __type?: string; Error?: { Code: string } };
  return headers['x-amzn-errortype'] ?? parsed.__type ?? parsed.Error?.Code;
}
