import assert from 'node:assert/strict';
import type { Remedy } from '../../../../src/core/remedies/remedy.ts';
import { describe, it } from 'node:test';
import { isUserError } from '../../../../src/core/errors.ts';
import type { HttpFile, HttpFileRequest } from '../../../../src/core/http-file/http-file.ts';
import { parseHttpFile } from '../../../../src/core/http-file/parse.ts';
import { copyTexts, environmentTarget } from '../../../../src/core/language/copying/copy-as.ts';
import { findFindings } from '../../../../src/core/language/findings.ts';
import type { Finding } from '../../../../src/core/language/findings/finding.ts';
import { lensActions, signerWords } from '../../../../src/core/language/lens-text.ts';
import { explainRequest } from '../../../../src/core/requests/explain-request.ts';
import {
  prepareRequest,
  type PreparedRequest,
  type Presigning,
  type RequestProfile,
} from '../../../../src/core/requests/prepare-request.ts';
import { sigv4a } from '../../../../src/core/signing/algorithms/sigv4a.ts';
import { Environments } from '../../../../src/core/variables/environments/environments.ts';
import { rolesAnywhereProfile, staticProfile } from '../../fakes/sample-profiles.ts';

const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const keysInFile = `AKIAIOSFODNN7INFILE0 ${secretAccessKey}`;
const sts = 'https://sts.eu-west-1.amazonaws.com/';

const profiles: readonly RequestProfile[] = [
  { id: '1', name: 'dev', profile: staticProfile },
  { id: '2', name: 'ci', profile: { ...staticProfile, region: 'us-east-1', endpoint: 'http://127.0.0.1:9000' } },
  { id: '3', name: 'my role', profile: rolesAnywhereProfile },
  { id: '4', name: 'sandbox', profile: { ...rolesAnywhereProfile, endpoint: 'http://127.0.0.1:4566' } },
];
const activeProfiles = [undefined, 'dev', 'my role', 'sandbox'] as const;
type Active = (typeof activeProfiles)[number];

/** What a profile signs with tells which one it was. */
const accessKeyOf = (name: string): string => `AKIA${name.replaceAll(' ', '').toUpperCase().padEnd(16, '0')}`;
const profileOf = (name: string | undefined): RequestProfile | undefined => profiles.find((each) => each.name === name);
const authority = (endpoint: string | undefined): string | undefined => endpoint?.replace(/^https?:\/\//, '');

const variable = (value: string) => ({ value, origin: 'http-client.env.json', secret: false });
const environments = new Environments([
  new Map([
    [
      'test',
      new Map([
        ['envAuth', variable('AWS profile:ci')],
        ['envProfile', variable('ci')],
        ['envKeys', variable(keysInFile)],
        ['envId', variable('AKIAIOSFODNN7INFILE0')],
        ['envSecret', variable(secretAccessKey)],
      ]),
    ],
  ]),
]);

/** What each of the five says of one request. */
interface Readings {
  readonly lens: string;
  readonly hasPresignLens: boolean;
  /** Whose session would be renewed: whom findings take for the signer. */
  readonly findingsSigner: string | undefined;
  readonly findings: readonly Finding[];
  /** The send, with the signature where the request wants it; a code where it is refused. */
  readonly sent: PreparedRequest | string;
  readonly explained: string;
}

async function prepare(request: HttpFileRequest, file: HttpFile, active: Active, presigning?: Presigning) {
  const context = { file, signal: new AbortController().signal, sourcesAfterFile: [environments.source('test')] };
  return prepareRequest(
    request,
    context,
    {
      profileByName: profileOf,
      profileNames: () => profiles.map(({ name }) => name),
      activeProfile: () => profileOf(active),
      credentials: ({ name }) => Promise.resolve({ accessKeyId: accessKeyOf(name), secretAccessKey }),
      confirmDestination: () => Promise.resolve(),
      askScope: () => Promise.resolve(undefined),
      now: () => new Date('2026-01-31T23:59:59Z'),
      sigv4a: () => Promise.resolve(sigv4a),
    },
    presigning,
  );
}

/** The name of the profile that a remedy is about. */
function profileNamed(remedy: Remedy | undefined): string | undefined {
  const target = remedy?.kind === 'command' ? remedy.target : undefined;
  return target !== undefined && 'profileId' in target ? target.profileId.replace(/^id of /, '') : undefined;
}

async function read(text: string, active: Active): Promise<Readings & { file: HttpFile; request: HttpFileRequest }> {
  const file = parseHttpFile(text);
  const [request] = file.requests;
  assert.ok(request);
  const findings = await findFindings(file, {
    ...{ text, environments, environment: 'test', environmentFirst: false },
    profileNames: profiles.map(({ name }) => name),
    activeProfile: active,
    expiredProfile: (name) => `id of ${name}`,
    fileExists: () => Promise.resolve(true),
    isOurs: () => true,
    isAws: () => true,
  });
  const expired = findings.find(({ code }) => code === 'session-expired');
  let sent: PreparedRequest | string;
  try {
    sent = await prepare(request, file, active);
  } catch (error) {
    if (!isUserError(error)) throw error;
    sent = error.code;
  }
  const scope = { file, environments, environment: 'test', environmentFirst: false };
  return {
    ...{ file, request, findings, sent },
    lens: signerWords(request, file, {
      signer: (name) => name ?? active,
      endpoint: (name) => authority(profileOf(name ?? active)?.profile.endpoint),
    }),
    hasPresignLens: lensActions(request, file).includes('presign'),
    findingsSigner: profileNamed(expired?.fixes[0]),
    explained: typeof sent === 'string' ? '' : explainRequest(sent, { source: request, clockOffset: 0, ...scope }),
  };
}

const line = (page: string, name: string): string | undefined => new RegExp(`^- ${name}: (.*)$`, 'm').exec(page)?.[1];
const shellValue = (text: string, name: string): string | undefined =>
  new RegExp(`^export ${name}='?([^'\\n]*)`, 'm').exec(text)?.[1];

const sources = {
  request: 'the aws-profile directive of the request',
  file: 'the aws-profile directive of the file',
  header: 'the Authorization header',
} as const;

/** Who signs: `active`, `keys`, or a profile and what names it; `refused` with a code. `lens` where no variable of the file decides. */
interface Who {
  readonly by: 'active' | 'keys' | 'refused' | { readonly profile: string; readonly source: keyof typeof sources };
  readonly code?: string;
  /** What the lens says instead of the signer, who is not known before it is sent. */
  readonly lens?: string;
}

const byProfile = (profile: string, source: keyof typeof sources, lens?: string): Who => ({
  by: { profile, source },
  ...(lens !== undefined && { lens }),
});
const refused = (code: string, lens?: string): Who => ({ by: 'refused', code, ...(lens !== undefined && { lens }) });

/** The lines of the file, of the request, and its headers. */
type Lines = readonly [file: string, own: string, header: string];

const whoSigns: readonly [what: string, lines: Lines, who: Who][] = [
  ['nothing says it', ['', '', ''], { by: 'active' }],
  ['a directive of the request', ['', '# @aws-profile ci', ''], byProfile('ci', 'request')],
  ['a directive of the file', ['# @aws-profile ci', '', ''], byProfile('ci', 'file')],
  ['both directives', ['# @aws-profile dev', '# @aws-profile ci', ''], byProfile('ci', 'request')],
  ['a directive twice', ['', '# @aws-profile dev\n# @aws-profile ci', ''], byProfile('ci', 'request')],
  ['a name with a blank', ['', '# @aws-profile "my role"', ''], byProfile('my role', 'request')],
  ['a directive by a variable', ['@p = ci', '# @aws-profile {{p}}', ''], byProfile('ci', 'request')],
  ['a directive of the file by a variable', ['@p = {{q}}\n@q = ci\n# @aws-profile {{p}}', '', ''], byProfile('ci', 'file')],
  ['a header', ['', '', 'Authorization: AWS profile:ci'], byProfile('ci', 'header')],
  ['a header in quotes', ['', '', 'authorization: aws profile:"my role"'], byProfile('my role', 'header')],
  ['a header over the file', ['# @aws-profile dev', '', 'Authorization: AWS profile:ci'], byProfile('ci', 'header')],
  ['a directive over the header', ['', '# @aws-profile ci', 'Authorization: AWS profile:dev'], byProfile('ci', 'request')],
  ['all three', ['# @aws-profile dev', '# @aws-profile ci', 'Authorization: AWS profile:sandbox'], byProfile('ci', 'request')],
  ['a header by a variable', ['@auth = AWS profile:ci', '', 'Authorization: {{auth}}'], byProfile('ci', 'header')],
  ['its name by a variable', ['@h = Authorization', '', '{{h}}: AWS profile:ci'], byProfile('ci', 'header')],
  [
    'a variable over the file',
    ['@auth = AWS profile:ci\n# @aws-profile dev', '', 'Authorization: {{auth}}'],
    byProfile('ci', 'header'),
  ],
  ['a part of the header by a variable', ['@p = ci', '', 'Authorization: AWS profile:{{p}}'], byProfile('ci', 'header')],
  ['a header of several lines', ['', '', 'Authorization: AWS\n  profile: ci'], byProfile('ci', 'header')],
  ['keys', ['', '', `Authorization: AWS ${keysInFile}`], { by: 'keys' }],
  ['keys over the file', ['# @aws-profile ci', '', `Authorization: AWS ${keysInFile}`], { by: 'keys' }],
  ['keys by a variable', [`@auth = AWS ${keysInFile}`, '', 'Authorization: {{auth}}'], { by: 'keys' }],
  ['keys by several', [`@keys = ${keysInFile}\n# @aws-profile ci`, '', 'Authorization: AWS {{keys}}'], { by: 'keys' }],
  ['keys of the environment', ['# @aws-profile dev', '', 'Authorization: AWS {{envId}} {{envSecret}}'], { by: 'keys' }],
  [
    'keys with a reference of several words',
    ['', '', 'Authorization: AWS {{envId}} {{$shared envSecret}}'],
    { by: 'refused', code: 'variable-unknown', lens: 'keys in the file' },
  ],
  ['an older signature', ['', '', 'Authorization: AWS4-HMAC-SHA256 Credential=x'], { by: 'active' }],
  ['an older signature in a file', ['# @aws-profile ci', '', 'Authorization: AWS4-HMAC-SHA256 x'], byProfile('ci', 'file')],
  ['a header of the environment', ['', '', 'Authorization: {{envAuth}}'], byProfile('ci', 'header', '{{envAuth}}')],
  ['that over the file', ['# @aws-profile dev', '', 'Authorization: {{envAuth}}'], byProfile('ci', 'header', '{{envAuth}}')],
  ['a directive over that', ['', '# @aws-profile ci', 'Authorization: {{envAuth}}'], byProfile('ci', 'request')],
  ['keys that only the environment has', ['', '', 'Authorization: AWS {{envKeys}}'], { by: 'keys', lens: '{{envKeys}}' }],
  ['a profile of the environment', ['', '# @aws-profile {{envProfile}}', ''], byProfile('ci', 'request', '{{envProfile}}')],
  ['a profile that is not there', ['', '# @aws-profile nobody', ''], refused('profile-unknown', 'nobody')],
  ['keys and a directive', ['', '# @aws-profile ci', `Authorization: AWS ${keysInFile}`], refused('aws-authorization-ambiguous')],
  ['another scheme', ['', '', 'Authorization: Bearer x'], refused('authorization-foreign')],
  [
    'another scheme by a variable',
    ['@t = Bearer x\n# @aws-profile ci', '', 'Authorization: {{t}}'],
    refused('authorization-foreign'),
  ],
  [
    'a header that cannot be read',
    ['# @aws-profile ci', '', 'Authorization: AWS only-one'],
    refused('aws-authorization-malformed'),
  ],
  [
    'two headers',
    ['', '', `Authorization: AWS profile:ci\nAuthorization: AWS ${keysInFile}`],
    refused('aws-authorization-malformed'),
  ],
  [
    'a header and another scheme',
    ['', '', 'Authorization: AWS profile:ci\nAuthorization: Bearer x'],
    refused('aws-authorization-malformed'),
  ],
];

const textOf = ([file, own, header]: Lines, request = `GET ${sts}`): string =>
  [file, '###', own, request, header].filter((part) => part !== '').join('\n');

describe('who signs, as the lens, the findings, Explain, Copy As and the send have it', () => {
  for (const [what, lines, who] of whoSigns) {
    for (const active of activeProfiles) {
      it(`${what}, ${active ?? 'nothing'} active`, async () => {
        const { lens, findingsSigner, findings, sent, explained } = await read(textOf(lines), active);
        const isMissing = who.by === 'active' && active === undefined;
        if (who.by === 'refused' || isMissing) {
          assert.equal(sent, who.code ?? 'profile-missing');
          assert.equal(lens, who.lens ?? '');
          assert.equal(findingsSigner, who.lens === 'nobody' ? 'nobody' : undefined);
          if (who.code !== undefined)
            assert.ok(
              findings.some(({ code }) => code === who.code),
              'it is marked before',
            );
          return;
        }
        assert.ok(typeof sent !== 'string', `it is refused: ${JSON.stringify(sent)}`);
        const name = who.by === 'keys' ? undefined : who.by === 'active' ? active : who.by.profile;
        const accessKey = name === undefined ? 'AKIAIOSFODNN7INFILE0' : accessKeyOf(name);
        const endpoint = profileOf(name)?.profile.endpoint;
        // The send.
        assert.equal(sent.profile?.name, name);
        assert.ok(sent.request.headers.some(([, value]) => value.includes(`Credential=${accessKey}/`)));
        assert.equal(sent.request.connectTo, endpoint);
        // Explain.
        const source =
          who.by === 'keys' ? 'the keys are in the file' : who.by === 'active' ? 'the active profile' : sources[who.by.source];
        assert.equal(line(explained, 'Profile'), `\`${name ?? 'none'}\` (${source})`);
        // Copy As.
        const shell = copyTexts.environment(sent.credentials, environmentTarget(sent), 'posix');
        assert.equal(shellValue(shell, 'AWS_ACCESS_KEY_ID'), accessKey);
        assert.equal(shellValue(shell, 'AWS_ENDPOINT_URL'), endpoint);
        // The lens, and the findings: the same, or what decides.
        const isKnown = who.lens === undefined;
        const way = isKnown && endpoint !== undefined ? ` → ${authority(endpoint) ?? ''}` : '';
        assert.equal(lens, `${who.lens ?? name ?? 'keys in the file'}${way}`);
        assert.equal(findingsSigner, isKnown ? name : undefined);
      });
    }
  }
});

/** What it is signed for. Names that are none make the findings tell which one they judged. */
interface What {
  readonly service?: string;
  readonly region?: string;
  readonly payload?: 'unsigned';
  readonly expiresIn?: number;
  readonly connectTo?: string;
}

const other = 'GET https://api.example.com/';
const signedFor: readonly [what: string, lines: Lines, request: string, expected: What][] = [
  ['the host', ['', '', ''], `GET ${sts}`, { service: 'sts', region: 'eu-west-1' }],
  ['a directive over the host', ['', '# @aws-service ownsvc', ''], `GET ${sts}`, { service: 'ownsvc' }],
  ['the file over the host', ['# @aws-service filesvc', '', ''], `GET ${sts}`, { service: 'filesvc' }],
  [
    'the header over the file',
    ['# @aws-service filesvc', '', 'Authorization: AWS profile:dev service:headsvc'],
    other,
    { service: 'headsvc' },
  ],
  [
    'a directive over both',
    ['# @aws-service filesvc', '# @aws-service ownsvc', 'Authorization: AWS profile:dev service:headsvc'],
    other,
    { service: 'ownsvc' },
  ],
  [
    'the file, where the header says another thing',
    ['# @aws-service filesvc', '', 'Authorization: AWS profile:dev region:headreg'],
    other,
    { service: 'filesvc', region: 'headreg' },
  ],
  ['a service by a variable', ['@s = varsvc', '# @aws-service {{s}}', ''], other, { service: 'varsvc' }],
  [
    'a service in a header by a variable',
    ['@a = AWS profile:dev service:varsvc', '', 'Authorization: {{a}}'],
    other,
    { service: 'varsvc' },
  ],
  ['the region of the file', ['# @aws-region filereg', '', ''], `GET ${sts}`, { service: 'sts', region: 'filereg' }],
  [
    'the region of the header',
    ['# @aws-region filereg', '', 'Authorization: AWS profile:dev region:headreg'],
    `GET ${sts}`,
    { region: 'headreg' },
  ],
  [
    'the region of the request',
    ['# @aws-region filereg', '# @aws-region ownreg', 'Authorization: AWS profile:dev region:headreg'],
    `GET ${sts}`,
    { region: 'ownreg' },
  ],
  ['a region by a variable', ['@r = varreg\n# @aws-region {{r}}', '', ''], `GET ${sts}`, { region: 'varreg' }],
  ['the region of a profile', ['', '# @aws-service sns', ''], other, { service: 'sns', region: 'eu-central-1' }],
  ['the region of a named profile', ['', '# @aws-service sns\n# @aws-profile "my role"', ''], other, { region: 'eu-west-1' }],
  [
    'the region of a profile with an endpoint',
    ['', '# @aws-service sns\n# @aws-profile ci', ''],
    other,
    { region: 'us-east-1', connectTo: 'http://127.0.0.1:9000' },
  ],
  [
    'keys with a scope',
    ['# @aws-region filereg', '', `Authorization: AWS ${keysInFile} region:headreg service:headsvc`],
    other,
    { service: 'headsvc', region: 'headreg' },
  ],
  ['a set of regions', ['', '# @aws-region *', ''], `GET ${sts}`, { region: '*' }],
  ['an unsigned body', ['', '# @aws-payload unsigned', ''], `POST ${sts}\n\nx`, { service: 'sts', payload: 'unsigned' }],
  ['an unsigned body of the file', ['# @aws-payload unsigned', '', ''], `POST ${sts}\n\nx`, { payload: 'unsigned' }],
  ['a signed one in such a file', ['# @aws-payload unsigned', '# @aws-payload signed', ''], `POST ${sts}\n\nx`, {}],
  ['an unsigned body by a variable', ['@p = unsigned', '# @aws-payload {{p}}', ''], `POST ${sts}\n\nx`, { payload: 'unsigned' }],
  ['a presigned URL', ['', '# @aws-presign 60', ''], `GET ${sts}`, { expiresIn: 60 }],
  ['presigned URLs of the file', ['# @aws-presign 60', '', ''], `GET ${sts}`, { expiresIn: 60 }],
  ['another life in such a file', ['# @aws-presign 60', '# @aws-presign 90', ''], `GET ${sts}`, { expiresIn: 90 }],
  ['a life by a variable', ['@s = 90\n# @aws-presign {{s}}', '', ''], `GET ${sts}`, { expiresIn: 90 }],
  [
    'a written address',
    ['', '', 'Host: sts.eu-west-1.amazonaws.com'],
    'GET http://127.0.0.1:7000/',
    { connectTo: 'http://127.0.0.1:7000' },
  ],
  [
    'a written address over the endpoint',
    ['', '# @aws-profile ci', 'Host: sts.eu-west-1.amazonaws.com'],
    'GET http://127.0.0.1:7000/',
    { connectTo: 'http://127.0.0.1:7000' },
  ],
  [
    'an address by a variable',
    ['@a = http://127.0.0.1:7000', '', 'Host: sts.eu-west-1.amazonaws.com'],
    'GET {{a}}/',
    { connectTo: 'http://127.0.0.1:7000' },
  ],
  [
    'an address that is the host',
    ['', '', 'Host: sts.eu-west-1.amazonaws.com'],
    'GET https://sts.eu-west-1.amazonaws.com:443/',
    {},
  ],
  [
    'keys at a written address',
    ['', '', `Host: sts.eu-west-1.amazonaws.com\nAuthorization: AWS ${keysInFile}`],
    'GET http://127.0.0.1:7000/',
    { connectTo: 'http://127.0.0.1:7000' },
  ],
];

describe('what a request is signed for, and where it goes, as all five have it', () => {
  for (const [what, lines, request, expected] of signedFor) {
    it(what, async () => {
      const [head, ...body] = request.split('\n\n');
      const text = [textOf(lines, head), ...body].join('\n\n');
      const { file, request: written, lens, hasPresignLens, findings, sent, explained } = await read(text, 'dev');
      assert.ok(typeof sent !== 'string', `it is refused: ${JSON.stringify(sent)}`);
      const { service, region } = sent.scope;
      const { connectTo, headers, target } = sent.request;
      // The send.
      assert.deepEqual([connectTo, sent.expiresIn], [expected.connectTo, expected.expiresIn]);
      assert.equal(service, expected.service ?? service);
      assert.equal(region, expected.region ?? region);
      const isUnsigned = headers.some(([name, value]) => /^x-amz-content-sha256$/i.test(name) && value === 'UNSIGNED-PAYLOAD');
      assert.equal(isUnsigned, expected.payload === 'unsigned');
      // Explain.
      assert.match(line(explained, 'Service') ?? '', new RegExp(`^\`${service}\` `));
      assert.ok(line(explained, 'Region')?.startsWith(`\`${region}\` `));
      assert.equal(line(explained, 'URL works for')?.replace(/\D/g, ''), expected.expiresIn?.toString());
      assert.equal(line(explained, 'Connects to')?.split('`')[1], expected.connectTo);
      // Copy As.
      const curl = copyTexts.curl(sent.request);
      assert.equal(curl.includes(`X-Amz-Expires=${expected.expiresIn ?? ''}`), expected.expiresIn !== undefined);
      assert.equal(target.includes('X-Amz-Signature='), expected.expiresIn !== undefined);
      assert.ok(curl.includes(expected.connectTo ?? `https://${sent.request.host}`));
      assert.equal(curl.includes('UNSIGNED-PAYLOAD'), expected.payload === 'unsigned');
      if (region !== '*') {
        const signed = await prepare(written, file, 'dev', false);
        const { text: command } = copyTexts.curlSigV4(signed.request, signed.scope);
        assert.ok(command.replaceAll("'", '').includes(`--aws-sigv4 aws:amz:${region}:${service} `), command);
        assert.equal(environmentTarget(signed).region, region);
      }
      // The findings: the names that are none, and bodies that the service refuses.
      const told = (code: string): string | undefined =>
        /“([^”]*)”/.exec(findings.find((each) => each.code === code)?.message ?? '')?.[1];
      assert.equal(told('service-unknown'), service.endsWith('svc') ? service : undefined);
      assert.equal(told('region-unknown'), region.endsWith('reg') ? region : undefined);
      const unsigned = findings.find(({ code }) => code === 'payload-unsigned');
      assert.equal(unsigned?.message.split(' ')[0], expected.payload === 'unsigned' ? service : undefined);
      // The lens.
      assert.equal(hasPresignLens, expected.expiresIn !== undefined);
      assert.equal(/→ (.*)$/.exec(lens)?.[1], authority(expected.connectTo));
    });
  }
});

it('a prompt with the name of a variable of the file is not answered by it', async () => {
  const text = '@p = ci\n###\n# @prompt p\n# @aws-profile {{p}}\nGET https://sts.eu-west-1.amazonaws.com/';
  const { lens } = await read(text, 'dev');
  assert.equal(lens, '{{p}}');
});
