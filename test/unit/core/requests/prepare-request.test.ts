import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { UserError } from '../../../../src/core/errors.ts';
import { mask } from '../../../../src/core/redaction/mask-by-name.ts';
import { maskedUrl } from '../../../../src/core/redaction/masked-url.ts';
import { headerValues } from '../../../../src/core/http/message.ts';
import { parseHttpFile } from '../../../../src/core/http-file/parse.ts';
import { readBody } from '../../../../src/core/http/read-body.ts';
import { sendRequest } from '../../../../src/core/http/transport.ts';
import { prepareRequest } from '../../../../src/core/requests/prepare-request.ts';
import type { PreparedRequest, PrepareRequestPorts, RequestProfile } from '../../../../src/core/requests/prepare-request.ts';
import { signatureEdits } from '../../../../src/core/requests/editing/signature-edits.ts';
import { sigv4a } from '../../../../src/core/signing/algorithms/sigv4a.ts';
import { startSandbox } from '../../../../src/sandbox/start-sandbox.ts';
import type { Sandbox } from '../../../../src/sandbox/sandbox.ts';
import { staticProfile } from '../../fakes/sample-profiles.ts';

const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const never = new AbortController().signal;

let sandbox: Sandbox;
before(async () => {
  const accessKeys = [{ accessKeyId: staticProfile.accessKeyId, secretAccessKey }];
  sandbox = await startSandbox({ trustAnchors: [], profiles: [], roles: [], accessKeys });
});
after(() => sandbox.close());

function ports(more: Partial<PrepareRequestPorts> = {}): PrepareRequestPorts {
  const ci: RequestProfile = { id: 'user/ci', name: 'ci', profile: { ...staticProfile, endpoint: sandbox.url } };
  return {
    profileByName: (name) => (name === 'ci' ? ci : undefined),
    activeProfile: () => ci,
    credentials: () => Promise.resolve({ accessKeyId: staticProfile.accessKeyId, secretAccessKey }),
    confirmDestination: () => Promise.resolve(),
    askScope: () => Promise.resolve(undefined),
    now: () => new Date(),
    sigv4a: () => Promise.resolve(sigv4a),
    ...more,
  };
}

function prepare(text: string, more: Partial<PrepareRequestPorts> = {}, baseDirectory?: string): Promise<PreparedRequest> {
  const file = parseHttpFile(text);
  const [request] = file.requests;
  assert.ok(request, 'the text holds a request');
  const context = { file, fileName: 'demo.http', signal: never, ...(baseDirectory !== undefined && { baseDirectory }) };
  return prepareRequest(request, context, ports(more));
}

async function send(prepared: PreparedRequest): Promise<{ status: number; text: string }> {
  const response = await sendRequest(prepared.request, { timeout: 60_000 });
  return { status: response.status, text: new TextDecoder().decode(await readBody(response, { limit: 1_000_000 })) };
}

describe('the credentials that sign are told, whole', () => {
  const keys = `${staticProfile.accessKeyId} ${secretAccessKey}`;
  const sts = 'https://sts.eu-west-1.amazonaws.com/';
  const cases: [what: string, text: string, sessionToken?: string][] = [
    ['a profile', `GET ${sts}`],
    ['keys of the file', `GET ${sts}\nAuthorization: AWS ${keys}`],
    ['a token beside them', `GET ${sts}\nAuthorization: AWS ${keys} token:T`, 'T'],
    ['a token in its own header', `GET ${sts}\nAuthorization: AWS ${keys}\nX-Amz-Security-Token: T`, 'T'],
    ['a token in a header of curl', `curl ${sts} -H 'Authorization: AWS ${keys}' -H 'x-amz-security-token: T'`, 'T'],
  ];
  for (const [what, text, sessionToken] of cases) {
    test(what, async () => {
      const { credentials } = await prepare(text);
      const { accessKeyId } = staticProfile;
      assert.deepEqual(credentials, { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) });
    });
  }
});

describe('a request of a file, signed, sent and verified on the wire', () => {
  const directory = mkdtempSync(join(tmpdir(), 'requests-'));
  writeFileSync(join(directory, 'order.json'), '{"id":"ü"}');

  const accepted: [what: string, text: string, service: string, region: string][] = [
    [
      'a form body',
      'POST https://sts.eu-west-1.amazonaws.com/\nContent-Type: application/x-www-form-urlencoded\n\nAction=GetCallerIdentity&Version=2011-06-15',
      'sts',
      'eu-west-1',
    ],
    [
      'a JSON body with a variable',
      '@table = Orders\nPOST https://dynamodb.us-east-1.amazonaws.com/\nContent-Type: application/x-amz-json-1.0\nX-Amz-Target: DynamoDB_20120810.GetItem\n\n{"TableName":"{{table}}"}',
      'dynamodb',
      'us-east-1',
    ],
    ['a body from a file', 'POST https://sqs.us-east-1.amazonaws.com/\n\n< ./order.json', 'sqs', 'us-east-1'],
    ['a bucket', 'PUT https://things.s3.eu-central-1.amazonaws.com/', 's3', 'eu-central-1'],
    [
      'a key with blanks, plus and equals',
      'PUT https://things.s3.eu-central-1.amazonaws.com/a=b/c d+e@2x.txt\n\nhello',
      's3',
      'eu-central-1',
    ],
    [
      'a query that needs sorting and encoding',
      'GET https://abc123.execute-api.eu-central-1.amazonaws.com/prod/x?b=2&a=ü&b=1&c&d=1+2',
      'execute-api',
      'eu-central-1',
    ],
    [
      'directives for a host of one’s own',
      '# @aws-service execute-api\n# @aws-region us-west-2\nGET https://api.example.com/x',
      'execute-api',
      'us-west-2',
    ],
    [
      'the region of the profile where the host names none',
      '# @aws-service execute-api\nGET https://api.example.com/x',
      'execute-api',
      'eu-central-1',
    ],
    [
      'a profile by its name',
      '# @aws-profile ci\nGET https://lambda.eu-west-1.amazonaws.com/2015-03-31/functions/',
      'lambda',
      'eu-west-1',
    ],
    ['repeated headers', 'GET https://lambda.eu-west-1.amazonaws.com/x\nX-Amz-Meta-A: 1\nX-Amz-Meta-A: 2', 'lambda', 'eu-west-1'],
    [
      'an old signature that is replaced',
      'GET https://lambda.eu-west-1.amazonaws.com/x\nAuthorization: AWS4-HMAC-SHA256 Credential=OLD, SignedHeaders=host, Signature=00\nX-Amz-Date: 20200101T000000Z\nX-Amz-Security-Token: old',
      'lambda',
      'eu-west-1',
    ],
  ];
  for (const [what, text, service, region] of accepted) {
    test(what, async () => {
      const prepared = await prepare(text, {}, directory);
      assert.equal(prepared.scope.service, service);
      assert.equal(prepared.scope.region, region);
      const { status, text: answer } = await send(prepared);
      assert.ok(status < 300, `${status} ${answer}`);
    });
  }
});

test('a file of many chunks is hashed, signed and sent as a stream, and arrives as it is', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'requests-'));
  const bytes = Buffer.from(Array.from({ length: 9 * 2 ** 20 + 17 }, (_, at) => (at * 31) & 0xff));
  writeFileSync(join(folder, 'video.bin'), bytes);
  assert.equal((await send(await prepare('PUT https://large.s3.eu-central-1.amazonaws.com/'))).status, 200);
  const prepared = await prepare('PUT https://large.s3.eu-central-1.amazonaws.com/video\n\n< ./video.bin', {}, folder);
  assert.ok(!(prepared.request.body instanceof Uint8Array), 'it is not read into memory');
  const { status, text } = await send(prepared);
  assert.equal(status, 200, text);
  const back = await sendRequest((await prepare('GET https://large.s3.eu-central-1.amazonaws.com/video')).request, {
    timeout: 60_000,
  });
  assert.ok(bytes.equals(await readBody(back, { limit: 2 ** 24 })));
  rmSync(folder, { recursive: true });
});

describe('a request that cannot be signed right is not sent at all', () => {
  const refused: [what: string, text: string, code: string, more?: Partial<PrepareRequestPorts>][] = [
    ['an unresolved variable', 'GET https://{{host}}.amazonaws.com/', 'variable-unknown'],
    ['an unknown profile', '# @aws-profile nobody\nGET https://sts.amazonaws.com/', 'profile-unknown'],
    ['no profile at all', 'GET https://sts.amazonaws.com/', 'profile-missing', { activeProfile: () => undefined }],
    ['a directive that is misspelt', '# @aws-profil ci\nGET https://sts.amazonaws.com/', 'directive-unknown'],
    ['an Authorization of another scheme', 'GET https://sts.amazonaws.com/\nAuthorization: Bearer x', 'authorization-foreign'],
    ['an unknown service', 'GET https://api.example.com/', 'scope-missing'],
    ['a missing body file', 'PUT https://things.s3.eu-central-1.amazonaws.com/x\n\n< ./nowhere.bin', 'body-file-missing'],
    [
      'an Authorization of AWS that does not parse',
      'GET https://sts.amazonaws.com/\nAuthorization: AWS only-one',
      'aws-authorization-malformed',
    ],
    [
      'a profile whose session fails',
      'GET https://sts.amazonaws.com/',
      'certificate-untrusted',
      {
        credentials: () =>
          Promise.reject(
            new UserError({ code: 'certificate-untrusted', message: 'AWS refused.', remedy: 'Add the intermediates.' }),
          ),
      },
    ],
  ];
  for (const [what, text, code, more] of refused) {
    test(what, async () => {
      const { requests, bytes } = sandbox.received;
      await assert.rejects(prepare(text, more, tmpdir()), (error: UserError) => {
        assert.equal(error.name, 'UserError', error.stack);
        assert.equal(error.code, code, error.message);
        assert.ok(error.remedy.length > 10);
        return true;
      });
      assert.deepEqual({ requests: sandbox.received.requests, bytes: sandbox.received.bytes }, { requests, bytes });
    });
  }

  test('the place of the mistake is told: file, line from 1', async () => {
    await assert.rejects(prepare('### one\n\n# @aws-profile nobody\nGET https://sts.amazonaws.com/'), {
      place: { file: 'demo.http', line: 3, field: 'aws-profile' },
    });
  });
});

test('what a person is asked for is used and handed back', async () => {
  const questions: string[] = [];
  const prepared = await prepare('GET https://api.example.com/', {
    askScope: (missing, host) => {
      questions.push(`${missing} of ${host}`);
      return Promise.resolve('execute-api');
    },
  });
  assert.deepEqual(questions, ['service of api.example.com']);
  assert.deepEqual(prepared.asked, { service: 'execute-api' });
  assert.equal(prepared.scope.region, 'eu-central-1');
});

test('a region that nobody names is asked for, never taken from a default', async () => {
  const questions: string[] = [];
  const keys = `Authorization: AWS AKIAIOSFODNN7EXAMPLE ${secretAccessKey}`;
  const prepared = await prepare(`# @aws-service execute-api\nGET https://api.example.com/\n${keys}`, {
    askScope: (missing) => {
      questions.push(missing);
      return Promise.resolve('ap-southeast-2');
    },
  });
  assert.deepEqual(questions, ['region']);
  assert.equal(prepared.scope.region, 'ap-southeast-2');
});

test('cancelling while a body file is hashed is a cancellation', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'large-')), 'body.bin');
  writeFileSync(path, Buffer.alloc(32 * 1024 * 1024));
  const file = parseHttpFile(`PUT https://things.s3.eu-central-1.amazonaws.com/x\n\n< ${path}`);
  const [request] = file.requests;
  assert.ok(request);
  const controller = new AbortController();
  const credentials: PrepareRequestPorts['credentials'] = () => {
    setImmediate(() => controller.abort());
    return Promise.resolve({ accessKeyId: staticProfile.accessKeyId, secretAccessKey });
  };
  const prepared = prepareRequest(request, { file, baseDirectory: tmpdir(), signal: controller.signal }, ports({ credentials }));
  await assert.rejects(prepared, { name: 'UserError', code: 'cancelled' });
});

test('a pinned date is signed, the date of an old signature is not', async () => {
  const pinned = await prepare('GET https://sts.amazonaws.com/\nX-Amz-Date: 20260101T000000Z');
  assert.deepEqual(headerValues(pinned.request.headers, 'x-amz-date'), ['20260101T000000Z']);
  const renewed = await prepare(
    'GET https://sts.amazonaws.com/\nX-Amz-Date: 20260101T000000Z\nAuthorization: AWS4-HMAC-SHA256 x',
  );
  assert.equal(headerValues(renewed.request.headers, 'x-amz-date').length, 1);
  assert.notDeepEqual(headerValues(renewed.request.headers, 'x-amz-date'), ['20260101T000000Z']);
});

describe('writing the signature into the text', () => {
  /** Applies edits as an editor does: all at once, by the positions of the text before. */
  function apply(text: string, edits: ReturnType<typeof signatureEdits>): string {
    const lines = text.split('\n');
    const offset = ({ line, character }: { line: number; character: number }): number =>
      Math.min(text.length, lines.slice(0, line).reduce((sum, { length }) => sum + length + 1, 0) + character);
    return edits
      .map(({ range, text: inserted }) => ({ from: offset(range.start), to: offset(range.end), inserted }))
      .sort((a, b) => b.from - a.from || b.to - a.to)
      .reduce((result, { from, to, inserted }) => result.slice(0, from) + inserted + result.slice(to), text);
  }

  test('who signs stays in the text when the header that said so is replaced', async () => {
    const text = 'GET https://api.example.com/x\nAuthorization: AWS profile:ci region:eu-west-2 service:execute-api\n';
    const [request] = parseHttpFile(text).requests;
    assert.ok(request);
    const written = apply(text, signatureEdits(request, await prepare(text, { activeProfile: () => undefined })));
    assert.match(written, /^# @aws-profile ci\n# @aws-service execute-api\n# @aws-region eu-west-2\nGET /);
    const again = await prepare(written, { activeProfile: () => undefined });
    assert.equal(again.profile?.name, 'ci');
    assert.equal(again.request.signing.credentialScope.replace(/^\d+/, ''), '/eu-west-2/execute-api/aws4_request');
  });

  const unwritable: [what: string, text: string, code: string][] = [
    ['a curl command', 'curl https://lambda.eu-west-1.amazonaws.com/x', 'sign-curl'],
    [
      'a request whose keys would be lost',
      `GET https://lambda.eu-west-1.amazonaws.com/x\nAuthorization: AWS AKIAIOSFODNN7EXAMPLE ${secretAccessKey}`,
      'sign-loses-keys',
    ],
  ];
  for (const [what, text, code] of unwritable) {
    test(`${what} is not changed`, async () => {
      const [request] = parseHttpFile(text).requests;
      assert.ok(request);
      const prepared = await prepare(text);
      assert.throws(() => signatureEdits(request, prepared), { code });
    });
  }

  const texts: [what: string, text: string][] = [
    ['without headers', 'GET https://lambda.eu-west-1.amazonaws.com/x'],
    [
      'with headers and a body',
      '### a\nPOST https://lambda.eu-west-1.amazonaws.com/x\nAccept: */*\n\nAction=GetCallerIdentity&Version=2011-06-15\n\n### b\nGET https://x.example/',
    ],
    ['with a comment between headers', 'GET https://lambda.eu-west-1.amazonaws.com/x\nAccept: */*\n# why\nX-Amz-Meta-A: 1\n'],
    [
      'with a query on lines of its own',
      'GET https://lambda.eu-west-1.amazonaws.com/x\n  ?Action=GetCallerIdentity\n  &Version=2011-06-15\nAccept: */*\n',
    ],
    [
      'with nothing but an old signature',
      'GET https://lambda.eu-west-1.amazonaws.com/x\nAuthorization: AWS4-HMAC-SHA256 old\nX-Amz-Date: 20200101T000000Z',
    ],
    [
      'with an old signature first',
      'GET https://lambda.eu-west-1.amazonaws.com/x\nAuthorization: AWS4-HMAC-SHA256 old\nAccept: */*\n\nbody',
    ],
  ];
  for (const [what, text] of texts) {
    test(what, async () => {
      const file = parseHttpFile(text);
      const [request] = file.requests;
      assert.ok(request);
      const prepared = await prepare(text);
      const { request: signed } = prepared;
      const written = apply(text, signatureEdits(request, prepared));
      const again = parseHttpFile(written);
      assert.deepEqual(
        again.problems.filter(({ severity }) => severity === 'error'),
        [],
      );
      const [result] = again.requests;
      assert.ok(result);
      assert.equal(again.requests.length, file.requests.length);
      const sorted = (headers: readonly (readonly [string, string])[]): string[] =>
        headers.map(([name, value]) => `${name.toLowerCase()}: ${value}`).sort();
      assert.deepEqual(sorted(result.headers.map(({ name, value }) => [name, value] as const)), sorted(signed.headers), written);
      const bodyOf = (one: typeof request): string =>
        one.body.map((part) => (part.kind === 'text' ? part.text : part.path)).join('\n');
      assert.equal(bodyOf(result), bodyOf(request));
      assert.equal((await send(await prepare(written))).status, 200, 'what was written can be signed again and is accepted');
      const rewritten = apply(written, signatureEdits(result, prepared));
      assert.equal(rewritten.trimEnd(), written.trimEnd(), 'signing twice leaves one signature, at the same place');
    });
  }
});

describe('where the signature stands and for which regions', () => {
  test('a directive puts the signature into the URL', async () => {
    const prepared = await prepare('# @aws-presign 900\nGET https://b.s3.eu-west-1.amazonaws.com/key');
    assert.equal(prepared.expiresIn, 900);
    assert.match(prepared.request.target, /X-Amz-Expires=900&.*X-Amz-Signature=[0-9a-f]{64}$/);
    assert.deepEqual(headerValues(prepared.request.headers, 'authorization'), []);
    assert.notEqual((await send(prepared)).status, 403);
  });

  for (const [payload, covers] of [
    ['# @aws-payload signed\n', true],
    ['# @aws-payload unsigned\n', false],
    ['', false],
  ] as const) {
    test(`and covers ${covers ? 'the body and no other' : 'any body'} with “${payload.trim()}”`, async () => {
      const bucket = `presigned-${payload.length}`;
      await send(await prepare(`PUT https://${bucket}.s3.eu-west-1.amazonaws.com/`));
      const prepared = await prepare(
        `# @aws-presign 900\n${payload}PUT https://${bucket}.s3.eu-west-1.amazonaws.com/key\n\nbody`,
      );
      assert.equal((await send(prepared)).status, 200);
      const other = { ...prepared, request: { ...prepared.request, body: Buffer.from('other') } };
      assert.equal((await send(other)).status, covers ? 400 : 200);
    });
  }

  const algorithms: [what: string, text: string, algorithm: string, regions: string[]][] = [
    ['a host of one region', 'GET https://sqs.eu-west-1.amazonaws.com/', 'AWS4-HMAC-SHA256', []],
    ['a host of several regions', 'GET https://abc.mrap.accesspoint.s3-global.amazonaws.com/k', 'AWS4-ECDSA-P256-SHA256', ['*']],
    [
      'a set of regions',
      '# @aws-region eu-*, us-east-1\nGET https://b.s3.eu-west-1.amazonaws.com/',
      'AWS4-ECDSA-P256-SHA256',
      ['eu-*,us-east-1'],
    ],
    ['every region', '# @aws-region *\nGET https://b.s3.eu-west-1.amazonaws.com/', 'AWS4-ECDSA-P256-SHA256', ['*']],
  ];
  for (const [what, text, algorithm, regions] of algorithms) {
    test(`${what} is signed with ${algorithm}`, async () => {
      const { request } = await prepare(text);
      assert.equal(request.signing.algorithm, algorithm);
      assert.deepEqual(headerValues(request.headers, 'x-amz-region-set'), regions);
    });
  }
});

test('what came from secret variables is known, for everything that is kept about the request', async () => {
  const prepared = await prepare('@jwt = eyJh\n@page = 2\nGET https://sqs.us-east-1.amazonaws.com/?j={{jwt}}&p={{page}}');
  assert.deepEqual(prepared.secretVariables, ['eyJh']);
  assert.deepEqual((await prepared.signAgain()).secretVariables, ['eyJh']);
  const url = maskedUrl(prepared.request, [...prepared.secrets, ...prepared.secretVariables]);
  assert.equal(url, `https://sqs.us-east-1.amazonaws.com/?j=${mask}&p=2`);
});

test('of a secret that holds an escape, the value that is sent is known', async () => {
  const prepared = await prepare('@password = a\\nb\nPOST https://sqs.us-east-1.amazonaws.com/\n\n{{password}}');
  assert.ok(prepared.secretVariables.includes('a\nb'));
});
