import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createDevelopmentAuthority, issueEndEntity } from '../../../../src/core/certificates/issue.ts';
import { writePkcs12 } from '../../../../src/core/certificates/write-pkcs12.ts';
import { certificateFileParts } from '../../../../src/core/credentials/certificate-file-parts.ts';
import type { CertificateFileParts } from '../../../../src/core/credentials/certificate-file-parts.ts';

const directory = mkdtempSync(join(tmpdir(), 'parts-'));
after(() => rmSync(directory, { recursive: true }));
before(async () => {
  const validity = { notBefore: new Date(Date.now() - 86_400_000), notAfter: new Date(Date.now() + 86_400_000) };
  const authority = await createDevelopmentAuthority({ commonName: 'CA', key: 'ec-p256', ...validity });
  const identity = await issueEndEntity(authority, { commonName: 'build', key: 'ec-p256', ...validity });
  const certificate = identity.leaf.toString();
  const key = identity.key.export({ format: 'pem', type: 'pkcs8' }).toString();
  const locked = identity.key.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'pw' }).toString();
  const files: Record<string, string | Uint8Array> = {
    'cert.pem': certificate,
    'cert.der': identity.leaf.raw,
    'build.key': key,
    'locked.key': locked,
    'both.pem': certificate + key,
    'both-locked.pem': certificate + locked,
    'build.pfx': await writePkcs12(identity, { password: 'pw', encryption: 'modern' }),
    'ssh.pem': `${certificate}-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA\n-----END OPENSSH PRIVATE KEY-----\n`,
    'cut.pem': `${certificate}-----BEGIN PRIV`,
    'notes.txt': 'no certificate',
  };
  for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content);
});

const look = (name: string): Promise<CertificateFileParts> =>
  certificateFileParts('certificate', name, {
    paths: { workspaceFolder: directory, home: '/' },
    signal: new AbortController().signal,
  });

const files: [name: string, hasCertificate: boolean, hasKey: boolean][] = [
  ['cert.pem', true, false],
  ['cert.der', true, false],
  ['build.key', false, true],
  ['both.pem', true, true],
  ['both-locked.pem', true, true],
  ['build.pfx', true, true],
];
for (const [name, hasCertificate, hasKey] of files) {
  test(`${name} holds ${hasCertificate ? 'a' : 'no'} certificate and ${hasKey ? 'a' : 'no'} key`, async () => {
    assert.deepEqual(await look(name), { hasCertificate, hasKey });
  });
}

test('a key that its password closes counts as there', async () => {
  assert.equal((await look('locked.key')).hasKey, true);
});

for (const [name, code] of [
  ['ssh.pem', 'key-form-unsupported'],
  ['cut.pem', 'certificate-damaged'],
  ['missing.pem', 'file-unreadable'],
  ['notes.txt', 'not-a-certificate'],
] as const) {
  test(`${name} is told as ${code}`, () => assert.rejects(look(name), { code }));
}
