import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import type { VariableSource } from '../../../../src/core/variables/variable-source.ts';
import { parseHttpFile } from '../../../../src/core/http-file/parse.ts';
import { writeDirectives, writeHeader } from '../../../../src/core/remedies/remedy.ts';
import { explainOwnRefusal } from '../../../../src/core/refusals/explain-own-refusal.ts';
import { refusalPage } from '../../../../src/core/refusals/refusal-page.ts';
import { explainRequest, signatureRecord } from '../../../../src/core/requests/explain-request.ts';
import { secretMarks } from '../../../../src/core/redaction/secret-marks.ts';
import { prepareRequest } from '../../../../src/core/requests/prepare-request.ts';
import type { PreparedRequest } from '../../../../src/core/requests/prepare-request.ts';
import { Environments } from '../../../../src/core/variables/environments/environments.ts';
import { sigv4a } from '../../../../src/core/signing/algorithms/sigv4a.ts';
import { staticProfile } from '../../fakes/sample-profiles.ts';

const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const sessionToken = 'IQoJb3JpZ2luX2VjEXAMPLE+token/with==signs';

/** As a private environment file. */
function privateFile(values: Readonly<Record<string, string>>): VariableSource {
  return {
    find: (name) => {
      const value = values[name];
      return value === undefined ? undefined : { value, secret: true };
    },
  };
}

const noEnvironment = { environments: new Environments([]), environment: undefined, environmentFirst: false };

async function explain(
  text: string,
  clockOffset = 0,
  kept: Readonly<Record<string, string>> = {},
): Promise<{ page: string; prepared: PreparedRequest }> {
  const file = parseHttpFile(text);
  const [source] = file.requests;
  assert.ok(source);
  const profile = { id: 'user/ci', name: 'ci', profile: staticProfile };
  const prepared = await prepareRequest(
    source,
    { file, signal: new AbortController().signal, sourcesAfterFile: [privateFile(kept)] },
    {
      profileByName: () => profile,
      activeProfile: () => profile,
      credentials: () => Promise.resolve({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey, sessionToken }),
      confirmDestination: () => Promise.resolve(),
      askScope: () => Promise.resolve(undefined),
      now: () => new Date('2026-01-31T23:59:59Z'),
      sigv4a: () => Promise.resolve(sigv4a),
    },
  );
  return { prepared, page: explainRequest(prepared, { source, file, clockOffset, ...noEnvironment }) };
}

test('the page tells where everything came from', async () => {
  const { page } = await explain(
    '@host = {{sub}}.eu-west-1.amazonaws.com\n@sub = sqs\n###\n# @aws-service sqs\nPOST https://{{host}}/?a=1\nUser-Agent: me\n\n{"a":1}',
  );
  for (const line of [
    '# POST sqs.eu-west-1.amazonaws.com/',
    '- Service: `sqs` (the request)',
    '- Region: `eu-west-1` (“sqs” is an endpoint of sqs',
    '- Profile: `ci` (the active profile)',
    '- Algorithm: `AWS4-HMAC-SHA256` (SigV4)',
    '- Signed at: `2026-01-31T23:59:59.000Z` (the clock of this machine)',
    '- Scope: `20260131/eu-west-1/sqs/aws4_request`',
    '- `{{host}}`: line 1 of the file: {{sub}}.eu-west-1.amazonaws.com',
    '- `{{sub}}`: line 2 of the file: sqs',
    'POST /?a=1 HTTP/1.1',
    '{"a":1}',
    '- host: `sqs.eu-west-1.amazonaws.com`',
    '- user-agent is sent unsigned, because it may change on the way',
    'host;x-amz-date;x-amz-security-token',
  ]) {
    assert.ok(page.includes(line), line);
  }
});

test('token, key and signature are masked, in headers and in URLs', async () => {
  for (const directive of ['', '# @aws-presign 900\n', '# @aws-region *\n']) {
    const { page, prepared } = await explain(`${directive}GET https://b.s3.eu-west-1.amazonaws.com/k`);
    const record = signatureRecord(prepared);
    for (const text of [page, record.text]) {
      for (const secret of [
        secretAccessKey,
        sessionToken,
        encodeURIComponent(sessionToken),
        'IOSFODNN7',
        prepared.request.signing.signature,
      ]) {
        assert.ok(!text.includes(secret), secret);
      }
      assert.match(text, /«session token [0-9a-f]{8}»/);
    }
    assert.match(page, /AKIA…MPLE/);
    assert.match(page, /«signature [0-9a-f]{8}»/);
  }
});

test('equal tokens leave equal marks, others leave others', async () => {
  const { prepared } = await explain('GET https://sqs.eu-west-1.amazonaws.com/');
  const other = { ...prepared, request: { ...prepared.request, headers: [['X-Amz-Security-Token', 'another'] as const] } };
  assert.equal(secretMarks(prepared).keys(sessionToken), secretMarks(prepared).keys(sessionToken));
  assert.notEqual(secretMarks(prepared).keys(sessionToken), secretMarks(other).keys('another'));
});

test('a corrected clock and a pinned date are named', async () => {
  const behind = await explain('GET https://sqs.eu-west-1.amazonaws.com/', 720_000);
  assert.match(behind.page, /which is 720 s behind the server's, corrected/);
  const pinned = await explain('GET https://sqs.eu-west-1.amazonaws.com/\nX-Amz-Date: 20250101T000000Z', 720_000);
  assert.match(pinned.page, /2025-01-01T00:00:00.000Z` \(pinned by X-Amz-Date in the request\)/);
});

test('a refusal page has the sentence, the fix and AWS’s words without its long texts', () => {
  const page = refusalPage(
    {
      sentence: 'It differs.',
      cause: 'A proxy.',
      code: 'SignatureDoesNotMatch',
      message: "No match.\n\nThe Canonical String for this request should have been\n'GET'",
      fix: writeDirectives({ name: 'aws-region', value: 'eu-west-1' }),
      expected: { canonicalRequest: 'GET\n/', stringToSign: 'AWS4' },
      firstDifference: { part: 'header', name: 'host', ours: 'a', theirs: 'b' },
    },
    undefined,
  );
  assert.ok(page.startsWith('# It differs.\n\nA proxy.\n'));
  assert.match(page, /First difference: header host/);
  assert.match(page, /write `# @aws-region eu-west-1` above/);
  assert.match(page, /> No match\.\n/);
  assert.doesNotMatch(page, /should have been/);
  assert.match(page, /```text\nGET\n\/\n```/);
});

const session = 'User: arn:aws:sts::111122223333:assumed-role/deploy/0a1b is not authorized to perform:';

test('a refusal page says who may not do what, and has the statement that would allow it', async () => {
  const { prepared } = await explain('GET https://bucket.s3.eu-west-1.amazonaws.com/a.txt');
  const message = `${session} s3:GetObject on resource: "arn:aws:s3:::bucket/a.txt" because no identity-based policy allows the s3:GetObject action`;
  const body = Buffer.from(`<Error><Code>AccessDenied</Code><Message>${message}</Message></Error>`);
  const explained = explainOwnRefusal({ status: 403, headers: [], body }, prepared);
  assert.ok(explained);
  const page = refusalPage(explained, signatureRecord(prepared));
  assert.ok(page.startsWith('# The role “deploy” is not allowed to perform s3:GetObject: no identity-based policy allows it.\n'));
  assert.match(
    page,
    /- Who: `arn:aws:sts::111122223333:assumed-role\/deploy\/0a1b`\n- Action: `s3:GetObject`\n- Resource: `arn:aws:s3:::bucket\/a.txt`\n/,
  );
  assert.match(
    page,
    /## A statement for an identity-based policy of the role “deploy”\n\n```json\n\{\n {2}"Effect": "Allow",\n {2}"Action": "s3:GetObject",\n {2}"Resource": "arn:aws:s3:::bucket\/a.txt"\n\}\n```/,
  );
});

test('a refusal page has the request that decodes what EC2 encoded, and every line of a fix', () => {
  const page = refusalPage(
    {
      sentence: 'S.',
      cause: 'C.',
      code: 'Unauthorized`Operation\n# x',
      message: 'M',
      fix: writeDirectives({ name: 'aws-service', value: 'ec2' }, { name: 'aws-region', value: 'eu-west-1' }),
      permission: { proposals: [], encodedMessage: 'abc-DEF_123' },
    },
    undefined,
  );
  assert.match(page, /write `# @aws-service ec2` above.*\n.*write `# @aws-region eu-west-1` above/);
  assert.match(
    page,
    /```http\nPOST https:\/\/sts.*\n.*\n\nAction=DecodeAuthorizationMessage&Version=2011-06-15&EncodedMessage=abc-DEF_123\n```/,
  );
  assert.match(page, /- Code: `Unauthorized\uFFFDOperation\uFFFD# x`/);
  const header = refusalPage({ sentence: 'S.', cause: 'C.', code: '', message: 'M', fix: writeHeader('X-A', 'b') }, undefined);
  assert.match(header, /write `X-A: b` below the request line/);
});

test('no statement is offered that would hold the value of a secret variable', async () => {
  const kept = { key: 'hidden-4711' };
  const { prepared } = await explain('GET https://bucket.s3.eu-west-1.amazonaws.com/a/{{key}}', 0, kept);
  for (const message of [
    'Access Denied',
    `${session} s3:GetObject on resource: "arn:aws:s3:::bucket/a/hidden-4711" because no identity-based policy allows the s3:GetObject action`,
  ]) {
    const body = Buffer.from(`<Error><Code>AccessDenied</Code><Message>${message}</Message></Error>`);
    const explained = explainOwnRefusal({ status: 403, headers: [], body }, prepared);
    assert.ok(explained?.permission);
    assert.deepEqual(explained.permission.proposals, []);
    assert.doesNotMatch(refusalPage(explained, signatureRecord(prepared)), /hidden-4711/);
  }
});

describe('values of secret variables are masked on every page about a signature', () => {
  const secret = "hidden in/a+file's 1";
  const kept = { k: secret, pin: '4711', region: 'eu-west-1', double: 'two  blanks  inside' };
  const cases: [where: string, request: string, gone: string[]][] = [
    ['a path', 'GET https://execute-api.{{region}}.amazonaws.com/t/{{%k}}/{{pin}}', ['hidden', '4711']],
    ['a query', 'GET https://execute-api.{{region}}.amazonaws.com/?a={{%k}}&b={{k}}&c={{pin}}', ['hidden', '4711']],
    [
      'a header',
      'GET https://sqs.{{region}}.amazonaws.com/\nX-Tenant: {{k}}\nX-Other: x {{k}}\nX-P: {{pin}}',
      ['hidden', '4711'],
    ],
    ['a header with blanks', 'GET https://sqs.{{region}}.amazonaws.com/\nX-Tenant: {{double}}', ['blanks']],
    ['a header called secret', 'GET https://sqs.{{region}}.amazonaws.com/\nX-Api-Key: written', ['written']],
    [
      'a form',
      'POST https://sqs.{{region}}.amazonaws.com/\nContent-Type: application/x-www-form-urlencoded\n\na={{%k}}&b={{pin}}',
      ['hidden', '4711'],
    ],
    ['JSON', 'POST https://sqs.{{region}}.amazonaws.com/\n\n{"a": "{{k}}", "b": "{{pin}}", "c": {{pin}}}', ['hidden', '4711']],
    [
      'XML',
      'POST https://sqs.{{region}}.amazonaws.com/\nContent-Type: text/xml\n\n<a><b>{{k}}</b><c>{{pin}}</c></a>',
      ['hidden', '4711'],
    ],
  ];
  for (const [where, text, gone] of cases) {
    it(`in ${where}`, async () => {
      const { page, prepared } = await explain(`# @aws-service execute-api\n# @aws-region eu-west-1\n${text}`, 0, kept);
      const record = signatureRecord(prepared);
      for (const shown of [page, record.text, record.title]) for (const word of gone) assert.ok(!shown.includes(word), shown);
      assert.match(page, /«masked [0-9a-f]{8}»/);
      assert.match(page, /values of secret variables.* are masked; the signature was made with what they stand for/);
      assert.ok(page.includes('- Region: `eu-west-1`') && page.includes('/eu-west-1/execute-api/aws4_request'));
      assert.match(page, /Host: [a-z-]+\.eu-west-1\.amazonaws\.com/);
    });
  }

  it('equal values leave equal marks, in headers and in the canonical request', async () => {
    const { page } = await explain('GET https://sqs.eu-west-1.amazonaws.com/\nX-A: {{k}}\nX-B: {{k}}\nX-C: {{pin}}', 0, kept);
    const [one, two, other] = ['x-a', 'x-b', 'x-c'].map((name) => new RegExp(`^${name}:(.*)$`, 'm').exec(page)?.[1]);
    assert.match(one ?? '', /^«masked [0-9a-f]{8}»$/);
    assert.equal(one, two);
    assert.notEqual(one, other);
    assert.ok(page.includes(`X-A: ${one ?? ''}\n`));
  });

  it('in the words of AWS that quote the request', async () => {
    const { prepared } = await explain('GET https://sqs.eu-west-1.amazonaws.com/{{%k}}', 0, kept);
    const { headers, target, signing } = prepared.request;
    const authorization = headers.find(([name]) => name === 'Authorization')?.[1] ?? '';
    const message = `The signature cannot be read. Path=${target} Authorization=${authorization}`;
    const body = Buffer.from(`<Error><Code>IncompleteSignature</Code><Message>${message}</Message></Error>`);
    const explained = explainOwnRefusal({ status: 403, headers: [], body }, prepared);
    assert.ok(explained);
    assert.match(explained.cause, /AWS says: The signature cannot be read/);
    const page = refusalPage(explained, signatureRecord(prepared));
    for (const shown of [page, explained.sentence, explained.cause])
      for (const word of ['hidden', signing.signature, 'AKIAIOSFODNN7EXAMPLE']) assert.ok(!shown.includes(word), shown);
  });

  const changes: [what: string, from: RegExp, to: string, sentence: RegExp][] = [
    ['a header', /x-p:4711/, 'x-p:{pin}9', /The header x-p differs: AWS received “47119”, but “«masked \w+»” was signed/],
    [
      'another header',
      /x-a:(.*)/,
      'x-a:$1!',
      /The header x-a differs: AWS received “«masked \w+»!”, but “«masked \w+»” was signed/,
    ],
    ['a parameter', /a=hidden[^&\n]*/, 'a=other', /parameter a differs: AWS read “other”, but “«masked \w+»” was signed/],
    [
      'a plus sign that was read as a blank',
      /a=(hidden%20in%2Fa)%2B/,
      'a=$1%20',
      /parameter a differs: AWS read “(«masked \w+»)”, but “(?!\1)«masked \w+»” was signed/,
    ],
    ['a path', /\/t\/.*/, '/t/other', /AWS reads the path as “\/t\/other”, but “\/t\/«masked \w+»” was signed/],
  ];
  for (const [what, from, to, sentence] of changes) {
    it(`in the explanation of a refusal for ${what}`, async () => {
      const text = 'GET https://sqs.eu-west-1.amazonaws.com/t/{{%k}}?a={{%k}}\nX-A: {{k}}\nX-P: {{pin}}';
      const { prepared } = await explain(text, 0, kept);
      const { canonicalRequest, stringToSign } = prepared.request.signing;
      const theirs = canonicalRequest.replace(from, to.replace('{pin}', '4711'));
      const message = `The request signature we calculated does not match, ${secret}.\n\nThe Canonical String for this request should have been\n'${theirs}'\n\nThe String-to-Sign should have been\n'${stringToSign}'\n`;
      const body = Buffer.from(JSON.stringify({ __type: 'InvalidSignatureException', message }));
      const explained = explainOwnRefusal({ status: 403, headers: [], body }, prepared);
      assert.ok(explained?.expected);
      assert.match(explained.sentence, sentence);
      const page = refusalPage(explained, signatureRecord(prepared));
      for (const shown of [page, explained.sentence]) assert.ok(!shown.includes('hidden'), shown);
    });
  }
});

describe('foreign words on a page become no link, picture or HTML', () => {
  const links =
    '[Sign in](command:workbench.action.quit) ![](https://e.com/a.png) <img src=https://e.com/b.png> [x][y] <command:z>';
  /** Everything outside of code. */
  const outside = (page: string): string =>
    page.replace(/^(`{3,})\w*\n[^]*?\n\1$/gm, '').replace(/(?<!`)(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, '');
  const isPlain = (page: string): void => {
    assert.doesNotMatch(outside(page), /\]\(|\]\[|\]:|<[a-z]/i);
    assert.match(outside(page), /Sign in\] \(command/);
  };

  it('in the variables, headers and body of a request', async () => {
    const { page } = await explain(
      `@v = ${links}\nPOST https://sts.eu-central-1.amazonaws.com/\nX-A: \`${links}\nX-B: {{v}}\n\n\`\`\`\n${links}`,
    );
    isPlain(page);
  });

  it('in the words of a server', () => {
    const request = { title: links, profile: links, credentialScope: '' };
    const expected = { canonicalRequest: `\`\`\`\n${links}`, stringToSign: links };
    const fix = writeHeader('X-A', `\`${links}`);
    const words = `a\r${links}\n[y]: https://e.com\n> ${links}`;
    const firstDifference = { part: 'header', name: links, ours: '', theirs: '' } as const;
    isPlain(refusalPage({ sentence: links, cause: links, code: 'A', message: words, fix, expected, firstDifference }, request));
  });
});
