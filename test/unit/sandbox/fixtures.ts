import { createHash, createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import aws4 from 'aws4';
import { auth, http } from 'aws-crt';
import { startSandbox } from '../../../src/sandbox/start-sandbox.ts';
import type { Sandbox, SandboxOptions } from '../../../src/sandbox/sandbox.ts';

/** Bytes as a client puts them on the wire; `target` and header values are sent as they are. */
export interface Sent {
  method: string;
  target: string;
  headers: [string, string][];
  body: string;
}

export interface Received {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export const KEY = { accessKeyId: 'AKIASANDBOXEXAMPLE00', secretAccessKey: 'not/a/real+secret/only/for/the/sandbox00' };
export const TEMPORARY = {
  accessKeyId: 'ASIASANDBOXEXAMPLE00',
  secretAccessKey: 'another/secret',
  sessionToken: 'the+session/token==',
};
/** Its secret is not the one that the requests of the tests are signed with. */
export const RENEWED = { accessKeyId: 'AKIASANDBOXRENEWED00', secretAccessKey: 'the/secret/after/rotation' };
export const NOW = new Date('2026-02-03T04:05:06Z');
export const TIMESTAMP = '20260203T040506Z';

/** A sandbox that knows the three keys and whose clock stands at `NOW` unless `options` say otherwise. */
export function startTestSandbox(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  return startSandbox({
    trustAnchors: [],
    profiles: [],
    roles: [],
    accessKeys: [KEY, TEMPORARY, RENEWED],
    now: () => NOW,
    ...options,
  });
}

/** Sends exactly `sent` and reads the answer whole. */
export function send({ port }: Sandbox, { method, target, headers, body }: Sent): Promise<Received> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        host: '127.0.0.1',
        port,
        method,
        path: target,
        agent: false,
        setHost: false,
        headers: headers.flat(),
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers as Record<string, string>,
            body: Buffer.concat(chunks).toString(),
          });
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

export interface ToSign {
  readonly host: string;
  readonly service: string;
  readonly region?: string;
  readonly method?: string;
  readonly target?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  readonly timestamp?: string;
}

export interface Aws4Signed extends Sent {
  readonly canonicalRequest: string;
  readonly stringToSign: string;
}

/** Signs with aws4, in the Authorization header or (`presign`) in the query. */
export function signWithAws4(request: ToSign, presign = false): Aws4Signed {
  const options = {
    host: request.host,
    service: request.service,
    region: request.region ?? 'eu-central-1',
    method: request.method ?? 'GET',
    path: presign
      ? `${request.target ?? '/'}${request.target?.includes('?') ? '&' : '?'}X-Amz-Date=${request.timestamp ?? TIMESTAMP}&X-Amz-Expires=300`
      : (request.target ?? '/'),
    headers: { Host: request.host, ...request.headers, ...(presign ? {} : { 'X-Amz-Date': request.timestamp ?? TIMESTAMP }) },
    ...(request.body === undefined ? {} : { body: request.body }),
    ...(presign ? { signQuery: true } : {}),
  };
  const credentials = request.credentials ?? KEY;
  const signer = new aws4.RequestSigner(structuredClone(options), credentials);
  signer.sign();
  const signed = aws4.sign(options, credentials);
  return {
    method: options.method,
    target: signed.path ?? '/',
    headers: Object.entries(signed.headers ?? {}).map(([name, value]) => [name, String(value)]),
    body: request.body ?? '',
    canonicalRequest: signer.canonicalString(),
    stringToSign: signer.stringToSign(),
  };
}

/** Signs with AWS's own C signer, in the Authorization header or (`presign`) in the query. Repeated headers stay repeated. */
export async function signWithCrt(
  request: Omit<ToSign, 'headers'> & { readonly headers?: readonly [string, string][] },
  presign = false,
): Promise<Sent> {
  const { accessKeyId, secretAccessKey, sessionToken } = { sessionToken: undefined, ...(request.credentials ?? KEY) };
  const s3 = request.service === 's3';
  const headers = new http.HttpHeaders([['Host', request.host], ...(request.headers ?? [])]);
  const body = request.body ?? '';
  const message = new http.HttpRequest(request.method ?? 'GET', request.target ?? '/', headers);
  const payload = sha256(body);
  const signed = await auth.aws_sign_request(message, {
    algorithm: auth.AwsSigningAlgorithm.SigV4,
    signature_type: presign ? auth.AwsSignatureType.HttpRequestViaQueryParams : auth.AwsSignatureType.HttpRequestViaHeaders,
    provider: auth.AwsCredentialsProvider.newStatic(accessKeyId, secretAccessKey, sessionToken),
    region: request.region ?? 'eu-central-1',
    service: request.service,
    date: NOW,
    use_double_uri_encode: !s3,
    should_normalize_uri_path: !s3,
    signed_body_value: s3 && presign ? auth.AwsSignedBodyValue.UnsignedPayload : payload,
    signed_body_header: s3 && !presign ? auth.AwsSignedBodyHeaderType.XAmzContentSha256 : auth.AwsSignedBodyHeaderType.None,
    ...(presign ? { expiration_in_seconds: 300 } : {}),
  });
  return {
    method: signed.method,
    target: signed.path,
    headers: Array.from({ length: signed.headers.length }, (_, index) => signed.headers.get_index(index)),
    body,
  };
}

/** Lower-case hex of the SHA-256 of a text. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The SigV4 signature of a string to sign, with the key derived for eu-central-1 on the day of `NOW`. */
export function hmacOf(stringToSign: string, service: string, secretAccessKey = KEY.secretAccessKey): string {
  const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
  const scope = [TIMESTAMP.slice(0, 8), 'eu-central-1', service, 'aws4_request'];
  return hmac(scope.reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`), stringToSign).toString('hex');
}
