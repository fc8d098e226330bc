import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { parseProfile, profileFieldProblem, profileNameProblem, profileRegion } from '../../../../src/core/profiles/profile.ts';
import { environmentProfile, rolesAnywhereProfile, staticProfile } from '../../fakes/sample-profiles.ts';

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  contributes: { configuration: { properties: Record<string, object> } };
};
const schema = manifest.contributes.configuration.properties['awsAuth.profiles'] ?? {};
const ajv = new Ajv({ strict: false, allowUnionTypes: true });
const editorAccepts = ajv.compile(schema);

const without = (field: string, profile: object): object =>
  Object.fromEntries(Object.entries(profile).filter(([name]) => name !== field));

const valid: [what: string, entry: object][] = [
  ['static keys', staticProfile],
  ['static keys behind an endpoint', { ...staticProfile, endpoint: 'http://127.0.0.1:4566' }],
  ['static keys behind an endpoint by name', { ...staticProfile, endpoint: 'http://localhost:4566' }],
  ['static keys behind an endpoint of IPv6', { ...staticProfile, endpoint: 'http://[::1]:4566' }],
  ...['test', 'minioadmin', 'testing', 'local.user_1@x+y', 'AKIAIOSFODNN7EXAMPLE', 'a'.repeat(128)].map(
    (accessKeyId): [string, object] => [
      `the access key id “${accessKeyId}” behind an endpoint`,
      { ...staticProfile, accessKeyId, endpoint: 'http://localhost:9000' },
    ],
  ),
  ['environment variables', environmentProfile],
  ['environment variables behind an endpoint', { ...environmentProfile, endpoint: 'http://localhost:4566' }],
  ['Roles Anywhere', rolesAnywhereProfile],
  [
    'Roles Anywhere with everything',
    {
      ...rolesAnywhereProfile,
      privateKey: 'key.pem',
      certificateChain: 'chain.pem',
      region: 'us-gov-west-1',
      durationSeconds: 900,
      roleSessionName: 'build@7',
      endpoint: 'https://vpce-1.example:8443',
    },
  ],
  [
    'a fingerprint with colons',
    { ...rolesAnywhereProfile, certificateFingerprint: Array.from({ length: 32 }, () => 'A0').join(':') },
  ],
  ['the beginning of a fingerprint', { ...rolesAnywhereProfile, certificateFingerprint: '0123456789abcdef' }],
  ['longest session', { ...rolesAnywhereProfile, durationSeconds: 43_200 }],
  [
    'China',
    {
      ...rolesAnywhereProfile,
      trustAnchorArn: 'arn:aws-cn:rolesanywhere:cn-north-1:111122223333:trust-anchor/1',
      profileArn: 'arn:aws-cn:rolesanywhere:cn-north-1:111122223333:profile/1',
      roleArn: 'arn:aws-cn:iam::111122223333:role/path/build',
    },
  ],
];

const invalid: [what: string, entry: unknown, reason: RegExp][] = [
  ...['0123456789abcde', 'CN=build-7', `0x${'0'.repeat(64)}`, '0'.repeat(65)].map(
    (certificateFingerprint): (typeof invalid)[number] => [
      `the fingerprint ${certificateFingerprint}`,
      { ...rolesAnywhereProfile, certificateFingerprint },
      /certificateFingerprint must be/,
    ],
  ),
  ['a number', 17, /must be an object/],
  ['null', null, /must be an object/],
  ['a list', [], /kind/],
  ['nothing', {}, /kind must be/],
  ['another kind', { kind: 'sso' }, /kind must be/],
  ['no region', without('region', staticProfile), /region is missing/],
  ['a region that is none', { ...staticProfile, region: 'frankfurt' }, /region is not/],
  ['a short access key id', { ...staticProfile, accessKeyId: 'AKIA' }, /accessKeyId must be/],
  [
    'an access key id of others without an endpoint',
    { ...staticProfile, accessKeyId: 'minioadmin' },
    /unless the profile has an endpoint/,
  ],
  ...['a b', 'a/b', 'ü', 'a'.repeat(129), 'a:b', 'a,b'].map((accessKeyId): [string, unknown, RegExp] => [
    `the access key id “${accessKeyId}” behind an endpoint`,
    { ...staticProfile, accessKeyId, endpoint: 'http://localhost:9000' },
    /accessKeyId must be/,
  ]),
  ['an access key id with a blank', { ...staticProfile, accessKeyId: 'AKIAIOSFODNN7 EXAMPLE' }, /accessKeyId must be/],
  ['environment variables without a region', without('region', environmentProfile), /region is missing/],
  ['a key beside environment variables', { ...environmentProfile, accessKeyId: 'x' }, /accessKeyId is not a field/],
  ['a secret in the settings', { ...staticProfile, secretAccessKey: 'x' }, /secretAccessKey is not a field/],
  ['a password in the settings', { ...rolesAnywhereProfile, password: 'x' }, /password is not a field/],
  ['no certificate', without('certificate', rolesAnywhereProfile), /certificate is missing/],
  ['an empty certificate', { ...rolesAnywhereProfile, certificate: '' }, /certificate is empty/],
  ['an ARN that is none', { ...rolesAnywhereProfile, trustAnchorArn: 'trust-anchor/1' }, /trustAnchorArn is not an ARN/],
  [
    'the ARNs exchanged',
    { ...rolesAnywhereProfile, profileArn: rolesAnywhereProfile.trustAnchorArn },
    /profileArn is not an ARN/,
  ],
  ['an ARN as a number', { ...rolesAnywhereProfile, roleArn: 1 }, /roleArn must be text/],
  ['a duration too short', { ...rolesAnywhereProfile, durationSeconds: 899 }, /durationSeconds must be/],
  ['a duration too long', { ...rolesAnywhereProfile, durationSeconds: 43_201 }, /durationSeconds must be/],
  ['a duration in parts', { ...rolesAnywhereProfile, durationSeconds: 1000.5 }, /durationSeconds must be/],
  ['a duration as text', { ...rolesAnywhereProfile, durationSeconds: '3600' }, /durationSeconds must be/],
  ['an endpoint with a path', { ...staticProfile, endpoint: 'http://localhost/aws' }, /endpoint must be/],
  ['an endpoint with credentials', { ...staticProfile, endpoint: 'http://a:b@localhost' }, /endpoint must be/],
  [
    'plain http to another machine',
    { ...staticProfile, endpoint: 'http://minio.example:9000' },
    /endpoint must begin with https/,
  ],
  ['plain http to a private address', { ...rolesAnywhereProfile, endpoint: 'http://10.0.0.7' }, /endpoint must begin with https/],
  ['plain http to what begins as this machine', { ...staticProfile, endpoint: 'http://127.0.0.1.evil.example' }, /https/],
  ['plain http to a name below localhost', { ...staticProfile, endpoint: 'http://minio.localhost:9000' }, /https/],
  ['plain http to every address of this machine', { ...staticProfile, endpoint: 'http://0.0.0.0:9000' }, /https/],
  ['a session name with a blank', { ...rolesAnywhereProfile, roleSessionName: 'a b' }, /roleSessionName must be/],
];

for (const [what, entry] of valid) {
  test(`valid for us and in the settings editor: ${what}`, () => {
    assert.deepEqual(parseProfile(entry), entry);
    assert.ok(editorAccepts({ name: entry }), JSON.stringify(editorAccepts.errors));
  });
}

for (const [what, entry, reason] of invalid) {
  test(`invalid for us and in the settings editor: ${what}`, () => {
    const parsed = parseProfile(entry);
    assert.equal(parsed.kind, 'invalid');
    assert.match(parsed.reasons.join('\n'), reason);
    assert.equal(editorAccepts({ name: entry }), false);
  });
}

const names: [name: string, good: boolean][] = [
  ['sandbox', true],
  ['Team A / prod', false],
  ['Grün 7', true],
  ['', false],
  ['  ', false],
  [' x', false],
  ['x ', false],
  ['{{x}}', false],
  ['"x"', false],
  ['a'.repeat(64), true],
  ['a'.repeat(65), false],
];

for (const [name, good] of names) {
  test(`the name “${name}” is ${good ? 'good' : 'refused'}`, () => assert.equal(profileNameProblem(name) === undefined, good));
}

test('the slash at the end of an endpoint, and capitals, are no part of it', () => {
  for (const endpoint of ['http://localhost:4566/', 'HTTP://LocalHost:4566']) {
    assert.deepEqual(parseProfile({ ...staticProfile, endpoint }), { ...staticProfile, endpoint: 'http://localhost:4566' });
  }
});

test('one field is judged without the others', () => {
  assert.equal(profileFieldProblem('rolesAnywhere', 'trustAnchorArn', rolesAnywhereProfile.trustAnchorArn), undefined);
  assert.match(profileFieldProblem('rolesAnywhere', 'trustAnchorArn', 'x') ?? '', /trustAnchorArn is not an ARN/);
  assert.equal(profileFieldProblem('static', 'region', 'eu-central-1'), undefined);
  assert.match(profileFieldProblem('static', 'region', '') ?? '', /region/);
  assert.match(profileFieldProblem('static', 'accessKeyId', 'test') ?? '', /unless the profile has an endpoint/);
  assert.equal(profileFieldProblem('static', 'accessKeyId', 'test', 'http://localhost:4566'), undefined);
  assert.equal(profileFieldProblem('static', 'accessKeyId', staticProfile.accessKeyId), undefined);
});

test('requests go to the own region of a profile, or to the region of its trust anchor', () => {
  assert.equal(profileRegion(staticProfile), 'eu-central-1');
  assert.equal(profileRegion(rolesAnywhereProfile), 'eu-west-1');
  assert.equal(profileRegion({ ...rolesAnywhereProfile, region: 'us-east-1' }), 'us-east-1');
});
