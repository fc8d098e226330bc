import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { Identity } from '../../../../src/core/certificates/identity.ts';
import { createDevelopmentAuthority, issueEndEntity } from '../../../../src/core/certificates/issue.ts';
import { writePkcs12 } from '../../../../src/core/certificates/write-pkcs12.ts';
import { obtainSession } from '../../../../src/core/credentials/providers/obtain-session.ts';
import { UserError } from '../../../../src/core/errors.ts';
import { rolesAnywhereProfile } from '../../fakes/sample-profiles.ts';

const day = 86_400_000;
const now = Date.now();
const directory = mkdtempSync(join(tmpdir(), 'obtain-'));
const password = 'correct horse';

const validity = { notBefore: new Date(now - 2 * day), notAfter: new Date(now + 2 * day) };
const authority = await createDevelopmentAuthority({ commonName: 'Test CA', ...validity });
const good = await issueEndEntity(authority, { commonName: 'build-7', ...validity });
const other = await issueEndEntity(authority, { commonName: 'other', ...validity });
const expired = await issueEndEntity(authority, {
  commonName: 'old',
  notBefore: validity.notBefore,
  notAfter: new Date(now - day),
});
const future = await issueEndEntity(authority, {
  commonName: 'soon',
  notBefore: new Date(now + day),
  notAfter: validity.notAfter,
});

const pkcs8 = ({ key }: Identity): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
const pem = ({ leaf }: Identity): string => leaf.toString();
const pfx = (identity: Identity): Promise<Uint8Array> => writePkcs12(identity, { password, encryption: 'modern' });

writeFileSync(join(directory, 'good.pfx'), await pfx(good));
writeFileSync(join(directory, 'expired.pfx'), await pfx(expired));
writeFileSync(join(directory, 'future.pfx'), await pfx(future));
writeFileSync(join(directory, 'authority.pfx'), await pfx(authority));
writeFileSync(join(directory, 'mismatch.pem'), pem(good) + pkcs8(other));
writeFileSync(join(directory, 'certificate.pem'), pem(good));
writeFileSync(join(directory, 'key.pem'), pkcs8(good));
writeFileSync(join(directory, 'notes.txt'), 'This is no certificate.');
writeFileSync(join(directory, 'cut.pfx'), (await pfx(good)).subarray(0, 400));

/** What went out: a request would have been the first sign of a check that came too late. */
async function attempt(change: object, secret: string | undefined = password) {
  const sent: string[] = [];
  const result = await obtainSession(
    { ...rolesAnywhereProfile, certificate: 'good.pfx', ...change },
    {
      paths: { workspaceFolder: directory, home: directory },
      password: secret,
      now: () => now,
      signal: new AbortController().signal,
      send: ({ host }) => {
        sent.push(host);
        return Promise.reject(new UserError({ code: 'network-failed', message: 'm', remedy: 'r' }));
      },
    },
  ).then(
    () => undefined,
    (error: unknown) => error as UserError,
  );
  return { error: result, sent };
}

describe('a profile that cannot get a session is stopped before anything is sent', () => {
  const cases: [what: string, change: object, code: string, secret?: string][] = [
    ['a wrong password', {}, 'password-wrong', 'battery staple'],
    ['a file that is no certificate', { certificate: 'notes.txt' }, 'not-a-certificate'],
    ['a PFX that was cut off', { certificate: 'cut.pfx' }, 'certificate-damaged'],
    ['a file that does not exist', { certificate: 'nowhere.pfx' }, 'file-unreadable'],
    ['a key of another certificate', { certificate: 'mismatch.pem' }, 'key-mismatch'],
    ['no key', { certificate: 'certificate.pem' }, 'key-missing'],
    ['an expired certificate', { certificate: 'expired.pfx' }, 'certificate-not-expired'],
    ['a certificate that is not valid yet', { certificate: 'future.pfx' }, 'certificate-already-valid'],
    ['a CA certificate', { certificate: 'authority.pfx' }, 'certificate-end-entity'],
    ['a malformed ARN', { roleArn: 'role/build' }, 'profile-role-arn'],
    [
      'regions that differ',
      { profileArn: rolesAnywhereProfile.profileArn.replace('eu-west-1', 'us-east-1') },
      'profile-regions-equal',
    ],
    ['a duration out of range', { durationSeconds: 60 }, 'profile-duration'],
  ];
  for (const [what, change, code, secret] of cases) {
    test(what, async () => {
      const { error, sent } = await attempt(change, secret);
      assert.ok(error);
      assert.equal(error.name, 'UserError', error.stack);
      assert.deepEqual(sent, [], 'nothing is sent');
      assert.ok(
        code === error.code || (code === 'certificate-end-entity' && error.code === 'certificate-digital-signature'),
        `${error.code}: ${error.message}`,
      );
      assert.match(error.message, /^\S.*\.$/s, 'a sentence');
      assert.ok(error.remedy.length > 10);
      assert.ok(!`${error.message} ${error.remedy}`.includes(secret ?? password));
    });
  }

  test('no password where one is needed', async () => {
    const { error, sent } = await attempt({}, '');
    assert.ok(error);
    assert.ok(['password-required', 'password-wrong'].includes(error.code), error.code);
    assert.deepEqual(sent, []);
  });
});

const accepted: [what: string, change: object, secret?: string][] = [
  ['a PFX with its password', {}],
  ['a PEM certificate with its key in another file', { certificate: 'certificate.pem', privateKey: 'key.pem' }],
  ['an absolute path', { certificate: join(directory, 'good.pfx') }],
  ['a path from the home folder', { certificate: '~/good.pfx' }],
  ['a path from the workspace folder by its name', { certificate: '${workspaceFolder}/good.pfx' }],
];
for (const [what, change] of accepted) {
  test(`${what} gets as far as AWS`, async () => {
    const { error, sent } = await attempt(change);
    assert.equal(error?.code, 'network-failed', error?.message);
    assert.deepEqual(sent, ['rolesanywhere.eu-west-1.amazonaws.com']);
  });
}
