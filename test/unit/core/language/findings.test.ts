import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UserError } from '../../../../src/core/errors.ts';
import type { HttpFile } from '../../../../src/core/http-file/http-file.ts';
import { parseHttpFile, reparse } from '../../../../src/core/http-file/parse.ts';
import { findFindings } from '../../../../src/core/language/findings.ts';
import type { Finding, FindingsPorts } from '../../../../src/core/language/findings/finding.ts';
import { literalKeysOf, moveKeysEdits } from '../../../../src/core/language/literal-keys.ts';
import type { TextEdit } from '../../../../src/core/http-file/text-edit.ts';
import type { CommandRemedy, Remedy } from '../../../../src/core/remedies/remedy.ts';
import { isAwsRequest } from '../../../../src/core/requests/is-aws-request.ts';
import { Environments } from '../../../../src/core/variables/environments/environments.ts';
import { place } from '../http-file/outline.ts';

process.env['FINDINGS_TEST_ID'] = 'AKIDEXAMPLE';
process.env['FINDINGS_TEST_KEY'] = 'some-key';

const key = 'AKIAIOSFODNN7EXAMPLE';
const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const variable = (value: string) => ({ value, origin: 'http-client.env.json', secret: false });
const environments = new Environments([
  new Map([
    ['$shared', new Map([['everywhere', variable('1')]])],
    [
      'dev',
      new Map([
        ['host', variable('dev.example')],
        ['region', variable('eu-centrl-1')],
      ]),
    ],
    ['prod', new Map([['onlyProd', variable('1')]])],
  ]),
]);

const failure = new UserError({
  code: 'environment-file-invalid',
  message: 'The environment file “e.json” is not valid JSON.',
  remedy: 'Correct it.',
  place: { file: '/e.json', line: 3, column: 1 },
});

async function find(text: string, more: Partial<FindingsPorts> = {}, file: HttpFile = parseHttpFile(text)): Promise<Finding[]> {
  return findFindings(file, {
    text,
    environments,
    environment: 'dev',
    environmentFirst: false,
    profileNames: ['build', 'ci'],
    activeProfile: 'build',
    expiredProfile: () => undefined,
    fileExists: (path) => Promise.resolve(path === 'here.json'),
    isOurs: () => true,
    isAws: (request) => isAwsRequest(request, file),
    ...more,
  });
}

const editsOf = (remedy: Remedy | undefined): readonly TextEdit[] => (remedy?.kind === 'edit' ? remedy.edits : []);
const isMoveKeys = (remedy: Remedy): remedy is CommandRemedy =>
  remedy.kind === 'command' && remedy.command === 'awsAuth.keys.moveToProfile';

/** Applies edits as an editor does: all at once, by the positions of the text before. */
function apply(text: string, edits: readonly TextEdit[]): string {
  const lines = text.split('\n');
  const offset = ({ line, character }: { line: number; character: number }): number =>
    Math.min(text.length, lines.slice(0, line).reduce((sum, { length }) => sum + length + 1, 0) + character);
  return edits
    .map(({ range, text: inserted }) => ({ from: offset(range.start), to: offset(range.end), inserted }))
    .sort((a, b) => b.from - a.from || b.to - a.to)
    .reduce((result, { from, to, inserted }) => result.slice(0, from) + inserted + result.slice(to), text);
}

const sts = 'https://sts.eu-central-1.amazonaws.com/';

describe('findings', () => {
  const cases: [what: string, text: string, expected: string[]][] = [
    [
      'nothing wrong',
      `@a = 1\n# @aws-profile build\nPOST ${sts}?{{a}}&{{everywhere}}&{{host}}&{{$guid}}&{{$shared everywhere}}\n`,
      [],
    ],
    ['an unknown variable in the URL', 'GET https://{{hots}}/', ['error variable-unknown 0:12-0:20']],
    ['in the method', '{{method}} https://e.com/', ['error variable-unknown 0:0-0:10']],
    ['in a header', 'GET https://e.com/\nA: x{{b}}', ['error variable-unknown 1:4-1:9']],
    ['in a continued header', 'GET https://e.com/\nA: x\n  y{{b}}', ['error variable-unknown 1:3-2:8']],
    ['in a body', 'GET https://e.com/\n\na\nb {{c}}', ['error variable-unknown 3:2-3:7']],
    ['in a variable', '@a = {{b}}\n@c = {{a}}\nGET https://e.com/', ['error variable-unknown 0:5-0:10']],
    ['values of JetBrains', 'GET https://e.com/{{$random.integer(1, 5)}}{{$random.uuid}}{{$env.HOME}}', []],
    ['a disabled request', `# @disabled\nGET ${sts}`, ['information request-disabled 0:0-0:11']],
    ['a disabled file', `# @disabled true\n###\nGET ${sts}`, ['information request-disabled 0:0-0:16']],
    ['one that is not', `# @disabled false\n# @note Sure?\n# @no-log\nGET ${sts}`, []],
    [
      'what only httpYac does',
      `# @import ./other.http\n###\n# @ref login\n# @forceRef login\n# @loop for 3\n# @sleep 500\nGET ${sts}`,
      ['0:0-0:22', '2:0-2:12', '3:0-3:17', '4:0-4:13', '5:0-5:12'].map((each) => `information directive-skipped ${each}`),
    ],
    ['braces that are left open', 'GET https://e.com/{{x', ['error variable-unknown 0:18-0:21']],
    ['open braces behind another variable', '@a = 1\nGET https://e.com/\nX: {{a}} {{b', ['error variable-unknown 2:9-2:12']],
    [
      'open braces and others',
      'GET https://{{a}}/{{x\nY: {{c}}',
      ['error variable-unknown 0:18-0:21', 'error variable-unknown 1:3-1:8'],
    ],
    ['a variable that is its own', '@a = {{a}}\nGET https://e.com/{{a}}', ['error variable-cycle 0:5-0:10']],
    [
      'a cycle, once from each end',
      '@a = {{b}}\n@b = {{a}}\nGET https://e.com/{{a}}\n###\nGET https://e.com/{{a}}',
      ['error variable-cycle 0:5-0:10', 'error variable-cycle 1:5-1:10'],
    ],
    ['what is not set in the environment', 'GET https://e.com/{{$processEnv NOT_SET}}', ['error variable-unreadable 0:18-0:41']],
    ['what no .env has', 'GET https://e.com/{{$dotenv NOT_SET}}', ['error variable-unreadable 0:18-0:37']],
    ['what is not written as it should be', 'GET https://e.com/{{$randomInt 5 1}}', ['error variable-unreadable 0:18-0:36']],
    ['a shell variable that is not set', 'curl https://e.com/$NOT_SET', ['error variable-unreadable 0:0-0:27']],
    ['an empty host', 'GET https:///x', ['error url-not-legal 0:4-0:14']],
    ['a token', `GET ${sts}\nAuthorization: Bearer x`, ['information authorization-foreign 1:0-1:23']],
    [
      'a token at API Gateway',
      '@api = https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com\n# @aws-profile build\nGET {{api}}/iam\n###\nGET {{api}}/me\nAuthorization: Bearer eyJhbGciOi.e30.x',
      ['information authorization-foreign 5:0-5:38'],
    ],
    [
      'a token without a scheme at API Gateway',
      'GET https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/me\nauthorization: eyJhbGciOi.e30.x',
      ['information authorization-foreign 1:0-1:31'],
    ],
    [
      'a password at OpenSearch',
      'GET https://search-x-abc.eu-central-1.es.amazonaws.com/\nAuthorization: Basic YTpi',
      ['information authorization-foreign 1:0-1:25'],
    ],
    [
      'a token where a directive of the file asks to sign others',
      '# @aws-profile build\n###\nGET https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/me\nAuthorization: Bearer x',
      ['information authorization-foreign 3:0-3:23'],
    ],
    [
      'a token where a directive asks to sign',
      '# @aws-profile build\nGET https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/me\nAuthorization: Bearer x',
      ['error authorization-foreign 2:0-2:23'],
    ],
    [
      'a token in a request that has an error besides',
      'GET https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/{{x\nAuthorization: Bearer x',
      ['error variable-unknown 0:59-0:62'],
    ],
    ['keys with a scheme that is none', `GET ${sts}\nAuthorization: AWSX AKID secret`, ['error authorization-foreign 1:0-1:31']],
    ['another scheme for somebody else', 'GET https://e.com/\nAuthorization: Bearer x', []],
    [
      'a region with a slash',
      `# @aws-region eu/west\nGET ${sts}`,
      ['error region-invalid 0:14-0:21', 'warning region-unknown 0:14-0:21'],
    ],
    [
      'what is wrong in two headers',
      'GET https://e.com/\nA: {{b}}\nTransfer-Encoding: chunked\nHost: x y',
      ['error header-refused 2:0-2:26', 'error host-not-legal 3:6-3:9', 'error variable-unknown 1:3-1:8'],
    ],
    ['a system variable of others', 'GET https://e.com/{{$aadToken}}', ['error variable-unknown 0:18-0:31']],
    ['of another environment', 'GET https://{{onlyProd}}/', ['error variable-unreadable 0:12-0:24']],
    ['a prompt', '# @prompt name\nGET https://e.com/{{name}}', []],
    [
      'a prompt of another request',
      '# @prompt name\nGET https://e.com/\n###\nGET https://e.com/{{name}}',
      ['error variable-unknown 3:18-3:26'],
    ],
    ['an answer', '# @name a\nGET https://e.com/\n###\nGET https://e.com/{{a.response.body.$.x}}', []],
    [
      'an answer of a title with blanks and dots',
      '### Get v1.user\nGET https://e.com\n###\nGET https://e.com/{{Get v1.user.response.body.$.x}}',
      [],
    ],
    [
      'an answer of a title that is misspelt',
      '### Get v1.user\nGET https://e.com\n###\nGET https://e.com/{{Get v1.usr.response.body.$.x}}',
      ['error variable-unknown 3:18-3:50'],
    ],
    ['a path behind the host of the environment', 'GET /x', []],
    [
      'a path behind a host of the file',
      '@host = https://sts.eu-centrl-1.amazonaws.com\nGET /x',
      ['warning region-unknown 0:20-0:31'],
    ],
    ['a path behind a misspelt host', '@host = https://sts.eu-central-1.amzonaws.com\nGET /x', ['error host-mistyped 1:4-1:6']],
    [
      'a path behind a host that tells no service',
      '@host = https://e.com\n# @aws-profile ci\nGET /x',
      ['information service-missing 2:4-2:6'],
    ],
    ['an answer of nobody', 'GET https://e.com/{{a.response.body.$.x}}', ['error variable-unknown 0:18-0:41']],
    ['an unknown profile', `# @aws-profile bild\nGET ${sts}`, ['error profile-unknown 0:15-0:19']],
    ['a profile for the file', `# @aws-profile bild\n###\nGET ${sts}`, ['error profile-unknown 0:15-0:19']],
    ['a mistaken directive', `# @awsProfile ci\nGET ${sts}`, ['error directive-unknown 0:0-0:16']],
    ['an unknown service', '# @aws-service exekute-api\nGET https://e.com/', ['warning service-unknown 0:15-0:26']],
    ['an unknown region', `# @aws-region eu-centrl-1, eu-central-9, *\nGET ${sts}`, ['warning region-unknown 0:14-0:42']],
    ['an unknown region in a host', 'GET https://sts.eu-centrl-1.amazonaws.com/', ['warning region-unknown 0:16-0:27']],
    ['an unknown region in the Host header', 'GET /\nHost: sts.eu-centrl-1.amazonaws.com', ['warning region-unknown 1:10-1:21']],
    [
      'an unknown region in a variable, once',
      '@region = eu-centrl-1\nGET https://sts.{{region}}.amazonaws.com/\n###\nGET https://s3.{{region}}.amazonaws.com/',
      ['warning region-unknown 0:10-0:21'],
    ],
    [
      'an unknown region in a variable of a variable',
      '@region = eu-centrl-1\n@host = sts.{{region}}.amazonaws.com\nGET https://{{host}}/',
      ['warning region-unknown 0:10-0:21'],
    ],
    ['an unknown region of an environment', 'GET https://sts.{{region}}.amazonaws.com/', ['warning region-unknown 0:4-0:41']],
    ['an unknown region of curl', 'curl https://sts.eu-centrl-1.amazonaws.com/', ['warning region-unknown 0:0-0:43']],
    ['a region that opens tomorrow in a host', 'GET https://sts.eu-central-9.amazonaws.com/', []],
    ['a host that is nearly AWS’s', 'GET https://sts.eu-central-1.amazonaw.com/', ['error host-mistyped 0:4-0:42']],
    ['a host that is nearly AWS’s and is meant so', '# @aws-service sts\nGET https://sts.eu-central-1.amazonaw.com/', []],
    ['a placeholder in a host', 'GET https://{id}.execute-api.eu-west-1.amazonaws.com/', ['error url-not-legal 0:4-0:53']],
    ['a body that S3 may leave unsigned', '# @aws-payload unsigned\nPUT https://b.s3.eu-west-1.amazonaws.com/x', []],
    ['a body that has to be signed', `# @aws-payload unsigned\nPOST ${sts}`, ['warning payload-unsigned 0:15-0:23']],
    ['no region', `# @aws-region Frankfurt\nGET ${sts}`, ['warning region-unknown 0:14-0:23']],
    [
      'a host that tells no service',
      '# @aws-profile ci\nGET https://api.example.com/x',
      ['information service-missing 1:4-1:29'],
    ],
    ['a host that is not known yet', '# @aws-profile ci\nGET https://{{host}}.x/y', []],
    ['a missing body file', 'POST https://e.com/\n\n< here.json\n< gone.json', ['error body-file-missing 3:2-3:11']],
    ['keys in a header', `GET ${sts}\nAuthorization: AWS ${key} ${secret}`, [`warning credential-text 1:15-1:80`]],
    [
      'keys in variables',
      `@id = ${key}\n@secretKey = ${secret}\nGET ${sts}\nAuthorization: AWS {{id}} {{secretKey}}`,
      ['warning credential-text 0:6-0:26', 'warning credential-text 1:13-1:53', 'warning credential-text 3:15-3:39'],
    ],
    ['a key in a body', `POST ${sts}\n\n{ "id": "${key}" }`, ['warning credential-text 2:9-2:29']],
    ['in a URL', `GET ${sts}?id=${key}`, ['warning credential-text 0:47-0:67']],
    ['in a comment', `# ${key}\r\nGET ${sts}`, ['warning credential-text 0:2-0:22']],
    ['in another header', `GET ${sts}\nX-Key: ${key}`, ['warning credential-text 1:7-1:27']],
    ['within a longer word', `# X${key}\n# ${key}X\nGET ${sts}`, []],
    [
      'a secret with a name',
      `POST ${sts}\n\n"SecretAccessKey": "${secret}"\naws_secret_access_key=${secret}\nhash: ${secret}`,
      ['warning credential-text 2:20-2:60', 'warning credential-text 3:22-3:62'],
    ],
    [
      'a key id beside a secret that comes from elsewhere',
      `# @prompt secret\nGET ${sts}\nAuthorization: AWS ${key} {{secret}}`,
      ['warning credential-text 2:19-2:39'],
    ],
    [
      'a secret beside a key id that comes from elsewhere',
      `# @prompt id\nGET ${sts}\nAuthorization: AWS {{id}} ${secret}`,
      ['warning credential-text 2:15-2:66'],
    ],
    [
      'a header without labels',
      `GET ${sts}\nAuthorization: AWS ${key} ${secret} us-east-1 s3`,
      ['error aws-authorization-malformed 1:15-1:93', 'warning credential-text 1:15-1:93'],
    ],
    [
      'a header that a variable holds',
      `@login = AWS ${key} ${secret}\nGET ${sts}\nAuthorization: {{login}}`,
      ['warning credential-text 0:9-0:74', 'warning credential-text 2:15-2:24'],
    ],
    ['an empty header', `GET ${sts}\nAuthorization: AWS`, ['error aws-authorization-malformed 1:15-1:18']],
    ['a header that is not known yet', `# @prompt keys\nGET ${sts}\nAuthorization: AWS {{keys}}`, []],
    [
      'a header that an environment holds',
      `GET ${sts}\nAuthorization: AWS {{host}}`,
      ['error aws-authorization-malformed 1:0-1:27'],
    ],
    ['an unknown profile in a header', `GET ${sts}\nAuthorization: AWS profile:bild`, ['error profile-unknown 1:27-1:31']],
    [
      'behind a blank, with region and service',
      `GET ${sts}\nAuthorization: AWS profile: ci region:moon-1 service: nope`,
      ['warning region-unknown 1:38-1:44', 'warning service-unknown 1:54-1:58'],
    ],
    [
      'in a header that a variable holds',
      `@login = AWS profile:bild\nGET ${sts}\nAuthorization: {{login}}`,
      ['error profile-unknown 2:15-2:24'],
    ],
    ['in a header that goes on', `GET ${sts}\nAuthorization: AWS profile:\n  bild`, ['error profile-unknown 1:15-2:6']],
    ['a directive over a header', `# @aws-profile ci\nGET ${sts}\nAuthorization: AWS profile:bild`, []],
    ['a header over a directive of the file', `# @aws-profile bild\n###\nGET ${sts}\nAuthorization: AWS profile:ci`, []],
    [
      'a profile beside keys',
      `# @aws-profile ci\nGET ${sts}\nAuthorization: AWS ${key} ${secret}`,
      ['error aws-authorization-ambiguous 0:0-0:17', 'warning credential-text 2:15-2:80'],
    ],
    [
      'what is wrong for the file, once',
      `# @aws-profile bild\n# @aws-region moon\n# @aws-service nope\n###\nGET ${sts}\n###\nGET ${sts}`,
      ['error profile-unknown 0:15-0:19', 'warning region-unknown 1:14-1:18', 'warning service-unknown 2:15-2:19'],
    ],
    ['an unknown variable for the file', `# @aws-profile {{nope}}\n###\nGET ${sts}`, ['error variable-unknown 0:15-0:23']],
    ['a prompt in a variable', `@a = {{asked}}\n###\n# @prompt asked\nGET ${sts}?{{a}}`, []],
    ['a service in a header', 'GET https://api.example.com/\nAuthorization: AWS profile:ci service:execute-api', []],
    ['a password in a host', '# @aws-profile ci\nGET https://u:pass@api.example.com/x', ['error url-not-legal 1:4-1:36']],
    ['a hash that is no key', '@commit = 0123456789012345678901234567890123456789\nGET https://e.com/{{commit}}', []],
    [
      'a literal secret of curl',
      `curl ${sts} --aws-sigv4 aws:amz:eu-central-1:sts -u ${key}:${secret}`,
      ['warning credential-text 0:0-0:146'],
    ],
    ['keys of the shell', `curl ${sts} --aws-sigv4 aws:amz:eu-central-1:sts -u "$FINDINGS_TEST_ID:$FINDINGS_TEST_KEY"`, []],
    [
      'keys that the shell does not know',
      `curl ${sts} --aws-sigv4 aws:amz:eu-central-1:sts -u "$NOT_SET_ANYWHERE:$SK"`,
      ['error variable-unreadable 0:0-0:108'],
    ],
    ['a file of curl', `curl ${sts} -T here.json`, []],
    ['a missing file of curl', `curl ${sts} -F a=@none.json`, ['error body-file-missing 0:0-0:60']],
    ['a dropped line', 'POST https://e.com/\n\na\n# b\nc', ['warning body-comment-dropped 3:0-3:3']],
  ];
  for (const [what, text, expected] of cases) {
    it(what, async () =>
      assert.deepEqual(
        (await find(text)).map(({ severity, code, range }) => `${severity} ${code} ${place(range)}`).sort(),
        expected.toSorted(),
      ),
    );
  }

  const edits: [what: string, before: string, after: string, expected: string[]][] = [
    ['lines above', 'GET https://e.com/{{x', '\n\nGET https://e.com/{{x', ['variable-unknown 2:18-2:21']],
    [
      'lines above what the request refers to',
      'GET https://e.com/{{a}}\n###\n@a = {{x}}',
      '\nGET https://e.com/{{a}}\n###\n\n@a = {{x}}',
      ['variable-unknown 4:5-4:10'],
    ],
    ['a definition', '@b = 1\n###\nGET https://e.com/{{a}}', '@a = 1\n###\nGET https://e.com/{{a}}', []],
    [
      'a definition that goes',
      '@a = 1\n###\nGET https://e.com/{{a}}',
      '@b = 1\n###\nGET https://e.com/{{a}}',
      ['variable-unknown 2:18-2:23'],
    ],
    [
      'the name of another request',
      '### a\nGET https://e.com\n### x\nGET https://e.com/{{a.response.body.$}}',
      '### b\nGET https://e.com\n### x\nGET https://e.com/{{a.response.body.$}}',
      ['variable-unknown 3:18-3:39'],
    ],
    [
      'a directive of the file',
      `# @aws-payload signed\n###\nGET ${sts}`,
      `# @aws-payload {{x\n###\nGET ${sts}`,
      ['variable-unknown 0:15-0:18'],
    ],
  ];
  for (const [what, before, after, expected] of edits) {
    it(`are found anew after an edit: ${what}`, async () => {
      const file = parseHttpFile(before);
      await find(before, {}, file);
      const found = await find(after, {}, reparse(file, after));
      assert.deepEqual(
        found.map(({ code, range }) => `${code} ${place(range)}`),
        expected,
      );
    });
  }

  it('an expired session is told of, for the profile that signs', async () => {
    const expiredProfile = (name: string) => (name === 'ci' ? 'user/ci' : undefined);
    const found = await find(`GET ${sts}\n###\n# @aws-profile ci\nGET ${sts}`, { expiredProfile });
    assert.deepEqual(
      found.map(({ code, range }) => `${code} ${range.start.line}`),
      ['session-expired 3'],
    );
  });

  it('an environment file that cannot be read is told of where a request needs it', async () => {
    const text =
      '@own = 1\n# @prompt asked\nGET https://{{host}}/{{own}}{{asked}}{{$guid}}\n###\nGET https://e.com/{{own}}\n###\nGET https://{{other}}/';
    const found = await find(text, { environments: new Environments([], failure) });
    assert.deepEqual(
      found.map(({ code, severity, range }) => `${severity} ${code} ${place(range)}`),
      ['error environment-file-invalid 2:12-2:20', 'error environment-file-invalid 6:12-6:21'],
    );
    assert.match(found[0]?.message ?? '', /“host” has no value .* “e\.json” is not valid JSON/);
    assert.deepEqual(found[0]?.fixes, [
      { kind: 'open-file', title: 'Open Environment File', path: '/e.json', line: 3, column: 1, preferred: true },
    ]);
  });

  it('requests of another client are left to it', async () => {
    const found = await find(`GET https://e.com/{{script()}}\n\n# dropped\nx\n###\nGET ${sts}{{mine}}`, {
      isOurs: (request) => request.url.includes('amazonaws'),
    });
    assert.deepEqual(
      found.map(({ code, range }) => `${code} ${range.start.line}`),
      ['variable-unknown 5'],
    );
  });

  it('keys are told in requests of another client too', async () => {
    const found = await find(`POST https://e.com/\nX-Key: ${key}\n\n# dropped\nx`, { isOurs: () => false });
    assert.deepEqual(
      found.map(({ code, range }) => `${code} ${place(range)}`),
      ['credential-text 1:7-1:27'],
    );
  });

  it('a profile with blanks is put into a header in quotes', async () => {
    const text = `GET ${sts}\nAuthorization: AWS profile:mydev`;
    const [finding] = await find(text, { profileNames: ['my dev'] });
    assert.equal(apply(text, editsOf(finding?.fixes[0])), `GET ${sts}\nAuthorization: AWS profile:"my dev"`);
  });

  it('the session to renew is that of the profile that signs', async () => {
    const expired = { expiredProfile: (name: string) => (name === 'ci' ? 'user/ci' : undefined) };
    for (const text of [`# @aws-profile ci\nGET ${sts}`, `GET ${sts}\nAuthorization: AWS profile:ci`]) {
      const [finding] = await find(text, expired);
      assert.deepEqual(finding?.fixes, [
        { kind: 'command', title: 'Renew Session', command: 'awsAuth.session.start', target: { profileId: 'user/ci' } },
      ]);
    }
  });

  const messages: [text: string, message: RegExp][] = [
    ['@host2 = x\nGET https://{{hots2}}/', /no variable “hots2”\. Did you mean “host2”\?/],
    [
      '# @name login\nGET https://e.com\n###\nGET https://e.com/{{lgoin.response.body.$.x}}',
      /no request “lgoin” in this file\. Did you mean “login\.response\.body\.\$\.x”\?/,
    ],
    [`# @aws-presign 15m\nGET ${sts}`, /from 1 to 604800\. 15m is “900”\.$/],
    [`# @aws-presign 7 days\nGET ${sts}`, /7 days is “604800”\.$/],
    [`# @aws-presign 8d\nGET ${sts}`, /from 1 to 604800\.$/],
    [`# @aws-presign 2 months\nGET ${sts}`, /from 1 to 604800\.$/],
    [`@time = 1h\n# @aws-presign {{time}}\nGET ${sts}`, /1h is “3600”\./],
    ['GET https://e.com/{{login.response.body.$.x}}', /no request “login” in this file\.$/],
    [`# @aws-profile bild\nGET ${sts}`, /profile “bild”.* Did you mean “build”\?/],
    [`@p = bild\n# @aws-profile {{p}}\nGET ${sts}`, /profile “bild”.* Did you mean “build”\?/],
    [`# @aws-profil ci\nGET ${sts}`, /“@aws-profil” is not a directive; “# @aws-profile” is\.$/],
    [`# @aws-prfil ci\nGET ${sts}`, /“@aws-prfil” is not a directive.* Did you mean “@aws-profile”\?/],
    ['GET https://e.com/{{$procesEnv HOME}}', /not known here\. Did you mean “\$processEnv HOME”\?/],
    [`# @aws-region eu-centrl-1\nGET ${sts}`, /“eu-centrl-1” is not .* Did you mean “eu-central-1”\?/],
    ['GET https://sts.eu-centrl-1.amazonaws.com/', /“eu-centrl-1” is not .* Did you mean “eu-central-1”\?/],
    ['GET https://sts.eu-central-1.amazonaw.com/', /“amazonaw\.com” .* Did you mean “amazonaws\.com”\?/],
    ['# @aws-profile ci\nGET https://sts.eu-central-1.amazonaw.com/', /Did you mean “amazonaws\.com”\?/],
    ['GET https://{restapi_id}.execute-api.eu-west-1.amazonaws.com/', /“{restapi_id}” in the host/],
  ];
  for (const [text, message] of messages) {
    it(`of ${JSON.stringify(text)} say what was probably meant`, async () => {
      const found = await find(text);
      assert.deepEqual(found.length, 1, JSON.stringify(found));
      assert.match(found[0]?.message ?? '', message);
    });
  }

  const login = '# @name login\nGET https://e.com\n### Get user\nGET https://e.com\n###\n';
  const expressions: [expression: string, message: RegExp, fixes: string[]][] = [
    [
      'new Date().toISOString()',
      /^Scripts are not evaluated here, so “new Date\(\)\.toISOString\(\)” .*\{\{\$datetime iso8601\}\}/,
      [],
    ],
    ["hmac('topSecret').digest", /^Scripts are not evaluated here, so “hmac\('…'\)\.digest”/, []],
    [`btoa("o'brien:topSecret")`, /^Scripts are not evaluated here, so “btoa\("…"\)”/, []],
    [`sign('a\\'topSecret'); "topSecret`, /^Scripts are not evaluated here, so “sign\('…'\); "…"”/, []],
    ['a + 1', /^Scripts are not evaluated/, []],
    ['`x`', /^Scripts are not evaluated/, []],
    ['user id', /no variable “user id”, and none can have that name/, []],
    ['user:id', /no variable “user:id”, and none can have that name/, []],
    ['user.id', /no variable “user\.id”\. Define it/, ['Define @user.id']],
    ['user-id', /no variable “user-id”\. Define it/, ['Define @user-id']],
    ['login', /no variable “login”\. Define it/, ['Define @login']],
    ...[
      ['login.token', 'login.response.body.$.token'],
      ['%login.token', '%login.response.body.$.token'],
      ['Get user.id', 'Get user.response.body.$.id'],
      ['login.response.status', 'login.response.body.$.status'],
      ['login.response.token', 'login.response.body.$.token'],
      ['login.items[0].id', 'login.response.body.$.items[0].id'],
      ['login["a b"]', 'login.response.body.$["a b"]'],
      ['login.response.parsedBody.token', 'login.response.body.$.token'],
      ['login.body', 'login.response.body.*'],
      ['login.headers.etag', 'login.response.headers.etag'],
      ["login.headers['x-id']", 'login.response.headers.x-id'],
      ['login.request.header.etag', 'login.request.headers.etag'],
    ].map(([wrong = '', meant = '']): [string, RegExp, string[]] => [
      wrong,
      new RegExp(
        `only the headers and the body of “(login|Get user)” can be referred to\\. Did you mean “${meant.replace(/%/, '').replace(/[.*$[\]]/g, '\\$&')}”\\?$`,
      ),
      [`Change to {{${meant}}}`],
    ]),
    ['login.token.split(" ")', /^Scripts are not evaluated/, []],
    ['login[index]', /^Scripts are not evaluated/, []],
    ['login.headers[0]', /^Scripts are not evaluated/, []],
  ];
  for (const [expression, message, titles] of expressions) {
    it(`{{${expression}}} comes with what can be done about it`, async () => {
      const [finding, ...more] = await find(`${login}GET https://e.com/{{${expression}}}`);
      assert.equal(finding?.code, 'variable-unknown');
      assert.match(finding.message, message);
      assert.deepEqual(
        finding.fixes.map(({ title }) => title),
        titles,
      );
      assert.deepEqual(more, []);
    });
  }

  it('what is meant by a reference follows the names of the requests', async () => {
    const text = (name: string): string => `# @name ${name}\nGET https://e.com\n###\nGET https://e.com/{{login.token}}`;
    let file = parseHttpFile(text('logon'));
    const titles = async (): Promise<string[]> =>
      (await find(file.text, {}, file)).flatMap(({ fixes }) => fixes.map(({ title }) => title));
    assert.deepEqual(await titles(), ['Define @login.token']);
    file = reparse(file, text('login'));
    assert.deepEqual(await titles(), ['Change to {{login.response.body.$.token}}']);
  });

  it('nothing is written where the place of a reference is not known', async () => {
    const [finding] = await find(`@host2 = x\ncurl https://{{hots2}}/`);
    assert.equal(finding?.code, 'variable-unknown');
    assert.ok(!finding.fixes.some(({ title }) => title.startsWith('Change to')));
  });

  const form = 'POST https://sns.eu-west-1.amazonaws.com/\nContent-Type: application/x-www-form-urlencoded\n\n';
  const json = 'POST https://email.us-east-1.amazonaws.com/v2/email/templates\nContent-Type: application/json\n\n';
  const query = 'GET https://aps-workspaces.eu-central-1.amazonaws.com/workspaces/ws-1/api/v1/query';
  const fixes: [text: string, title: string, after: string][] = [
    [`${form}a=1&To=+4917`, 'Write the Plus as %2B', `${form}a=1&To=%2B4917`],
    [`${form}a=1+2+3&b=c`, 'Write the Plus as %2B', `${form}a=1%2B2%2B3&b=c`],
    [`${form}a=Hello+World`, 'Write the Space as %20', `${form}a=Hello%20World`],
    [`${form}a=1\n  &b=<User>\n  a+b@c.de</User>`, 'Write the Plus as %2B', `${form}a=1\n  &b=<User>\n  a%2Bb@c.de</User>`],
    [`${form}a=50% off`, 'Write “%” as %25', `${form}a=50%25 off`],
    [`${form}a=this & that`, 'Write “&” as %26', `${form}a=this %26 that`],
    [`${form}P={\n  "t": "a&b"\n}`, 'Write “&” as %26', `${form}P={\n  "t": "a%26b"\n}`],
    [`${query}?query=up + 1`, 'Write the Plus as %2B', `${query}?query=up %2B 1`],
    [`${query}?a=1\n  &since=12:00+01:00`, 'Write the Plus as %2B', `${query}?a=1\n  &since=12:00%2B01:00`],
    [`${query}?like=50%&x=1`, 'Write “%” as %25', `${query}?like=50%25&x=1`],
    [`@m = a%20b\n${form}Message={{m}}`, 'Change to {{%m}}', `@m = a%20b\n${form}Message={{%m}}`],
    [`${json}{"Subject":"Hi {{name}}"}`, 'Send the Braces as They Are', `${json}{"Subject":"Hi \\{\\{name\\}\\}"}`],
    [`${json}{"Html":"{{#if vip}}x"}`, 'Send the Braces as They Are', `${json}{"Html":"\\{\\{#if vip\\}\\}x"}`],
    [`${json}{"V":"{{ resolve:ssm:/b }}"}`, 'Send the Braces as They Are', `${json}{"V":"\\{\\{ resolve:ssm:/b \\}\\}"}`],
    [
      `${json}{"S":"{{name}}",\n"H":"{{#if vip}}Dear{{/if}}"}`,
      'Send All 3 Braces of This Body as They Are',
      `${json}{"S":"\\{\\{name\\}\\}",\n"H":"\\{\\{#if vip\\}\\}Dear\\{\\{/if\\}\\}"}`,
    ],
    [`${json}{"Subject":"Hi {{name}}"}`, 'Define @name', `@name = \n${json}{"Subject":"Hi {{name}}"}`],
    ['@host2 = x\nGET https://{{hots2}}/', 'Change to {{host2}}', '@host2 = x\nGET https://{{host2}}/'],
    ['@host2 = x\nGET https://e.com/{{%hots2}}', 'Change to {{%host2}}', '@host2 = x\nGET https://e.com/{{%host2}}'],
    ['@host2 = x\nGET https://e.com/{{% hots2 }}', 'Change to {{%host2}}', '@host2 = x\nGET https://e.com/{{%host2}}'],
    ['GET https://{{hots}}/', 'Define @hots', '@hots = \nGET https://{{hots}}/'],
    [`# @aws-profile bild\nGET ${sts}`, 'Use Profile build', `# @aws-profile build\nGET ${sts}`],
    [`# @aws-service exekute-api\nGET ${sts}`, 'Change to execute-api', `# @aws-service execute-api\nGET ${sts}`],
    [
      `# @aws-region us-west-2, eu-centrl-1\nGET ${sts}`,
      'Change to eu-central-1',
      `# @aws-region us-west-2, eu-central-1\nGET ${sts}`,
    ],
    ['GET https://sts.eu-centrl-1.amazonaws.com/', 'Change to eu-central-1', 'GET https://sts.eu-central-1.amazonaws.com/'],
    [
      '@region = eu-centrl-1\nGET https://sts.{{region}}.amazonaws.com/',
      'Change to eu-central-1',
      '@region = eu-central-1\nGET https://sts.{{region}}.amazonaws.com/',
    ],
    ['GET https://sts.eu-central-1.amazonaw.com/', 'Change to amazonaws.com', 'GET https://sts.eu-central-1.amazonaws.com/'],
    [
      '@host = sts.eucentral-1.amazonaws.com\nGET https://{{host}}',
      'Change to eu-central-1',
      '@host = sts.eu-central-1.amazonaws.com\nGET https://{{host}}',
    ],
    [
      '# @name login\nGET https://e.com\n###\nGET https://e.com/{{lgoin.response.body.$.x}}',
      'Change to {{login.response.body.$.x}}',
      '# @name login\nGET https://e.com\n###\nGET https://e.com/{{login.response.body.$.x}}',
    ],
    ['GET https://e.com/{{$gud}}', 'Change to {{$guid}}', 'GET https://e.com/{{$guid}}'],
    ['GET https://e.com/{{$procesEnv HOME}}', 'Change to {{$processEnv HOME}}', 'GET https://e.com/{{$processEnv HOME}}'],
    ['GET https://e.com/a\u200b', 'Remove', 'GET https://e.com/a'],
    ['GET https://e.com/a\u200b', 'Send It as %E2%80%8B', 'GET https://e.com/a%E2%80%8B'],
    [`GET ${sts}\nAuthorization: AWS\u00a0 AKID\u200b secret`, 'Remove', `GET ${sts}\nAuthorization: AWS AKID secret`],
    [`GET ${sts}\nAuthorization: AWS\u00a0AKID secret`, 'Replace by a Space', `GET ${sts}\nAuthorization: AWS AKID secret`],
    [`# @aws-region eu-west-1\u200b\nGET ${sts}`, 'Remove', `# @aws-region eu-west-1\nGET ${sts}`],
    [
      `@a = x{{b}}\n@b = \u200be-west\u200b\nGET ${sts}?{{a}}`,
      'Remove from the Variable',
      `@a = x{{b}}\n@b = e-west\nGET ${sts}?{{a}}`,
    ],
    [`# @nolog\nGET ${sts}`, 'Replace by # @no-log', `# @no-log\nGET ${sts}`],
    [`# @no redirect\nGET ${sts}`, 'Replace by # @no-redirect', `# @no-redirect\nGET ${sts}`],
    ['GET https://e.com/a HTTP', 'Remove “HTTP”', 'GET https://e.com/a'],
    ['GET https://e.com/a HTTP', 'Replace by %20HTTP', 'GET https://e.com/a%20HTTP'],
    ['GET https://e.com/a?\n  b=c // d', 'Replace by %20//%20d', 'GET https://e.com/a?\n  b=c%20//%20d'],
    ['GET https://e.com/my #1 file', 'Replace by %231 file', 'GET https://e.com/my %231 file'],
    [`# @aws-presign 15m\nGET ${sts}`, 'Replace by 900', `# @aws-presign 900\nGET ${sts}`],
    ['GET https://{{hsot}}/', 'Change to {{host}}', 'GET https://{{host}}/'],
    [`# @aws-region eucentral-1\nGET ${sts}`, 'Change to eu-central-1', `# @aws-region eu-central-1\nGET ${sts}`],
    [
      'POST https://e.com/\n\na\n# b\nc',
      'Send Lines That Begin with # or //',
      '# @keep-body-comments\nPOST https://e.com/\n\na\n# b\nc',
    ],
    ['GET https://e.com/\n\nGET https://e.com/', 'Put ### Above', 'GET https://e.com/\n\n###\nGET https://e.com/'],
    [`GET ${sts}\nAuthorization: AWS profile:bild`, 'Use Profile build', `GET ${sts}\nAuthorization: AWS profile:build`],
    [`GET ${sts}\nAuthorization: AWS bild`, 'Use Profile ci', `GET ${sts}\nAuthorization: AWS profile:ci`],
    [
      `GET ${sts}\nAuthorization: AWS profile:ci region:eu-centrl-1`,
      'Change to eu-central-1',
      `GET ${sts}\nAuthorization: AWS profile:ci region:eu-central-1`,
    ],
    [
      '### a b\nGET https://e.com\n### a b\nGET https://e.com/{{a b.response.body}}',
      'Rename to “a b 2”',
      '### a b\nGET https://e.com\n### a b 2\nGET https://e.com/{{a b.response.body}}',
    ],
    [
      '###-\n### a\n###-\nGET https://e.com\n###-\n### a\n###-\nGET https://e.com/{{a.response.body}}',
      'Rename to “a2”',
      '###-\n### a\n###-\nGET https://e.com\n###-\n### a2\n###-\nGET https://e.com/{{a.response.body}}',
    ],
    [
      '# @name a2\nGET https://e.com\n###\n# @name a\nGET https://e.com\n###\n# @name a\nGET https://e.com',
      'Rename to “a3”',
      '# @name a2\nGET https://e.com\n###\n# @name a\nGET https://e.com\n###\n# @name a3\nGET https://e.com',
    ],
    ['@a = 1\n@b = 2\n@a = 3\nGET https://e.com', 'Remove the Earlier Line', '@b = 2\n@a = 3\nGET https://e.com'],
    ['@a = 1\n@b = 2\n@a = 3\nGET https://e.com', 'Remove This Line', '@a = 1\n@b = 2\nGET https://e.com'],
    [
      `@x = 1\ncurl ${sts} -d '{"a":"{{name}} {{ name }}"}' \\\n  -H 'A: {{x}}'`,
      'Send the Braces as They Are',
      `@x = 1\ncurl ${sts} -d '{"a":"\\{\\{name\\}\\} \\{\\{ name \\}\\}"}' \\\n  -H 'A: {{x}}'`,
    ],
    [`curl ${sts} -d "{{name}}"`, 'Send the Braces as They Are', `curl ${sts} -d "\\{\\{name\\}\\}"`],
    [`GET "${sts}" HTTP/1.1`, 'Remove What Surrounds the URL', `GET ${sts} HTTP/1.1`],
    [`GET <${sts}`, 'Remove What Surrounds the URL', `GET ${sts}`],
    [`GET ${sts} /* all of it */`, 'Remove “/* all of it */”', `GET ${sts}`],
    [`# @aws-porfile ci\nGET ${sts}`, 'Replace by # @aws-profile ci', `# @aws-profile ci\nGET ${sts}`],
    [`# @aws-sevice s3\nGET ${sts}`, 'Remove This Line', `GET ${sts}`],
    [`# @aws-sevice sts\nGET ${sts}`, 'Replace by # @aws-service sts', `# @aws-service sts\nGET ${sts}`],
    ['POST https://e.com/\n\n  <@./here.json', 'Replace by <@ ./here.json', 'POST https://e.com/\n\n<@ ./here.json'],
    [`# @aws_profile = "my ci"\nGET ${sts}`, 'Replace by # @aws-profile my ci', `# @aws-profile my ci\nGET ${sts}`],
    [`# @awsProfile ci\nGET ${sts}`, 'Replace by # @aws-profile ci', `# @aws-profile ci\nGET ${sts}`],
    [`  // @aws-profile: ci\n###\nGET ${sts}`, 'Replace by # @aws-profile ci', `  # @aws-profile ci\n###\nGET ${sts}`],
    [`GET ${sts}\n#@AWS_REGION=us-west-2`, 'Replace by # @aws-region us-west-2', `GET ${sts}\n# @aws-region us-west-2`],
  ];
  it('braces of a command are left where a shell takes the signs before them away, and outside its data', async () => {
    for (const data of ['-d {{name}}', `-H 'A: {{name}}'`, `-d '{{name}}' -H 'A: {{name}}'`]) {
      const [finding] = await find(`curl ${sts} ${data}`);
      assert.deepEqual(
        finding?.fixes.map(({ title }) => title),
        ['Define @name'],
        data,
      );
    }
  });

  it('a name with a part that nobody sees is told once', async () => {
    for (const line of ['# @aws-profile bu\u200bild', '# @aws-region eu-central-1\u200b', '# @aws-service s\u200bts']) {
      const found = await find(`${line}\nGET ${sts}`);
      assert.deepEqual(
        found.map(({ code }) => code),
        ['invisible-character'],
        line,
      );
    }
  });

  it('what nobody sees is encoded in a path or query alone: a host would be another one', async () => {
    for (const url of ['https://e.com\u200b/', 'https://e.com\u200b', 'https://e\u200b.com/a?b=c', 'e\u200b.com/a']) {
      const [finding] = await find(`GET ${url}`);
      const titles = finding?.fixes.map(({ title }) => title);
      assert.deepEqual([finding?.code, titles], ['invisible-character', ['Remove']], url);
    }
  });

  for (const [text, title, after] of fixes) {
    it(`${title} makes it right`, async () => {
      const [finding] = await find(text);
      const fix = finding?.fixes.find((each) => each.title === title);
      assert.ok(fix, JSON.stringify(finding));
      const fixed = apply(text, editsOf(fix));
      assert.equal(fixed, after);
      assert.ok(
        !(await find(fixed)).some(
          ({ code, range }) =>
            code === finding?.code && range.start.line === finding.range.start.line && code !== 'variable-unknown',
        ),
      );
    });
  }

  const fields: [what: string, text: string, expected: string[]][] = [
    ['a form of a phone number', `${form}PhoneNumber=+4917`, ['warning plus-is-blank 3:12-3:13']],
    ['each field of a form', `${form}a=+1&b=2&c=+3`, ['warning plus-is-blank 3:2-3:3', 'warning plus-is-blank 3:11-3:12']],
    ['all pluses of a value', `${form}a=1+2+3`, ['warning plus-is-blank 3:3-3:6']],
    ['a plus among escapes', `${form}a=x+y%20z`, ['information plus-is-blank 3:3-3:4']],
    ['escapes alone', `${form}a=x%2By%20z`, []],
    ['a percent sign that is sent as one', `${form}a=50% off`, ['information percent-unencoded 3:4-3:5']],
    ['a field without a value', `${form}a=1& more`, ['warning form-field-without-value 3:3-3:9']],
    ['lines of fields', `${form}a=1\n&b=2&\nc=3`, []],
    ['fields by variables', `@rest = c=4\n${form}a=1&{{rest}}`, []],
    ['signs within a reference', `${form}a={{$datetime "YYYY+MM & % x"}}`, []],
    ['a value that is encoded as it is put in', `@m = 1 + 1 & 50%\n${form}a={{m}}`, []],
    ['a value that was encoded', `@m = a%20b\n${form}a={{m}}`, ['information variable-encoded-already 4:2-4:7']],
    [
      'a value that was encoded, in a query',
      `@m = a%20b\nGET https://e.com/?a={{m}}`,
      ['information variable-encoded-already 1:21-1:26'],
    ],
    ['a value that was encoded, outside fields', `@m = a%20b\nGET https://e.com/{{m}}?{{m}}`, []],
    ['a value that is to be encoded again', `@m = a%20b\n${form}a={{%m}}`, []],
    ['a query', `${query}?a=b+c`, [`warning plus-is-blank 0:${query.length + 8 - 4}-0:${query.length + 9 - 4}`]],
    ['a query on further lines', `${query}\n  ?a=1\n  &b=+`, ['warning plus-is-blank 2:5-2:6']],
    [
      'a form whose type is a variable',
      `@type = application/x-www-form-urlencoded; charset=utf-8\n${form.replace(/Content-Type: .*/i, 'Content-Type: {{type}}')}a=1+2`,
      ['warning plus-is-blank 4:3-4:4'],
    ],
    [
      'a variable that is a whole address, once for all requests',
      '@u = https://e.com/x+y?a=b+c\nGET {{u}}\n\n###\nGET {{u}}',
      ['warning plus-is-blank 0:26-0:27'],
    ],
    ['a variable that is a query', '@q = ?a=+1&b=+2\nGET https://e.com/{{q}}', ['warning plus-is-blank 0:8-0:14']],
    [
      'variables within variables',
      '@q = a=+1\n@b = https://e.com/+\n@u = {{b}}?{{q}}\nGET {{u}}',
      ['warning plus-is-blank 0:7-0:8'],
    ],
    ['further fields by variables', `@rest = c=+4\n${form}a=1&{{rest}}`, ['warning plus-is-blank 0:10-0:11']],
    ['further fields behind a value', `@rest = &c=+4\n${form}a=1{{rest}}`, ['warning plus-is-blank 0:11-0:12']],
    ['a variable in a path', '@key = a+b\nGET https://b.s3.eu-west-1.amazonaws.com/{{key}}?x=1', []],
    ['the value of a field, by a variable', '@key = a+b\nGET https://e.com/?x={{key}}', []],
    ['a plus in a path, which is one', 'GET https://b.s3.eu-west-1.amazonaws.com/a+b', []],
    [
      'a plus in a fragment, which is not sent',
      'GET https://b.s3.eu-west-1.amazonaws.com/a?b#c+d',
      ['warning url-fragment 0:44-0:48'],
    ],
    ['a percent sign in a URL', 'GET https://e.com/a?b=5%', ['error url-not-legal 0:23-0:24']],
    ['a percent sign before a variable', '@hex = 20\nGET https://e.com/a?b=%{{hex}}&c=%2{{hex}}', []],
    ['an escape over two lines', 'GET https://e.com/a?b=%\n  &c=1', ['error url-not-legal 0:22-0:23']],
    ['a body of another type', 'POST https://e.com/\nContent-Type: text/plain\n\n+ 5% & more', []],
    ['what curl sends as it is', `curl https://e.com/?a=+ -d 'b=+ & c'`, []],
  ];
  for (const [what, text, expected] of fields) {
    it(`of fields: ${what}`, async () => {
      const found = (await find(text)).filter(({ code }) => /^(?:plus|percent|form|url|variable)-/.test(code));
      assert.deepEqual(
        found.map(({ severity, code, range }) => `${severity} ${code} ${place(range)}`),
        expected,
      );
    });
  }

  it('say nothing of a secret, whatever holds it', async () => {
    const texts = [
      `@a = ${key}\n@secret = ${secret}\nGET ${sts}?{{x}}\nAuthorization: AWS {{a}} {{secret}} ${secret}`,
      `GET ${sts}\nAuthorization: AWS ${key} ${secret} us-east-1 s3`,
      `GET ${sts}\nAuthorization: AWS profile:${key} region:${secret} service:${secret}`,
      `# @aws-profile ${key}\n# @aws-region ${secret}\n# @aws-service ${secret}\nGET ${sts}`,
      `# ${key}\n# @aws-profile ci\nPOST https://user:${secret.replaceAll('/', '')}@api.example.com/\n\nsecretKey: ${secret}`,
      `curl ${sts} -H 'Authorization: AWS ${key} ${secret}' -u ${key}:${secret}`,
    ];
    for (const text of texts) {
      const found = await find(text);
      assert.ok(found.length > 0, text);
      const said = found.flatMap(({ message, fixes }) => [message, ...fixes.map(({ title }) => title)]).join('\n');
      for (const hidden of [key, secret, secret.replaceAll('/', '')]) assert.ok(!said.includes(hidden), said);
    }
  });

  const movable: [what: string, text: string, lines: (number | undefined)[]][] = [
    ['a header', `GET ${sts}\nAuthorization: AWS ${key} ${secret}`, [0]],
    ['a header without labels', `GET ${sts}\nAuthorization: AWS ${key} ${secret} us-east-1 s3`, [0]],
    [
      'variables',
      `@id = ${key}\n@secretKey = ${secret}\n@login = AWS {{id}} {{secretKey}}\nGET ${sts}\nAuthorization: {{login}}`,
      [3, 3, 3],
    ],
    ['a variable that no header refers to', `@id = ${key}\nGET ${sts}?{{id}}`, [undefined]],
    ['curl', `### a\ncurl ${sts} \\\n  -H 'Authorization: AWS ${key} ${secret}'`, [1]],
    ['curl with two users', `curl ${sts} -H 'Authorization: AWS ${key} ${secret}' -u a:b`, [undefined, undefined]],
    ['a body', `POST ${sts}\n\n${key}`, [undefined]],
  ];
  for (const [what, text, lines] of movable) {
    it(`keys in ${what} can ${lines.includes(undefined) ? 'not ' : ''}be moved from there`, async () => {
      const found = (await find(text)).filter(({ code }) => code === 'credential-text');
      assert.deepEqual(
        found.map(({ fixes }) => fixes.find(isMoveKeys)?.line),
        lines,
      );
    });
  }
});

describe('moving keys into a profile', () => {
  const cases: [what: string, text: string, after: string][] = [
    [
      'a header with everything',
      `GET ${sts}\nAccept: */*\nAuthorization: AWS ${key} ${secret} region:us-west-2 service: sts\n\nbody`,
      `# @aws-profile keys\n# @aws-region us-west-2\n# @aws-service sts\nGET ${sts}\nAccept: */*\n\nbody`,
    ],
    [
      'variables that nothing else uses, in two requests',
      `@id = ${key}\n@host = x\n@s = ${secret}\n### a\nGET ${sts}\nAuthorization: AWS {{id}} {{s}}\n### b\nGET ${sts}\nAuthorization: AWS {{id}} {{s}}\nA: {{host}}`,
      `@host = x\n### a\n# @aws-profile keys\nGET ${sts}\n### b\n# @aws-profile keys\nGET ${sts}\nA: {{host}}`,
    ],
    [
      'a variable that something else uses',
      `@id = ${key}\nGET ${sts}?{{id}}\nAuthorization: AWS {{id}} ${secret}`,
      `@id = ${key}\n# @aws-profile keys\nGET ${sts}?{{id}}\n`,
    ],
    [
      'a header without labels',
      `GET ${sts}\nAuthorization: AWS ${key} ${secret} us-east-1 s3`,
      `# @aws-profile keys\n# @aws-region us-east-1\n# @aws-service s3\nGET ${sts}\n`,
    ],
    [
      'a header that variables make up',
      `@id = ${key}\n@s = ${secret}\n@login = AWS {{id}} {{s}}\n###\nGET ${sts}\nAuthorization: {{login}}`,
      `###\n# @aws-profile keys\nGET ${sts}\n`,
    ],
    [
      'a header that a variable holds and something else uses',
      `@id = ${key}\n@login = AWS {{id}} ${secret}\nGET ${sts}?{{id}}\nAuthorization: {{login}}`,
      `@id = ${key}\n# @aws-profile keys\nGET ${sts}?{{id}}\n`,
    ],
    [
      'curl',
      `curl -X POST \\\n  -H "Authorization: AWS ${key} ${secret} region:us-west-2" \\\n  -H 'Accept: */*' ${sts}\n`,
      `# @aws-profile keys\n# @aws-region us-west-2\ncurl -X POST \\\n  -H 'Accept: */*' ${sts}\n`,
    ],
    [
      'curl that signs',
      `curl --aws-sigv4 aws:amz:us-west-2:sts --user ${key}:${secret} ${sts}`,
      `# @aws-profile keys\n# @aws-region us-west-2\n# @aws-service sts\ncurl --aws-sigv4 aws:amz:us-west-2:sts ${sts}`,
    ],
    [
      'another key stays',
      `GET ${sts}\nAuthorization: AWS ${key} ${secret}\n###\nGET ${sts}\nAuthorization: AWS AKIAOTHER0EXAMPLE000 other`,
      `# @aws-profile keys\nGET ${sts}\n###\nGET ${sts}\nAuthorization: AWS AKIAOTHER0EXAMPLE000 other`,
    ],
    [
      'keys with another token stay',
      `GET ${sts}\nAuthorization: AWS ${key} ${secret}\n###\nGET ${sts}\nAuthorization: AWS ${key} ${secret}\nX-Amz-Security-Token: T`,
      `# @aws-profile keys\nGET ${sts}\n###\nGET ${sts}\nAuthorization: AWS ${key} ${secret}\nX-Amz-Security-Token: T`,
    ],
  ];
  for (const [what, text, after] of cases) {
    it(what, () => {
      const file = parseHttpFile(text);
      const [request] = file.requests;
      assert.ok(request);
      const keys = literalKeysOf(request, file);
      assert.ok(keys);
      assert.equal(apply(text, moveKeysEdits(file, text, keys, 'keys')), after);
    });
  }

  const [auth, token] = [`Authorization: AWS ${key} ${secret}`, 'IQoJb3/+session=='];
  const temporary: [where: string, text: string, after: string][] = [
    ['token:', `GET ${sts}\n${auth} token:${token}\nA: b`, `GET ${sts}\nA: b`],
    ['token: of a line of its own', `GET ${sts}\n${auth}\n  token: ${token}\nA: b`, `GET ${sts}\nA: b`],
    ['a header', `GET ${sts}\nX-Amz-Security-Token: ${token}\nA: b\n${auth}`, `GET ${sts}\nA: b\n`],
    ['a header in small letters', `GET ${sts}\n${auth}\nx-amz-security-token:${token}\nA: b`, `GET ${sts}\nA: b`],
    ['a header by a variable', `@t = ${token}\nGET ${sts}\n${auth}\nX-Amz-Security-Token: {{t}}`, `GET ${sts}\n`],
    ['token:, and in a header', `GET ${sts}\n${auth} token:${token}\nX-Amz-Security-Token: old`, `GET ${sts}\n`],
    ['two headers', `GET ${sts}\n${auth}\nX-Amz-Security-Token: ${token}\nX-Amz-Security-Token: old`, `GET ${sts}\n`],
    ['-H of curl', `curl ${sts} -H 'X-Amz-Security-Token: ${token}' \\\n  -H '${auth}' -H "A: b"`, `curl ${sts} -H "A: b"`],
    [
      '--header of curl that signs',
      `curl ${sts} --aws-sigv4 aws:amz \\\n  --user ${key}:${secret} \\\n  --header "x-amz-security-token:${token}" \\\n  -sS`,
      `curl ${sts} --aws-sigv4 aws:amz \\\n  -sS`,
    ],
    [
      '-H of curl without quotes',
      `curl ${sts} -u ${key}:${secret} --aws-sigv4 aws:amz -H x-amz-security-token:${token}`,
      `curl ${sts} --aws-sigv4 aws:amz`,
    ],
  ];
  for (const [where, text, after] of temporary) {
    it(`keys with a token in ${where}: the profile gets it, and the text keeps none`, () => {
      const file = parseHttpFile(text);
      const [request] = file.requests;
      assert.ok(request);
      const keys = literalKeysOf(request, file);
      assert.ok(keys);
      assert.deepEqual(keys.credentials, { accessKeyId: key, secretAccessKey: secret, sessionToken: token });
      assert.equal(apply(text, moveKeysEdits(file, text, keys, 'keys')), `# @aws-profile keys\n${after}`);
    });
  }

  const signing = '--aws-sigv4 aws:amz:eu-central-1:sts';
  const beside: [text: string, after: string][] = [
    [`curl ${sts} -u ${key}:${secret} --user-agent me -U x:y ${signing}`, `curl ${sts} --user-agent me -U x:y ${signing}`],
    [`curl ${sts} -u '${key}:${secret}' -u2 ${signing}`, ''],
    [`curl ${sts} -u${key}:${secret} ${signing}`, `curl ${sts} ${signing}`],
    [`curl ${sts} --user=${key}:${secret} ${signing}`, `curl ${sts} ${signing}`],
    [`curl ${sts} -u ${key}:'${secret}' ${signing}`, ''],
    [`curl ${sts} -u "${key}":"${secret}" ${signing}`, ''],
    [`curl ${sts} --user ${key}\\:${secret} ${signing}`, ''],
    [`curl ${sts} -u $'${key}:${secret}' ${signing}`, ''],
    [`curl ${sts} -H 'Authorization: AWS ${key}'" ${secret}"`, ''],
    [`curl ${sts} -sSu ${key}:${secret} -U a:b ${signing}`, ''],
    [`curl ${sts} -sSu ${key}:${secret} -d 'hi -u bob said' ${signing}`, ''],
    [`curl ${sts} -sSu ${key}:${secret} --user-agent me ${signing}`, ''],
    [`curl ${sts} -d 'a -u ${key}:${secret} b' -sSu ${key}:${secret} ${signing}`, ''],
  ];
  for (const [text, after] of beside) {
    it(`${text.replaceAll(secret, '…')}: ${after === '' ? 'nothing is moved' : 'the keys alone go'}`, () => {
      const file = parseHttpFile(text);
      const [request] = file.requests;
      assert.ok(request);
      const keys = literalKeysOf(request, file);
      const moved = keys === undefined ? text : apply(text, moveKeysEdits(file, text, keys, 'keys'));
      assert.equal(moved.replace(/^#.*\n/gm, ''), after === '' ? text : after);
    });
  }

  it('keys stay where the token cannot be told, or cannot be taken out of the text', () => {
    for (const text of [
      `GET ${sts}\n${auth}\nX-Amz-Security-Token: {{$processEnv TOKEN}}`,
      `curl ${sts} -H '${auth}' -H $'x-amz-security-token: ${token}'`,
      `curl ${sts} -H '${auth}' -H x-amz-security-token:'${token}'`,
    ]) {
      const file = parseHttpFile(text);
      const [request] = file.requests;
      assert.ok(request);
      const keys = literalKeysOf(request, file);
      assert.deepEqual(keys === undefined ? [] : moveKeysEdits(file, text, keys, 'keys'), [], text);
    }
  });

  for (const header of ['AWS profile:x', 'AWS4-HMAC-SHA256 Credential=…', `AWS {{id}} ${secret}`, `AWS ${key}`, 'Basic x']) {
    it(`“${header.replace(secret, '…')}” holds none`, () => {
      const file = parseHttpFile(`GET ${sts}\nAuthorization: ${header}`);
      const [request] = file.requests;
      assert.ok(request);
      assert.equal(literalKeysOf(request, file), undefined);
    });
  }
});

describe('a profile that is not there for now', () => {
  const text = '# @aws-profile sandbox\nGET https://sts.eu-west-1.amazonaws.com/';
  const states: [what: string, ports: Partial<FindingsPorts>, code: string, message: RegExp, action: string][] = [
    ['because the sandbox is not running', {}, 'sandbox-stopped', /^The local sandbox is not running/, 'Start Local Sandbox'],
    [
      'in Restricted Mode',
      { isRestricted: true },
      'profile-restricted',
      /do not count in Restricted Mode/,
      'Manage Workspace Trust',
    ],
  ];
  for (const [what, ports, code, message, title] of states) {
    it(what, async () => {
      const [finding] = await find(text, ports);
      assert.ok(finding);
      assert.deepEqual([finding.code, finding.severity, finding.fixes[0]?.title], [code, 'information', title]);
      assert.match(finding.message, message);
    });
  }
});
