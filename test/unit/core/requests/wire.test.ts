import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { headerValues } from '../../../../src/core/http/message.ts';
import { parseHttpFile } from '../../../../src/core/http/parse.ts';
import { readBody } from '../../../../src/core/http/read-body.ts';
import { systemVariables } from '../../../../src/core/variables/system-variables.ts';
import { sendRequest } from '../../../../src/core/http/transport.ts';
import { prepareRequest } from '../../../../src/core/requests/prepare-request.ts';
import { promptsOf, promptVariables } from '../../../../src/core/variables/prompt-variables.ts';
import { answerVariables } from '../../../../src/core/variables/answer-variables.ts';
import { RecordedAnswers } from '../../../../src/core/variables/recorded-answers.ts';
import { Environments } from '../../../../src/core/variables/environments.ts';
import type { VariableSource } from '../../../../src/core/http/variables.ts';
import { startSandbox } from '../../../../src/sandbox/start-sandbox.ts';
import type { Sandbox } from '../../../../src/sandbox/sandbox.ts';
import { staticProfile } from '../../fakes/sample-profiles.ts';

const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const directory = mkdtempSync(join(tmpdir(), 'wire-'));
const answers = new RecordedAnswers();

let sandbox: Sandbox;
before(async () => {
  const accessKeys = [{ accessKeyId: staticProfile.accessKeyId, secretAccessKey }];
  sandbox = await startSandbox({ trustAnchors: [], profiles: [], roles: [], accessKeys });
  writeFileSync(join(directory, 'bytes.bin'), randomBytes(3_000_000));
  writeFileSync(join(directory, 'template.json'), '{"region": "{{region}}", "ü": 1}');
  writeFileSync(join(directory, 'latin1.txt'), Buffer.from('gr\xfc\xdfe {{region}}', 'latin1'));
  writeFileSync(join(directory, 'empty'), '');
});
after(async () => {
  await sandbox.close();
  rmSync(directory, { recursive: true });
});

/** Prepares and sends the last request of a text, with every kind of variable at hand. */
async function send(text: string, sources: { before?: VariableSource[]; after?: VariableSource[] } = {}) {
  const file = parseHttpFile(text);
  const request = file.requests.at(-1);
  assert.ok(request);
  const profile = { id: 'ci', name: 'ci', profile: { ...staticProfile, endpoint: sandbox.url } };
  const names = file.requests.flatMap(({ name }) => name ?? []);
  const prepared = await prepareRequest(
    request,
    {
      file,
      baseDirectory: directory,
      signal: new AbortController().signal,
      sourcesBeforeFile: [
        systemVariables({ environment: {} }),
        answerVariables({
          names,
          exchange: (name) => answers.get('file', name),
          xmlPath: () => Promise.reject(new Error('No answer here is XML.')),
        }),
        ...(sources.before ?? []),
      ],
      sourcesAfterFile: sources.after ?? [],
    },
    {
      profileByName: (name) => (name === 'ci' ? profile : undefined),
      activeProfile: () => profile,
      credentials: () => Promise.resolve({ accessKeyId: staticProfile.accessKeyId, secretAccessKey }),
      askScope: () => Promise.resolve(undefined),
      now: () => new Date(),
      sigv4a: () => Promise.reject(new Error('one region is signed with SigV4')),
    },
  );
  const response = await sendRequest(prepared.request, { timeout: 30_000 });
  const body = await readBody(response, { limit: 10_000_000 });
  return { prepared, response, body, text: new TextDecoder().decode(body) };
}

const lambda = 'POST https://lambda.eu-west-1.amazonaws.com/2015-03-31/functions/f/invocations';
const multipart = (inner: string) =>
  `${lambda}\nContent-Type: multipart/form-data; boundary=b\n\n--b\nContent-Disposition: form-data; name="a"\n\n${inner}\n--b--`;

/** What the sandbox says of a request whose signature it verified over the raw bytes that it received. */
interface Echo {
  readonly bodyBytes: number;
}

describe('every kind of body is accepted with its signature verified on the bytes received', () => {
  const cases: [what: string, text: string, bytes: number | undefined][] = [
    ['none', lambda, 0],
    ['an empty file', `${lambda}\n\n< ./empty`, 0],
    ['text', `${lambda}\n\nhello\nworld`, 11],
    ['text with CRLF in the file, sent with LF', `${lambda}\r\n\r\nhello\r\nworld`, 11],
    ['text in UTF-8', `${lambda}\n\nüé中😀`, 11],
    ['text with variables', `@a = ü\n${lambda}\n\n{{a}}{{%a}}{{$guid}}`, 44],
    ['JSON with blank lines', `${lambda}\nContent-Type: application/json\n\n{\n\n"a": 1\n}`, 11],
    ['lines that begin with # and //', `# @keep-body-comments\n${lambda}\n\n# a\n// b`, 8],
    ['a file', `${lambda}\n\n< ./bytes.bin`, 3_000_000],
    ['a file with variables', `@region = eu\n${lambda}\n\n<@ ./template.json`, 25],
    ['a file in another encoding', `@region = eu\n${lambda}\n\n<@latin1 ./latin1.txt`, 10],
    ['a file between text', `${lambda}\n\na\n< ./template.json\nb`, undefined],
    ['a form', `${lambda}\nContent-Type: application/x-www-form-urlencoded\n\na=1&b=2`, 7],
    ['a form that needs encoding', `${lambda}\nContent-Type: application/x-www-form-urlencoded\n\na=ü b\n&c=x+y`, 18],
    ['a form with a field on each line', `${lambda}\nContent-Type: application/x-www-form-urlencoded\n\na=1\nb=2\nc=3`, 11],
    ['multipart', multipart('ü'), undefined],
    ['multipart with a file', multipart('< ./bytes.bin'), undefined],
    [
      'GraphQL',
      'GRAPHQL https://abc.appsync-api.eu-west-1.amazonaws.com/graphql\n\nquery Q($a: Int) { x(a: $a) }\n\n{ "a": 1 }',
      undefined,
    ],
    [
      'GraphQL by header',
      'POST https://abc.appsync-api.eu-west-1.amazonaws.com/graphql\nX-Request-Type: GraphQL\n\n{ x }',
      undefined,
    ],
    ['ndjson', `${lambda}\nContent-Type: application/x-ndjson\n\n{"a":1}\n{"b":2}`, 16],
    [
      'a curl command',
      `curl https://lambda.eu-west-1.amazonaws.com/x -H 'Content-Type: application/json' -d '{"a": "it''s"}'`,
      undefined,
    ],
    [
      'literal keys',
      `${lambda}\nAuthorization: AWS ${staticProfile.accessKeyId} ${secretAccessKey} region:eu-west-1 service:lambda\nHost: lambda.eu-west-1.amazonaws.com\n\nx`.replace(
        'POST https://lambda.eu-west-1.amazonaws.com',
        'POST SANDBOX',
      ),
      1,
    ],
    ['a profile by header', `${lambda}\nAuthorization: AWS profile:ci region:eu-west-1\n\nx`, 1],
    [
      'a body that a header left out, signed all the same',
      `# @aws-payload signed\n${lambda}\nX-Amz-Content-Sha256: UNSIGNED-PAYLOAD\n\nx`,
      1,
    ],
  ];
  for (const [what, text, bytes] of cases) {
    it(what, async () => {
      const { response, text: answer } = await send(text.replace('SANDBOX', sandbox.url));
      assert.equal(sandbox.requests.at(-1)?.verdict, 'accepted', answer);
      assert.equal(response.status, 200);
      const { bodyBytes } = JSON.parse(answer) as Echo;
      if (bytes !== undefined) assert.equal(bodyBytes, bytes);
    });
  }

  const size = Number(process.env['WIRE_FILE_MIB'] ?? 32);
  it(`a file of ${size} MiB, as a stream`, async () => {
    const path = join(directory, 'large.bin');
    closeSync(openSync(path, 'w'));
    truncateSync(path, size * 1024 * 1024);
    const before = process.memoryUsage().arrayBuffers;
    const sent = send(`${lambda}\n\n< ./large.bin`);
    const { text } = await sent;
    assert.equal((JSON.parse(text) as Echo).bodyBytes, size * 1024 * 1024);
    assert.ok(process.memoryUsage().arrayBuffers - before < 64 * 1024 * 1024);
  });
});

describe('@aws-payload', () => {
  const object = 'PUT https://things.s3.eu-west-1.amazonaws.com/x';
  before(() => send('PUT https://things.s3.eu-west-1.amazonaws.com/'));
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

  const refused: [what: string, text: string, code: string][] = [
    ['an unknown variable', `${lambda}/{{nowhere}}`, 'variable-unknown'],
    ['an unknown variable in a header’s name', `${lambda}\n{{x}}: 1`, 'variable-unknown'],
    ['an unknown variable in a body', `${lambda}\n\n{{x}}`, 'variable-unknown'],
    ['an unknown variable in a file', `${lambda}\n\n<@ ./template.json`, 'variable-unknown'],
    ['an unknown variable in a directive', `# @aws-region {{x}}\n${lambda}`, 'variable-unknown'],
    ['an unknown system variable', `${lambda}/{{$nothing}}`, 'variable-unknown'],
    ['a cycle', `@a = {{b}}\n@b = {{a}}\n${lambda}/{{a}}`, 'variable-cycle'],
    ['a variable of another environment', `${lambda}/{{table}}`, 'variable-unreadable'],
    ['an answer that is not there yet', `# @name never\n${lambda}/{{never.response.body.$.a}}`, 'variable-unreadable'],
    ['a prompt that is left', `# @prompt gone\n${lambda}/{{gone}}`, 'cancelled'],
    ['an environment variable that is not set', `${lambda}/{{$processEnv NOT_SET_ANYWHERE}}`, 'variable-unreadable'],
    ['an unknown profile', `# @aws-profile nobody\n${lambda}`, 'profile-unknown'],
    ['an unknown profile in a header', `${lambda}\nAuthorization: AWS profile:nobody`, 'profile-unknown'],
    ['keys that are not complete', `${lambda}\nAuthorization: AWS AKIAIOSFODNN7EXAMPLE`, 'aws-authorization-malformed'],
    [
      'keys and a profile',
      `# @aws-profile ci\n${lambda}\nAuthorization: AWS AKIAIOSFODNN7EXAMPLE s`,
      'aws-authorization-ambiguous',
    ],
    ['a payload that is neither', `# @aws-payload maybe\n${lambda}`, 'directive-value-illegal'],
    ['a service that nobody tells', 'GET https://api.example.com/', 'scope-missing'],
    ['a missing file', `${lambda}\n\n< ./nowhere`, 'body-file-missing'],
    ['a folder for a file', `${lambda}\n\n< .`, 'body-file-not-a-file'],
    ['a file that is not text', `@region = x\n${lambda}\n\n<@ ./latin1.txt`, 'body-file-encoding'],
    ['a header that is none', `${lambda}\nno header\n\nx`, 'header-malformed'],
    ['a line end in a header', `@a = x\\ny\n${lambda}\nA: {{a}}`, 'header-malformed'],
    ['an unknown method', 'FETCH https://lambda.eu-west-1.amazonaws.com/', 'none'],
    ['a URL with a password', 'GET https://user:password@lambda.eu-west-1.amazonaws.com/', 'url-not-legal'],
    ['two hosts', `${lambda}\nHost: a.example\nHost: b.example`, 'header-malformed'],
    ['an option of curl that changes the request', 'curl https://lambda.eu-west-1.amazonaws.com/ -K options', 'none'],
  ];
  for (const [what, text, code] of refused) {
    it(`nothing goes out for ${what}`, async () => {
      const { bytes, connections } = sandbox.received;
      const leave = promptVariables([{ name: 'gone', description: '', password: false }], () => Promise.resolve(undefined));
      if (code === 'none') assert.equal(parseHttpFile(text).requests.length, 0, 'there is nothing that could be sent');
      else await assert.rejects(send(text, { before: [leave], after: [environments.source(undefined)] }), { code });
      assert.deepEqual([sandbox.received.bytes, sandbox.received.connections], [bytes, connections]);
    });
  }
});
