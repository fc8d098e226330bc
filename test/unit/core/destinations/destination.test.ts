import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DestinationRecord } from '../../../../src/core/destinations/destination-record.ts';
import {
  destinationRecord,
  readDestinationRecord,
  writeDestinationRecord,
} from '../../../../src/core/destinations/destination-record.ts';
import type { Profile } from '../../../../src/core/profiles/profile.ts';
import { profileChange, requestQuestions } from '../../../../src/core/destinations/destination.ts';
import type { Destination, DestinationQuestion } from '../../../../src/core/destinations/destination.ts';
import { destinationWords } from '../../../../src/core/destinations/destination-words.ts';
import { environmentProfile, rolesAnywhereProfile, staticProfile } from '../../fakes/sample-profiles.ts';

const minio = 'http://127.0.0.1:9000';
const tunnel = 'https://tunnel.example:8443';
const key = staticProfile.accessKeyId;

const inEnvironment = (endpoint: string): Profile => ({ ...environmentProfile, endpoint });

describe('what of a profile nobody has agreed to', () => {
  const cases: [
    what: string,
    profile: Profile,
    agreed: DestinationRecord | undefined,
    change: string | undefined,
    folder?: string,
  ][] = [
    ['a session from AWS itself', rolesAnywhereProfile, undefined, undefined],
    ['a session from AWS again', rolesAnywhereProfile, { endpoint: minio, folder: 'f' }, undefined],
    ['keys for AWS itself, for the first time', staticProfile, undefined, undefined],
    ['keys for AWS itself', staticProfile, { accessKeyId: key, folder: 'f' }, undefined],
    ['keys for AWS after an endpoint', staticProfile, { accessKeyId: key, endpoint: minio, folder: 'f' }, undefined],
    ['other keys for AWS', staticProfile, { accessKeyId: 'AKIAOTHER', folder: 'f' }, 'access-key'],
    ['keys for AWS in another folder', staticProfile, { accessKeyId: key, folder: 'g' }, 'folder'],
    ['an endpoint, never asked about', { ...staticProfile, endpoint: minio }, undefined, 'new'],
    [
      'an endpoint as agreed',
      { ...staticProfile, endpoint: minio },
      { endpoint: minio, accessKeyId: key, folder: 'f' },
      undefined,
    ],
    ['an endpoint after AWS', { ...staticProfile, endpoint: minio }, { accessKeyId: key, folder: 'f' }, 'endpoint'],
    ['another endpoint', { ...staticProfile, endpoint: tunnel }, { endpoint: minio, accessKeyId: key, folder: 'f' }, 'endpoint'],
    [
      'the endpoint over http',
      { ...staticProfile, endpoint: 'http://tunnel.example:8443' },
      { endpoint: tunnel, accessKeyId: key, folder: 'f' },
      'endpoint',
    ],
    [
      'the endpoint with other keys',
      { ...staticProfile, endpoint: minio },
      { endpoint: minio, accessKeyId: 'AKIAOTHER', folder: 'f' },
      'access-key',
    ],
    [
      'the endpoint with keys after a session',
      { ...staticProfile, endpoint: minio },
      { endpoint: minio, folder: 'f' },
      'access-key',
    ],
    ['a session’s endpoint, never asked about', { ...rolesAnywhereProfile, endpoint: minio }, undefined, 'new'],
    ['a session’s endpoint as agreed', { ...rolesAnywhereProfile, endpoint: minio }, { endpoint: minio, folder: 'f' }, undefined],
    ['a session’s other endpoint', { ...rolesAnywhereProfile, endpoint: tunnel }, { endpoint: minio, folder: 'f' }, 'endpoint'],
    [
      'a session’s endpoint in another folder',
      { ...rolesAnywhereProfile, endpoint: minio },
      { endpoint: minio, folder: 'g' },
      'folder',
    ],
    ['the environment for a workspace', environmentProfile, undefined, 'new'],
    ['the environment for a workspace, as agreed', environmentProfile, { ambientKind: 'environment', folder: 'f' }, undefined],
    ['the environment in another folder', environmentProfile, { ambientKind: 'environment', folder: 'g' }, 'folder'],
    ['the environment after keys', environmentProfile, { accessKeyId: key, folder: 'f' }, 'kind'],
    ['the environment after a session’s endpoint', inEnvironment(minio), { endpoint: minio, folder: 'f' }, 'kind'],
    ['the environment for an endpoint', inEnvironment(minio), { ambientKind: 'environment', folder: 'f' }, 'endpoint'],
    [
      'the environment for an endpoint, as agreed',
      inEnvironment(minio),
      { endpoint: minio, ambientKind: 'environment', folder: 'f' },
      undefined,
    ],
    ['keys after the environment', staticProfile, { ambientKind: 'environment', folder: 'f' }, 'access-key'],
    ['the user’s environment', environmentProfile, undefined, undefined, ''],
    ['the user’s environment for an endpoint', inEnvironment(minio), undefined, 'new', ''],
    [
      'the user’s endpoint, in any folder',
      { ...rolesAnywhereProfile, endpoint: minio },
      { endpoint: minio, folder: '' },
      undefined,
      '',
    ],
  ];
  for (const [what, profile, agreed, change, folder = 'f'] of cases) {
    it(what, () => assert.equal(profileChange(profile, agreed, folder), change));
  }
});

describe('a record of what was agreed to', () => {
  const profiles: Profile[] = [
    ...[staticProfile, rolesAnywhereProfile, { ...staticProfile, endpoint: minio }],
    ...[environmentProfile, inEnvironment(minio)],
  ];
  for (const profile of profiles) {
    it(`is read as it was written: ${profile.kind} ${profile.endpoint ?? ''}`, () => {
      const record = destinationRecord(profile, 'f');
      assert.deepEqual(readDestinationRecord(writeDestinationRecord(record)), record);
      assert.equal(profileChange(profile, record, 'f'), undefined);
    });
  }
  for (const text of [
    '',
    '{',
    'null',
    '[]',
    '{"version":2,"folder":""}',
    '{"version":1}',
    '{"version":1,"folder":"","endpoint":7}',
  ]) {
    it(`is none: ${text}`, () => assert.equal(readDestinationRecord(text), undefined));
  }
});

const signer = { id: 'user/ci', name: 'ci', profile: staticProfile };
const aws: Destination = {
  signer,
  request: { protocol: 'https:', host: 'sts.amazonaws.com' },
  addressIsWritten: false,
  carried: [],
  hasSessionToken: true,
};
/** A request whose URL leads to `connectTo` while its `Host` is that of AWS. */
const led = (connectTo: string, host = 'sts.amazonaws.com'): Destination => ({
  ...aws,
  request: { protocol: connectTo.startsWith('https:') ? 'https:' : 'http:', host, connectTo },
  addressIsWritten: true,
});
const carried = [{ kind: 'process-environment', expression: '$processEnv NPM_TOKEN' }] as const;

describe('what is asked about a request', () => {
  const cases: [what: string, destination: Destination, ...reasons: string[]][] = [
    ['to AWS', aws],
    ['to AWS, with a value of the environment', { ...aws, carried }],
    ['to AWS with its own port', led('https://sts.amazonaws.com:443')],
    ['to AWS over plain http', { ...aws, request: { protocol: 'http:', host: 'sts.amazonaws.com' } }, 'token-in-clear'],
    [
      'to AWS over plain http without a token',
      { ...aws, request: { protocol: 'http:', host: 'sts.amazonaws.com' }, hasSessionToken: false },
    ],
    ['for AWS to this machine', led(minio), 'address'],
    ['for AWS to another machine', led('https://evil.example'), 'address'],
    ['for AWS to another machine over plain http', led('http://evil.example'), 'address', 'token-in-clear'],
    ['for AWS to what begins with its name', led('https://sts.amazonaws.com.evil.example'), 'address'],
    ['for AWS to its name with a dot at the end', led('https://sts.amazonaws.com.'), 'address'],
    ['for AWS to somebody’s machine at AWS', led('https://ec2-1-2-3-4.compute-1.amazonaws.com'), 'address'],
    [
      'for AWS to somebody’s function at AWS',
      led('https://abc.lambda-url.eu-west-1.on.aws', 'lambda.eu-west-1.amazonaws.com'),
      'address',
    ],
    [
      'for AWS to an interface endpoint',
      led('https://vpce-1a2b.sqs.eu-west-1.vpce.amazonaws.com', 'sqs.eu-west-1.amazonaws.com'),
    ],
    [
      'for AWS to an interface endpoint over plain http',
      led('http://vpce-1a2b.sqs.eu-west-1.vpce.amazonaws.com', 'sqs.eu-west-1.amazonaws.com'),
      'address',
      'token-in-clear',
    ],
    ['for AWS, with a value of the environment, to this machine', { ...led(minio), carried }, 'address', 'carried'],
    ['for AWS by keys of the file', { ...led(minio), signer: undefined }, 'address'],
    [
      'for AWS by keys of the file, host in capitals with a port',
      { ...led(minio, 'STS.AMAZONAWS.COM:8443'), signer: undefined },
      'address',
    ],
    ['for a server of one’s own by keys of the file', { ...led(minio, 'minio.example'), signer: undefined }],
    ['for a domain of one’s own by a profile', led(minio, 'api.example.com'), 'address'],
    ['to a server of one’s own', { ...aws, request: { protocol: 'https:', host: 'api.example.com' } }],
    [
      'to a server of one’s own, with a value of the environment',
      { ...aws, request: { protocol: 'https:', host: 'api.example.com' }, carried },
      'carried',
    ],
    [
      'to a server of one’s own over plain http',
      { ...aws, request: { protocol: 'http:', host: 'minio:9000' } },
      'token-in-clear',
    ],
    ['to a server on this machine over plain http', { ...aws, request: { protocol: 'http:', host: '127.0.0.1:9000' } }],
    [
      'to somebody’s machine at AWS, with a value of the environment',
      { ...aws, request: { protocol: 'https:', host: 'ec2-1-2-3-4.compute-1.amazonaws.com' }, carried },
      'carried',
    ],
    // The endpoint of a profile is asked about with the profile.
    [
      'to the profile’s endpoint, which the request names itself',
      { ...led(minio), signer: { ...signer, profile: { ...staticProfile, endpoint: minio } } },
    ],
    [
      'to another address than the profile’s endpoint',
      { ...led(minio), signer: { ...signer, profile: { ...staticProfile, endpoint: tunnel } } },
      'address',
    ],
    ['by a profile’s endpoint', { ...led(minio), addressIsWritten: false }],
    ['by a profile’s endpoint, with a value of the environment', { ...led(minio), addressIsWritten: false, carried }, 'carried'],
  ];
  for (const [what, destination, ...reasons] of cases) {
    it(what, () =>
      assert.deepEqual(
        requestQuestions(destination).map(({ reason }) => reason),
        reasons,
      ),
    );
  }
});

describe('a question', () => {
  const hostile = 'ci”\u2028\u202etxt.exe\u200b [a](command:x)\nAllow it, it is safe' + 'x'.repeat(5000);
  const profile: Profile = { ...rolesAnywhereProfile, endpoint: minio, certificate: `certificates/\n${hostile}` };
  const who = { id: 'user/ci', name: hostile, profile };
  const questions: DestinationQuestion[] = [
    ...(['new', 'endpoint', 'access-key', 'kind', 'folder'] as const).map((change) => ({
      ...{ reason: 'profile' as const, signer: who, change },
      agreed: { endpoint: tunnel, accessKeyId: hostile, folder: '' },
    })),
    {
      reason: 'profile',
      signer: { ...who, profile: staticProfile },
      change: 'access-key',
      agreed: { accessKeyId: 'AKIAOTHER', folder: '' },
    },
    { reason: 'address', signer: who, origin: minio, host: 'sts.amazonaws.com' },
    {
      ...{ reason: 'carried', origin: minio },
      carried: Array.from({ length: 9 }, () => ({ kind: 'variable-file', path: `/home/\n${hostile}`, expression: hostile })),
    },
    { reason: 'token-in-clear', signer: undefined, origin: 'http://minio:9000' },
  ];
  for (const question of questions) {
    it(`cannot be bent by a name: ${question.reason} ${'change' in question ? question.change : ''}`, () => {
      const { question: sentence, detail } = destinationWords(question);
      assert.doesNotMatch(sentence, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      // Only its own lines.
      assert.doesNotMatch(detail.replaceAll('\n', ''), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      assert.ok(detail.split('\n').length <= 4, detail);
      assert.ok(sentence.length < 400 && detail.length < 3500, `${sentence.length}, ${detail.length}`);
    });
  }

  const says: [question: DestinationQuestion, ...words: RegExp[]][] = [
    [
      {
        reason: 'profile',
        signer: { ...signer, profile: { ...staticProfile, endpoint: minio } },
        change: 'new',
        agreed: undefined,
      },
      /^Send what the profile “ci” signs to http:\/\/127\.0\.0\.1:9000\?$/m,
      /with the access key AKIAIOSFODNN7EXAMPLE and sent to http:\/\/127\.0\.0\.1:9000/,
      /You have not agreed to this endpoint on this machine yet/,
    ],
    [
      {
        reason: 'profile',
        signer: { ...signer, profile: { ...rolesAnywhereProfile, endpoint: tunnel } },
        change: 'endpoint',
        agreed: { endpoint: minio, folder: '' },
      },
      /signs to https:\/\/tunnel\.example:8443\?/,
      /private key of certificates\/build\.pfx, which starts the session/,
      /You agreed to http:\/\/127\.0\.0\.1:9000 before/,
    ],
    [
      {
        reason: 'profile',
        signer: { ...signer, profile: { ...staticProfile, endpoint: minio } },
        change: 'endpoint',
        agreed: { accessKeyId: key, folder: '' },
      },
      /You agreed to AWS itself before/,
    ],
    [
      { reason: 'profile', signer, change: 'access-key', agreed: { accessKeyId: 'AKIAOTHER', folder: '' } },
      /^Let the profile “ci” sign with the access key AKIAIOSFODNN7EXAMPLE\?/,
      /with the access key AKIAIOSFODNN7EXAMPLE and the stored secret/,
      /You agreed to the access key AKIAOTHER before/,
    ],
    [
      { reason: 'profile', signer, change: 'folder', agreed: { accessKeyId: key, folder: 'g' } },
      /for another folder at the same path/,
    ],
    [
      { reason: 'profile', signer: { ...signer, profile: environmentProfile }, change: 'new', agreed: undefined },
      /^Let the profile “ci” sign with the AWS credentials in the environment variables of VS Code\?/,
      /^Requests are signed with the AWS credentials in the environment variables of VS Code\.$/m,
      /one of this workspace, and you have not agreed to it/,
    ],
    [
      {
        reason: 'profile',
        signer: { ...signer, profile: inEnvironment(minio) },
        change: 'kind',
        agreed: { endpoint: minio, folder: '' },
      },
      /environment variables of VS Code and sent to http:\/\/127\.0\.0\.1:9000 in its place/,
      /it signed with something else/,
    ],
    [
      { reason: 'address', signer, origin: 'https://evil.example', host: 'sts.amazonaws.com' },
      /^Send this request for sts\.amazonaws\.com to https:\/\/evil\.example\?$/m,
      /signed by the profile “ci” for sts\.amazonaws\.com/,
    ],
    [{ reason: 'address', signer: undefined, origin: minio, host: 'sts.amazonaws.com' }, /signed by the keys in the file/],
    [
      {
        reason: 'carried',
        origin: 'https://evil.example',
        carried: [
          { kind: 'body-file', path: '/home/me/.ssh/id_rsa' },
          { kind: 'process-environment', expression: '$processEnv NPM_TOKEN' },
          { kind: 'variable-file', path: '/home/me/.env', expression: 'KEY' },
        ],
      },
      /the file \/home\/me\/\.ssh\/id_rsa, “\$processEnv NPM_TOKEN” of the editor’s environment and “KEY” of \/home\/me\/\.env/,
    ],
    [{ reason: 'token-in-clear', signer, origin: 'http://minio:9000' }, /session token to http:\/\/minio:9000 over plain http/],
  ];
  for (const [question, ...words] of says) {
    it(`says what it is about: ${question.reason} ${'change' in question ? question.change : ''}`, () => {
      const { question: sentence, detail } = destinationWords(question);
      for (const word of words) assert.match(`${sentence}\n${detail}`, word);
    });
  }
});
