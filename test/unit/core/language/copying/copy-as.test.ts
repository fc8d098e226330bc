import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { parseHttpFile } from '../../../../../src/core/http-file/parse.ts';
import { copyTexts, environmentTarget } from '../../../../../src/core/language/copying/copy-as.ts';
import type { Shell } from '../../../../../src/core/language/copying/shell-quoting.ts';
import { prepareRequest } from '../../../../../src/core/requests/prepare-request.ts';
import { sigv4a } from '../../../../../src/core/signing/algorithms/sigv4a.ts';
import { startSandbox } from '../../../../../src/sandbox/start-sandbox.ts';
import type { Sandbox } from '../../../../../src/sandbox/sandbox.ts';
import { staticProfile } from '../../../fakes/sample-profiles.ts';

const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const sessionToken = 'token/with+signs==';
const credentials = { accessKeyId: staticProfile.accessKeyId, secretAccessKey, sessionToken };
const directory = mkdtempSync(join(tmpdir(), 'copy-as-'));
writeFileSync(join(directory, 'it’s.bin'), Buffer.from([0, 255, 10, 13]));

function curlVersion(): string {
  try {
    return /curl (\d+\.\d+)/.exec(execFileSync('curl', ['--version'], { encoding: 'utf8' }))?.[1] ?? '0';
  } catch {
    return '0';
  }
}
const version = curlVersion();
const hasCurl = isAtLeast(version, '7.88') && process.platform !== 'win32';

let sandbox: Sandbox;
before(async () => {
  sandbox = await startSandbox({ trustAnchors: [], profiles: [], roles: [], accessKeys: [credentials] });
});
after(async () => {
  await sandbox.close();
  rmSync(directory, { recursive: true });
});

async function prepare(text: string, presigning?: false) {
  const file = parseHttpFile(text);
  const [request] = file.requests;
  assert.ok(request);
  const profile = { id: 'ci', name: 'ci', profile: { ...staticProfile, endpoint: sandbox.url } };
  return prepareRequest(
    request,
    { file, baseDirectory: directory, signal: new AbortController().signal },
    {
      profileByName: () => undefined,
      activeProfile: () => profile,
      credentials: () => Promise.resolve(credentials),
      confirmDestination: () => Promise.resolve(),
      askScope: () => Promise.resolve(undefined),
      now: () => new Date(),
      sigv4a: () => Promise.resolve(sigv4a),
    },
    presigning,
  );
}

const requests: [what: string, text: string, isPlain: boolean][] = [
  [
    'a form',
    'POST https://sts.eu-central-1.amazonaws.com/\nContent-Type: application/x-www-form-urlencoded\n\nAction=GetCallerIdentity&Version=2011-06-15',
    true,
  ],
  [
    'quotes, dollars and line ends',
    'POST https://lambda.eu-west-1.amazonaws.com/x\nContent-Type: application/json\n\n{"a": "it\'s $HOME `x` \\\\ü",\n\n"b": 1}',
    true,
  ],
  ['a body that begins with @', 'POST https://lambda.eu-west-1.amazonaws.com/x\n\n@not-a-file', false],
  ['a query', 'GET https://lambda.eu-west-1.amazonaws.com/x?b=[1]&a={2}&c', false],
  ['dot segments in a key', 'PUT https://bucket.s3.eu-west-1.amazonaws.com/a/../b//c%20d\n\nx', false],
  ['a body file', 'POST https://lambda.eu-west-1.amazonaws.com/x\n\n< ./it’s.bin', false],
  ['a body that is not covered', '# @aws-payload unsigned\nPUT https://bucket.s3.eu-west-1.amazonaws.com/key\n\nbody', true],
  ['a signature in the URL', '# @aws-presign 900\nGET https://lambda.eu-west-1.amazonaws.com/x', true],
  ['a head', 'HEAD https://lambda.eu-west-1.amazonaws.com/x', true],
  ['headers with quotes and without value', "GET https://lambda.eu-west-1.amazonaws.com/x\nX-Amz-A: it's\nX-Amz-B:", false],
];

describe('a signed curl command', { skip: hasCurl ? false : 'needs curl 7.88' }, () => {
  for (const [what, text] of requests) {
    it(what, async () => {
      const { request } = await prepare(text);
      const command = copyTexts.curl(request);
      assert.ok(!command.includes(secretAccessKey));
      await promisify(execFile)('sh', ['-c', command.replace('curl ', 'curl -s ')]);
      assert.equal(
        sandbox.requests.at(-1)?.verdict.replace('NoSuchBucket', 'accepted'),
        'accepted',
        `${command}\n${sandbox.requests.at(-1)?.reason}`,
      );
    });
  }
});

const s3 = 'https://bucket.s3.eu-west-1.amazonaws.com';
const lambda = 'https://lambda.eu-west-1.amazonaws.com';
/** With the versions of curl that sign it wrongly. */
const selfSigned: [what: string, text: string, wrong?: string][] = [
  ...requests.filter(([, , isPlain]) => isPlain).map(([what, text]): [string, string] => [what, text]),
  ['an object', `GET ${s3}/key`],
  ['an object that is put', `PUT ${s3}/key\nContent-Type: text/plain\n\nbody`],
  ['an object from a file', `PUT ${s3}/key\n\n< ./it’s.bin`],
  ['an object that is asked for', `HEAD ${s3}/key`],
  ['an object that is deleted', `DELETE ${s3}/key`],
  ['a listing', `GET ${s3}/?prefix=a/b&list-type=2&delimiter=/`],
  ['a parameter without value', `GET ${s3}/?versioning`],
  ['a key with signs', `GET ${s3}/asset_id=x/dt=1/mac@2x (1)*.png`],
  ['a key with colons and letters', `PUT ${s3}/a:b/ü+c,d%20e%2fg\n\nx`],
  ['a function with signs in a query', `GET ${lambda}/x?b=[1]&a={2}&c`],
  ['a query with a plus', `GET ${lambda}/x?a=1%2B2&b=c%20d`, 'from 8.14 and before 8.19'],
  ['a query whose names begin alike', `GET ${lambda}/x?a=1&a-b=2`, 'from 8.3 and before 8.14'],
  ['a query with a name twice, in order', `GET ${lambda}/x?a=1&a=2`],
  ['a query with a name twice', `GET ${lambda}/x?a=2&a=1`, 'before 8.3'],
  ['a path with a colon', `GET ${lambda}/test:123`, 'before 8.9'],
  ['a path with a star', `GET ${lambda}/_alias/t*`, 'before 8.9'],
  ['a path with escapes', `GET ${lambda}/a b`, 'before 8.14'],
  ['a path with empty segments', `GET ${lambda}/a//b`, 'all'],
  ['dot segments', `GET ${lambda}/a/../b`, 'all'],
  ['a key that is another without', `PUT ${s3}/a//b\n\nx`],
  ['the same header twice', `GET ${lambda}/x\nX-Amz-A: 1\nX-Amz-A: 2`, 'before 8.13'],
  ['headers that begin alike', `PUT ${s3}/key\nx-amz-meta-a: 1\nx-amz-meta-a-b: 2\n\nx`, 'before 8.10'],
  ['another of the family', 'GET https://bucket-123456789012.s3-object-lambda.eu-west-1.amazonaws.com/a%20b', 'from 8.14'],
];

/** Versions in their order. */
function isAtLeast(version: string, wanted: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = wanted.split('.').map(Number);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

describe('curl --aws-sigv4', () => {
  for (const [what, text, wrong] of selfSigned) {
    it(`${what}: ${wrong ?? 'none'} of curl’s versions sign it wrongly`, async () => {
      const { request, scope } = await prepare(text, false);
      const { text: command, note } = copyTexts.curlSigV4(request, scope);
      if (wrong === undefined) assert.equal(note, undefined);
      else assert.ok(note?.startsWith(wrong === 'all' ? 'No version of curl signs this ' : `curl ${wrong} signs this `), note);
      for (const secret of [secretAccessKey, sessionToken, credentials.accessKeyId]) {
        assert.ok(!command.includes(secret) && !command.includes(encodeURIComponent(secret)));
      }
      assert.doesNotMatch(command, /signature/i);
      assert.equal(/X-Amz-Content-Sha256/i.test(command), text.includes('s3'));
      if (!hasCurl) return;
      const env = {
        ...process.env,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_SESSION_TOKEN: sessionToken,
      };
      await promisify(execFile)('sh', ['-c', command.replace('curl ', 'curl -s ')], { env });
      const { verdict, reason } = sandbox.requests.at(-1) ?? {};
      const [from = '0', before = '99'] = [/from (\S+)/, /before (\S+)/].map((pattern) => pattern.exec(wrong ?? '')?.[1]);
      const isRight = wrong === undefined || !isAtLeast(version, from) || isAtLeast(version, before);
      // What is said of the curl at hand is what it does.
      assert.equal(
        !['SignatureDoesNotMatch', 'InvalidSignatureException'].includes(verdict ?? ''),
        isRight,
        `${command}\n${verdict} ${reason}`,
      );
    });
  }
});

it('a set of regions is refused for curl --aws-sigv4: curl has no SigV4a', async () => {
  const { request, scope } = await prepare('# @aws-region *\nGET https://b.s3.eu-west-1.amazonaws.com/');
  assert.throws(() => copyTexts.curlSigV4(request, scope), { code: 'curl-lacks-sigv4a' });
});

describe('the environment', () => {
  const names = [
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'AWS_REGION',
    'AWS_DEFAULT_REGION',
    'AWS_ENDPOINT_URL',
  ];
  const odd = { accessKeyId: 'A', secretAccessKey: "it's $HOME", sessionToken: 't' };

  it('is what a shell takes over', { skip: process.platform === 'win32' ? 'needs sh' : false }, () => {
    const target = { region: 'eu-west-1', endpoint: "http://it's$(id):1" };
    const script = `${copyTexts.environment(odd, target, 'posix')}printf '%s|' ${names.map((name) => `"$${name}"`).join(' ')}`;
    assert.equal(
      execFileSync('sh', ['-c', script], { encoding: 'utf8' }),
      "A|it's $HOME|t|eu-west-1|eu-west-1|http://it's$(id):1|",
    );
  });

  it('ends no string of PowerShell early', () => {
    const text = copyTexts.environment(
      { ...odd, secretAccessKey: "a'b\u2019c\u201bd" },
      { region: 'r', endpoint: undefined },
      'powershell',
    );
    assert.match(text, /^\$Env:AWS_SECRET_ACCESS_KEY = 'a''b\u2019\u2019c\u201b\u201bd'$/m);
  });

  it('is taken as it is by cmd.exe, or refused', () => {
    const target = { region: 'r', endpoint: undefined };
    const lines = (secretAccessKey: string): string[] =>
      copyTexts.environment({ ...odd, secretAccessKey }, target, 'cmd').split('\n');
    // Between the first quotation mark and the last one nothing but these signs means anything.
    for (const value of ["a b'c`$d", 'a&b|c<d>e^f(g)', 'k/+=', ' é;,'])
      assert.equal(lines(value)[1], `set "AWS_SECRET_ACCESS_KEY=${value}"`);
    for (const value of ['a"b', '50%', '%PATH%', 'a!b', 'a\nb', 'a\r', 'a\0']) {
      assert.throws(
        () => lines(value),
        (error: Error) => 'code' in error && error.code === 'not-for-cmd' && !error.message.includes(value),
      );
    }
  });

  it('may go over lines in other shells', { skip: process.platform === 'win32' ? 'needs sh' : false }, () => {
    const target = { region: undefined, endpoint: undefined };
    const several = { ...odd, secretAccessKey: 'a\n"b"`c`%d\\e' };
    const script = `${copyTexts.environment(several, target, 'posix')}printf %s "$AWS_SECRET_ACCESS_KEY"`;
    assert.equal(execFileSync('sh', ['-c', script], { encoding: 'utf8' }), several.secretAccessKey);
    assert.ok(copyTexts.environment(several, target, 'powershell').includes(`= '${several.secretAccessKey}'\n`));
  });

  it('clears what is left over', () => {
    const { accessKeyId } = credentials;
    const nowhere = { region: undefined, endpoint: undefined };
    const lines = (shell: Shell): string[] =>
      copyTexts.environment({ accessKeyId, secretAccessKey }, nowhere, shell).split('\n').slice(2, -1);
    const cleared = ['AWS_SESSION_TOKEN', 'AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_ENDPOINT_URL'];
    assert.deepEqual(
      lines('posix'),
      cleared.map((name) => `unset ${name}`),
    );
    assert.deepEqual(
      lines('powershell'),
      cleared.map((name) => `Remove-Item Env:${name} -ErrorAction Ignore`),
    );
    assert.deepEqual(
      lines('cmd'),
      cleared.map((name) => `set "${name}="`),
    );
  });

  const targets: [what: string, text: string, region: string][] = [
    ['its own region', 'GET https://lambda.eu-west-1.amazonaws.com/x', 'eu-west-1'],
    [
      "the profile's region where it is signed for several",
      '# @aws-region *\nGET https://b.s3.eu-west-1.amazonaws.com/',
      staticProfile.region,
    ],
  ];
  for (const [what, text, region] of targets) {
    it(`of a profile with an endpoint carries it and ${what}`, async () => {
      assert.deepEqual(environmentTarget(await prepare(text)), { region, endpoint: sandbox.url });
    });
  }
});

it('bytes that no shell word holds are refused', async () => {
  const { request } = await prepare('POST https://lambda.eu-west-1.amazonaws.com/x\n\nx');
  assert.throws(() => copyTexts.curl({ ...request, body: Buffer.from([255, 0]) }), { code: 'body-not-text' });
});
