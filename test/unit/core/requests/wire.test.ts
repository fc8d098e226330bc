import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { headerValues } from '../../../../src/core/http/message.ts';
import { parseHttpFile } from '../../../../src/core/http-file/parse.ts';
import { readBody } from '../../../../src/core/http/read-body.ts';
import { systemVariables } from '../../../../src/core/variables/system/system-variables.ts';
import { sendRequest } from '../../../../src/core/http/transport.ts';
import { prepareRequest } from '../../../../src/core/requests/prepare-request.ts';
import { promptsOf, promptVariables } from '../../../../src/core/variables/prompt-variables.ts';
import { responseVariables } from '../../../../src/core/variables/responses/response-variables.ts';
import { RecordedResponses } from '../../../../src/core/variables/responses/recorded-responses.ts';
import { Environments } from '../../../../src/core/variables/environments/environments.ts';
import type { VariableSource } from '../../../../src/core/variables/variable-source.ts';
import { startSandbox } from '../../../../src/sandbox/start-sandbox.ts';
import type { Sandbox } from '../../../../src/sandbox/sandbox.ts';
import { startRecorder } from './recorder.ts';
import type { Recorder } from './recorder.ts';
import { staticProfile } from '../../fakes/sample-profiles.ts';
import { drawn } from '../../sample.ts';

const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const temporary = { accessKeyId: 'ASIAIOSFODNN7EXAMPLE', secretAccessKey, sessionToken: 'IQoJb3JpZ2luX2VjEXAMPLE/TOKEN+A==' };
const directory = mkdtempSync(join(tmpdir(), 'wire-'));
const bytes = randomBytes(3_000_000);
const answers = new RecordedResponses();

let sandbox: Sandbox;
/** As the sandbox; whatever is sent to it is kept besides. */
let tee: Recorder;
before(async () => {
  const accessKeys = [{ accessKeyId: staticProfile.accessKeyId, secretAccessKey }, temporary];
  sandbox = await startSandbox({ trustAnchors: [], profiles: [], roles: [], accessKeys });
  tee = await startRecorder({ onwardTo: sandbox.port });
  assert.equal((await send(bucket)).response.status, 200);
  writeFileSync(join(directory, 'bytes.bin'), bytes);
  writeFileSync(join(directory, 'template.json'), '{"region": "{{region}}", "ü": 1}');
  writeFileSync(join(directory, 'latin1.txt'), Buffer.from('gr\xfc\xdfe {{region}}', 'latin1'));
  writeFileSync(join(directory, 'utf16.txt'), Buffer.from('\ufeffgrüße {{region}}', 'utf16le'));
  writeFileSync(join(directory, 'shift-jis.txt'), Buffer.from([0x93, 0xfa, 0x96, 0x7b]));
  writeFileSync(join(directory, 'mark.txt'), Buffer.from([0xef, 0xbb, 0xbf, 0x61]));
  writeFileSync(join(directory, 'form.txt'), 'a=1&b=2');
  writeFileSync(join(directory, 'empty'), '');
});
after(async () => {
  await tee.close();
  await sandbox.close();
  rmSync(directory, { recursive: true });
});

// Engines let a running process have its collector; `--expose-gc` for the whole run is not needed.
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as (options: { execution: 'async' }) => Promise<void>;

/** Bytes that are really held, garbage left out. */
async function liveMemory(): Promise<number> {
  await collect({ execution: 'async' });
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Prepares and sends the last request of a text, with every kind of variable at hand. */
async function send(text: string, options: { before?: VariableSource[]; after?: VariableSource[]; endpoint?: string } = {}) {
  const file = parseHttpFile(text);
  const request = file.requests.at(-1);
  assert.ok(request);
  const profile = { id: 'ci', name: 'ci', profile: { ...staticProfile, endpoint: options.endpoint ?? sandbox.url } };
  const names = file.requests.flatMap(({ name }) => name ?? []);
  const prepared = await prepareRequest(
    request,
    {
      file,
      baseDirectory: directory,
      signal: new AbortController().signal,
      sourcesBeforeFile: [
        systemVariables({ environment: {} }),
        responseVariables({
          names,
          exchange: (name) => answers.get('file', name),
          xmlPath: () => Promise.reject(new Error('No response here is XML.')),
        }),
        ...(options.before ?? []),
      ],
      sourcesAfterFile: options.after ?? [],
    },
    {
      profileByName: (name) => (name === 'ci' ? profile : undefined),
      activeProfile: () => profile,
      credentials: () => Promise.resolve({ accessKeyId: staticProfile.accessKeyId, secretAccessKey }),
      confirmDestination: () => Promise.resolve(),
      askScope: () => Promise.resolve(undefined),
      now: () => new Date(),
      sigv4a: () => Promise.reject(new Error('one region is signed with SigV4')),
    },
  );
  const response = await sendRequest(prepared.request, { timeout: 60_000 });
  const body = await readBody(response, { limit: 10_000_000 });
  return { prepared, response, body, text: new TextDecoder().decode(body) };
}

const lambda = 'POST https://lambda.eu-west-1.amazonaws.com/2015-03-31/functions/f/invocations';
const bucket = 'PUT https://things.s3.eu-west-1.amazonaws.com/';
const appsync = 'https://abc.appsync-api.eu-west-1.amazonaws.com/graphql';
describe('every kind of body is accepted with its signature verified on the bytes received', () => {
  const json = 'Content-Type: application/json';
  const form = 'Content-Type: application/x-www-form-urlencoded';
  const multipart = (...parts: string[]): string =>
    ['REQUEST', 'Content-Type: multipart/form-data; boundary=b', '', ...parts.map((part) => `--b\n${part}`), '--b--'].join('\n');
  const field = 'Content-Disposition: form-data; name="a"';
  const file = 'Content-Disposition: form-data; name="f"; filename="bytes.bin"';

  /** REQUEST stands for method and URL of a service, METHOD and URL for each. What is expected is written out, or is what the file was made of. */
  const cases: [what: string, text: string, body: string | Uint8Array][] = [
    ['none', 'REQUEST', ''],
    ['blank lines', 'REQUEST\n\n\n\n', ''],
    ['an empty file', 'REQUEST\n\n< ./empty', ''],
    ['an empty file with variables', 'REQUEST\n\n<@ ./empty', ''],
    ['text', 'REQUEST\n\nhello\nworld', 'hello\nworld'],
    ['text with CRLF in the file, sent with LF', 'REQUEST\r\n\r\nhello\r\nworld', 'hello\nworld'],
    ['text in UTF-8', 'REQUEST\n\nüé中😀', Buffer.from([0xc3, 0xbc, 0xc3, 0xa9, 0xe4, 0xb8, 0xad, 0xf0, 0x9f, 0x98, 0x80])],
    ['text with variables', '@a = ü\nREQUEST\n\n{{a}} {{%a}}', 'ü %C3%BC'],
    ['text with braces that are braces', 'REQUEST\n\n\\{\\{a\\}\\}', '{{a}}'],
    ['JSON with blank lines', `REQUEST\n${json}\n\n{\n\n"a": 1\n}`, '{\n\n"a": 1\n}'],
    ['lines that begin with # and //', '# @keep-body-comments\nREQUEST\n\n# a\n// b', '# a\n// b'],
    ['a file', 'REQUEST\n\n< ./bytes.bin', bytes],
    ['a file whose path is a variable', '@name = bytes\nREQUEST\n\n< ./{{name}}.bin', bytes],
    ['a file with a byte order mark, sent as it is', 'REQUEST\n\n< ./mark.txt', Buffer.from([0xef, 0xbb, 0xbf, 0x61])],
    ['a file with variables', '@region = eu\nREQUEST\n\n<@ ./template.json', '{"region": "eu", "ü": 1}'],
    ['a file in Latin 1', '@region = eu\nREQUEST\n\n<@latin1 ./latin1.txt', 'grüße eu'],
    ['a file in UTF-16', '@region = eu\nREQUEST\n\n<@utf16le ./utf16.txt', 'grüße eu'],
    ['a file in Shift JIS', 'REQUEST\n\n<@shift_jis ./shift-jis.txt', '日本'],
    ['a file between text', 'REQUEST\n\na\n< ./template.json\nb', 'a\n{"region": "{{region}}", "ü": 1}\nb'],
    ['two files', 'REQUEST\n\n< ./bytes.bin\n< ./bytes.bin', Buffer.concat([bytes, Buffer.from('\n'), bytes])],
    ['a form', `REQUEST\n${form}\n\na=1&b=2`, 'a=1&b=2'],
    ['a form that needs encoding', `REQUEST\n${form}\n\na=ü b\n&c=x+y`, 'a=%C3%BC%20b&c=x+y'],
    ['a form with a field on each line', `REQUEST\n${form}\n\na=1\nb=2\nc=3`, 'a=1&b=2&c=3'],
    [
      'a form with fields that need encoding on each line',
      `@v = x y&z\nREQUEST\n${form}\n\na=ü\nb=%41\nc={{%v}}\nd="^"`,
      'a=%C3%BC&b=%41&c=x%20y%26z&d=%22%5E%22',
    ],
    ['a form from a file', `REQUEST\n${form}\n\n<@ ./form.txt`, 'a=1&b=2'],
    ['multipart', multipart(`${field}\n\nü`), `--b\r\n${field}\r\n\r\nü\r\n--b--`],
    [
      'multipart with files',
      multipart(`${field}\n\n1`, `${file}\n\n< ./bytes.bin`, `${field}\n\n<@ ./form.txt`),
      Buffer.concat([
        Buffer.from(`--b\r\n${field}\r\n\r\n1\r\n--b\r\n${file}\r\n\r\n`),
        bytes,
        Buffer.from(`\r\n--b\r\n${field}\r\n\r\na=1&b=2\r\n--b--`),
      ]),
    ],
    ['GraphQL by header', 'REQUEST\nX-Request-Type: GraphQL\n\n{ x }', '{"query":"{ x }"}'],
    [
      'GraphQL by header with variables',
      'REQUEST\nX-Request-Type: GraphQL\n\nquery Q($a: Int) { x(a: $a) }\n\n{ "a": "ü" }',
      '{"query":"query Q($a: Int) { x(a: $a) }","operationName":"Q","variables":{"a":"ü"}}',
    ],
    ['ndjson', 'REQUEST\nContent-Type: application/x-ndjson\n\n{"a":1}\n{"b":2}', '{"a":1}\n{"b":2}\n'],
    ['curl, none', 'curl -X METHOD URL', ''],
    ['curl, data', `curl -X METHOD URL -H '${json}' -d '{"a": "it'\\''s ü"}'`, '{"a": "it\'s ü"}'],
    ['curl, several data', "curl -X METHOD 'URL' -d a=1 -d 'b=x y' --data-urlencode 'c=ü &'", 'a=1&b=x y&c=%C3%BC%20%26'],
    ['curl, data over several lines', 'curl -X METHOD URL \\\n  --json \'{\n"a": 1}\'', '{\n"a": 1}'],
    ['curl, a file', 'curl -X METHOD URL --data-binary @bytes.bin', bytes],
    ['a profile by header', 'REQUEST\nAuthorization: AWS profile:ci region:eu-west-1\n\nx', 'x'],
    [
      'a body that a header left out, signed all the same',
      '# @aws-payload signed\nREQUEST\nX-Amz-Content-Sha256: UNSIGNED-PAYLOAD\n\nx',
      'x',
    ],
  ];

  async function arrives(text: string, expected: string | Uint8Array): Promise<void> {
    const { result, bytes: received } = await tee.during(() => send(text, { endpoint: tee.origin }));
    assert.equal(sandbox.requests.at(-1)?.verdict, 'accepted', result.text);
    assert.equal(result.response.status, 200, result.text);
    const end = received.indexOf('\r\n\r\n');
    const head = received.toString('latin1', 0, end);
    assert.match(head, /\r\nAuthorization: AWS4-HMAC-SHA256 Credential=AKIA/);
    const body = received.subarray(end + 4);
    assert.ok(body.equals(Buffer.from(expected)), `${body.length} bytes: ${body.subarray(0, 200).toString()}`);
    assert.equal(Number(/\r\nContent-Length: (\d+)/i.exec(head)?.[1]), body.length);
  }

  for (const [service, line] of [
    ['lambda', lambda],
    ['s3', `${bucket}folder/key`],
  ] as const) {
    const [method = '', url = ''] = line.split(' ');
    for (const [what, text, expected] of cases) {
      it(`${service}: ${what}`, () =>
        arrives(text.replace('REQUEST', line).replace('METHOD', method).replace('URL', url), expected));
    }
    it(`${service}: keys in the file`, () => {
      const { host, pathname } = new URL(url);
      const keys = `AWS ${staticProfile.accessKeyId} ${secretAccessKey} region:eu-west-1 service:${service}`;
      return arrives(`${method} ${tee.origin}${pathname}\nHost: ${host}\nAuthorization: ${keys}\n\nx`, 'x');
    });
  }
  it('appsync: GraphQL', () =>
    arrives(
      `GRAPHQL ${appsync}\n\nquery Q($a: Int) { x(a: $a) }\n\n{ "a": 1 }`,
      '{"query":"query Q($a: Int) { x(a: $a) }","operationName":"Q","variables":{"a":1}}',
    ));

  // Far more than the memory that it may take.
  const mebibytes = drawn(96, 1024);
  const mebibyte = Buffer.alloc(2 ** 20);
  it(`${mebibytes} MiB from a file, as a stream`, async (t) => {
    const path = join(directory, 'large.bin');
    closeSync(openSync(path, 'w'));
    truncateSync(path, mebibytes * 2 ** 20);
    const start = await liveMemory();
    let most = 0;
    const sampler = setInterval(() => {
      void liveMemory().then((live) => (most = Math.max(most, live - start)));
    }, 200);
    // Not through the tee, which would keep all of it.
    const { prepared, response, text } = await send(`${lambda}\n\n< ./large.bin`);
    clearInterval(sampler);
    assert.equal(response.status, 200, text);
    assert.equal(sandbox.requests.at(-1)?.verdict, 'accepted', text);
    const zeros = createHash('sha256');
    for (let count = 0; count < mebibytes; count++) zeros.update(mebibyte);
    const sha256 = zeros.digest('hex');
    assert.equal(prepared.request.signing.canonicalRequest.split('\n').at(-1), sha256);
    // The sandbox computed it from the bytes that it received.
    assert.equal((JSON.parse(text) as { payloadHash: string }).payloadHash, sha256);
    most = Math.max(most, (await liveMemory()) - start);
    t.diagnostic(`${(most / 2 ** 20).toFixed(1)} MiB more memory, of client and server together`);
    assert.ok(most < 64 * 2 ** 20, `${most} bytes more memory`);
  });

  it('a file that S3 does not take is refused in its words while it is sent', async () => {
    const path = join(directory, 'too-large.bin');
    closeSync(openSync(path, 'w'));
    truncateSync(path, 2 ** 28);
    const { response, text } = await send(`${bucket}large\n\n< ./too-large.bin`);
    assert.equal(response.status, 400);
    assert.match(text, /<Code>EntityTooLarge</);
  });
});

describe('temporary keys in the file are accepted', () => {
  const { accessKeyId, sessionToken } = temporary;
  const cases: [what: string, text: () => string][] = [
    ['with their token behind them', () => `REQUEST\nAuthorization: AWS ${accessKeyId} ${secretAccessKey} token:${sessionToken}`],
    [
      'with their token in its header',
      () => `REQUEST\nX-Amz-Security-Token: ${sessionToken}\nAuthorization: AWS ${accessKeyId} ${secretAccessKey}`,
    ],
    [
      'in a curl command',
      () =>
        `curl -X POST ${tee.origin}/x -H 'Host: lambda.eu-west-1.amazonaws.com' --aws-sigv4 aws:amz:eu-west-1:lambda ` +
        `-u ${accessKeyId}:${secretAccessKey} -H 'x-amz-security-token: ${sessionToken}' -d x`,
    ],
  ];
  for (const [what, text] of cases) {
    it(what, async () => {
      const request = `POST ${tee.origin}/x\nHost: lambda.eu-west-1.amazonaws.com`;
      const { prepared, text: answer } = await send(text().replace('REQUEST', request));
      assert.equal(sandbox.requests.at(-1)?.verdict, 'accepted', answer);
      assert.deepEqual(headerValues(prepared.request.headers, 'x-amz-security-token'), [sessionToken]);
      assert.ok(prepared.secrets.includes(sessionToken));
    });
  }
});

describe('@aws-payload', () => {
  const object = 'PUT https://things.s3.eu-west-1.amazonaws.com/x';
  const hashOf = async (text: string): Promise<string | undefined> => {
    const { prepared, response, text: answer } = await send(text);
    assert.equal(response.status, 200, answer);
    return headerValues(prepared.request.headers, 'x-amz-content-sha256')[0];
  };

  it('unsigned says so in the header', async () => {
    assert.equal(await hashOf(`# @aws-payload unsigned\n${object}\n\nx`), 'UNSIGNED-PAYLOAD');
  });
  it('signed wins over the header', async () => {
    const header = 'X-Amz-Content-Sha256: UNSIGNED-PAYLOAD';
    assert.match((await hashOf(`# @aws-payload signed\n${object}\n${header}\n\nx`)) ?? '', /^[0-9a-f]{64}$/);
    assert.equal(await hashOf(`${object}\n${header}\n\nx`), 'UNSIGNED-PAYLOAD');
  });
  it('counts for every request when it stands above the first', async () => {
    assert.equal(await hashOf(`# @aws-payload unsigned\n###\n${object}\n\nx`), 'UNSIGNED-PAYLOAD');
  });
  it('counts for presigned URLs too', async () => {
    const parameterOf = async (payload: string): Promise<string | null> => {
      const { prepared, response, text: answer } = await send(`${payload}# @aws-presign 60\n${object}\n\nx`);
      assert.equal(response.status, 200, answer);
      return new URLSearchParams(prepared.request.target.replace(/.*\?/, '')).get('X-Amz-Content-Sha256');
    };
    assert.equal(await parameterOf(''), null);
    assert.equal(await parameterOf('# @aws-payload unsigned\n'), null);
    // printf x | sha256sum
    const hash = '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881';
    assert.equal(await parameterOf('# @aws-payload signed\n'), hash);
  });
  it('unsigned is left to the service to refuse', async () => {
    const { response } = await send(`# @aws-payload unsigned\n${lambda}\n\nx`);
    assert.equal(response.status, 403);
  });
});

describe('variables reach the wire', () => {
  const environments = new Environments([
    new Map([['dev', new Map([['table', { value: 'Orders-{{suffix}}', origin: 'x', secret: false }]])]]),
  ]);

  it('of the environment, of a prompt and of an earlier answer', async () => {
    const file = `@suffix = dev\n### one\n# @name first\n${lambda}\n\nx\n### two\n# @prompt note\n${lambda}/{{table}}/{{first.response.body.$.service}}/{{first.response.headers.content-type}}?{{note}}`;
    const first = await send(file.slice(0, file.indexOf('### two')));
    answers.record('file', 'first', { headers: [], body: undefined }, { headers: first.response.headers, body: first.body });
    const prompts = promptsOf(parseHttpFile(file).requests[1]?.directives ?? []);
    const { prepared } = await send(file, {
      before: [promptVariables(prompts, () => Promise.resolve('urgent'))],
      after: [environments.source('dev')],
    });
    assert.equal(prepared.request.target, '/2015-03-31/functions/f/invocations/Orders-dev/lambda/application/json?urgent');
    assert.equal(sandbox.requests.at(-1)?.verdict, 'accepted');
  });

  it('nobody is asked for a request that cannot be sent', async () => {
    const asked: string[] = [];
    const prompt = promptVariables([{ name: 'note', description: '', password: false }], ({ name }) => {
      asked.push(name);
      return Promise.resolve('x');
    });
    await assert.rejects(send(`# @prompt note\n${lambda}\n\n{{nowhere}} {{note}}`, { before: [prompt] }), {
      code: 'variable-unknown',
    });
    assert.deepEqual(asked, []);
  });
});
