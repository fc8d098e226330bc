// Signatures per second of the product beside the official package alone, aws4, aws-crt and what node:crypto costs at least.
// Rounds alternate in one run, so that a busy machine slows all alike. Run: node test/bench/signing.bench.ts
import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import aws4 from 'aws4';
import crt from 'aws-crt';
import type { HttpRequest } from '../../src/core/http/message.ts';
import { signRequest } from '../../src/core/signing/sign.ts';
import { median } from './quantile.ts';

const ROUNDS = 9;
const ROUND_MS = 250;
/** The product may cost this much of what the official package costs alone. */
const BUDGET = 1.15;

const credentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  sessionToken: 'IQoJb3JpZ2luX2Vj'.repeat(40),
};
const region = 'eu-central-1';
const date = new Date('2026-01-31T12:00:00Z');
const timestamp = '20260131T120000Z';

interface Workload {
  readonly name: string;
  readonly service: string;
  readonly request: HttpRequest & { readonly body: Uint8Array };
}

const workloads: readonly Workload[] = [
  {
    name: 'DynamoDB POST, 1 KB',
    service: 'dynamodb',
    request: {
      method: 'POST',
      protocol: 'https:',
      host: 'dynamodb.eu-central-1.amazonaws.com',
      target: '/',
      headers: [
        ['Content-Type', 'application/x-amz-json-1.0'],
        ['X-Amz-Target', 'DynamoDB_20120810.GetItem'],
        ['User-Agent', 'bench'],
      ],
      body: Buffer.alloc(1024, 'x'),
    },
  },
  {
    name: 'S3 GET, query',
    service: 's3',
    request: {
      method: 'GET',
      protocol: 'https:',
      host: 'bucket.s3.eu-central-1.amazonaws.com',
      target: '/folder/file-1.txt?response-content-type=text%2Fplain&versionId=3sL4kqtJlcpXroDTDmJ',
      headers: [['Accept', '*/*']],
      body: new Uint8Array(),
    },
  },
  {
    name: 'API GET, escaped path',
    service: 'execute-api',
    request: {
      method: 'GET',
      protocol: 'https:',
      host: 'a1b2c3d4.execute-api.eu-central-1.amazonaws.com',
      target: '/prod/users/some%40email.com/orders?from=2026-01-01T00%3A00%3A00Z&state=open&page=2',
      headers: [
        ['Accept', 'application/json'],
        ['X-Correlation-Id', '7d0f9b1e'],
      ],
      body: new Uint8Array(),
    },
  },
];

class NativeSha256 {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as string);
  }
  update(chunk: Uint8Array): void {
    this.#hash.update(chunk);
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }
}

type Signer = () => unknown;

function signers({ service, request }: Workload): Record<string, Signer> {
  const [path = '', search = ''] = request.target.split('?');
  const query = Object.fromEntries(new URLSearchParams(search));
  const headers = Object.fromEntries([...request.headers, ['host', request.host]]) as Record<string, string>;
  const official = new SignatureV4({ service, region, credentials, sha256: NativeSha256, uriEscapePath: service !== 's3' });
  const provider = crt.auth.AwsCredentialsProvider.newStatic(
    credentials.accessKeyId,
    credentials.secretAccessKey,
    credentials.sessionToken,
  );
  return {
    'node:crypto alone': bareSigner(service, request),
    aws4: () =>
      aws4.sign(
        {
          service,
          region,
          method: request.method,
          path: request.target,
          headers: { ...headers, 'X-Amz-Date': timestamp },
          ...(request.body.length === 0 ? {} : { body: request.body as unknown as string }),
        },
        credentials,
      ),
    '@smithy/signature-v4': () =>
      official.sign(
        {
          method: request.method,
          protocol: request.protocol,
          hostname: request.host,
          path,
          query: { ...query },
          headers: { ...headers },
          body: request.body.length === 0 ? undefined : request.body,
        },
        { signingDate: date },
      ),
    product: () => signRequest(request, { credentials, region, service, date }),
    'aws-crt': () =>
      crt.auth.aws_sign_request(
        new crt.http.HttpRequest(request.method, request.target, new crt.http.HttpHeaders(Object.entries(headers))),
        {
          algorithm: crt.auth.AwsSigningAlgorithm.SigV4,
          signature_type: crt.auth.AwsSignatureType.HttpRequestViaHeaders,
          provider,
          region,
          service,
          date,
          signed_body_value: createHash('sha256').update(request.body).digest('hex'),
        },
      ),
  };
}

/** What no signer can do without: hash the body, the canonical request and the string to sign, with the key and the text given. */
function bareSigner(service: string, request: Workload['request']): Signer {
  const chain = ['20260131', region, service, 'aws4_request'];
  const key = chain.reduce<string | Buffer>(
    (secret, part) => createHmac('sha256', secret).update(part).digest(),
    `AWS4${credentials.secretAccessKey}`,
  );
  return () => {
    const body = createHash('sha256').update(request.body).digest('hex');
    const canonical = `${request.method}\n${request.target}\n\nhost:${request.host}\nx-amz-date:${timestamp}\nx-amz-security-token:${credentials.sessionToken}\n\nhost;x-amz-date;x-amz-security-token\n${body}`;
    const toSign = `AWS4-HMAC-SHA256\n${timestamp}\n${chain.join('/')}\n${createHash('sha256').update(canonical).digest('hex')}`;
    return createHmac('sha256', key).update(toSign).digest('hex');
  };
}

async function rate(sign: Signer): Promise<number> {
  const start = process.hrtime.bigint();
  let count = 0;
  let elapsed = 0;
  while (elapsed < ROUND_MS) {
    for (let i = 0; i < 50; i += 1) await sign();
    count += 50;
    elapsed = Number(process.hrtime.bigint() - start) / 1e6;
  }
  return (count / elapsed) * 1000;
}

let overBudget = false;
for (const workload of workloads) {
  const contenders = Object.entries(signers(workload));
  const rates = new Map<string, number[]>(contenders.map(([name]) => [name, []]));
  // The first round only warms up.
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [name, sign] of contenders) {
      const measured = await rate(sign);
      if (round > 0) rates.get(name)?.push(measured);
    }
  }
  const officialRates = rates.get('@smithy/signature-v4') ?? [];
  const cost = median((rates.get('product') ?? []).map((product, round) => (officialRates[round] ?? 0) / product));
  const bare = median(rates.get('node:crypto alone') ?? []);
  console.log(workload.name);
  for (const [name, values] of rates) {
    const value = median(values);
    console.log(
      `  ${name.padEnd(22)} ${Math.round(value).toString().padStart(8)} signatures/s   ${(value / bare).toFixed(2)} of node:crypto alone`,
    );
  }
  const verdict = cost <= BUDGET ? 'within' : 'OVER';
  console.log(
    `  product costs ${cost.toFixed(2)} of the official package alone: ${verdict} the budget of ${BUDGET.toFixed(2)}\n`,
  );
  overBudget ||= cost > BUDGET;
}
process.exitCode = overBudget ? 1 : 0;
