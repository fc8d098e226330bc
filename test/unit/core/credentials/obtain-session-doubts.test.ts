import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createDevelopmentAuthority, issueEndEntity } from '../../../../src/core/certificates/issue.ts';
import { obtainSession } from '../../../../src/core/credentials/obtain-session.ts';
import type { HttpResponse } from '../../../../src/core/http/message.ts';
import { rolesAnywhereProfile } from '../../fakes/sample-profiles.ts';

const day = 86_400_000;
const directory = mkdtempSync(join(tmpdir(), 'obtain-'));
const validFor = (days: number) => ({ notBefore: new Date(Date.now() - day), notAfter: new Date(Date.now() + days * day) });
const authority = await createDevelopmentAuthority({ commonName: 'Test CA', key: 'ec-p256', ...validFor(300) });

async function certificateFile(name: string, days: number): Promise<string> {
  const identity = await issueEndEntity(authority, { commonName: 'build-7', key: 'ec-p256', ...validFor(days) });
  const file = join(directory, name);
  writeFileSync(file, `${identity.leaf.toString()}${String(identity.key.export({ type: 'pkcs8', format: 'pem' }))}`);
  return file;
}

const sound = await certificateFile('sound.pem', 300);
/** It ends so soon that the check warns of it. */
const doubtful = await certificateFile('doubtful.pem', 2);

function obtain(said: string, file: string) {
  const body = Buffer.from(JSON.stringify({ message: said }));
  const refusal = {
    status: 403,
    statusText: 'Forbidden',
    httpVersion: '1.1',
    headers: [['x-amzn-ErrorType', 'AccessDeniedException']],
  };
  return obtainSession(
    { ...rolesAnywhereProfile, certificate: file },
    {
      paths: { workspaceFolder: undefined, home: tmpdir() },
      password: undefined,
      now: Date.now,
      signal: new AbortController().signal,
      send: () =>
        Promise.resolve({
          ...refusal,
          body: (async function* () {
            yield await Promise.resolve(body);
          })(),
          timing: { firstByte: 1 },
        } as unknown as HttpResponse),
    },
  );
}

test('what was doubtful about the certificate stands beside a refusal of it', async () => {
  await assert.rejects(obtain('Untrusted signing certificate', doubtful), (error: { code: string; remedy: string }) => {
    assert.equal(error.code, 'certificate-untrusted');
    assert.match(error.remedy, /trust anchor ARN.*The certificate itself: .*expires/);
    return true;
  });
});

test('other refusals and certificates without doubts keep their words', async () => {
  for (const [said, file] of [
    ['Untrusted signing certificate', sound],
    ['The requested DurationSeconds exceeds the MaxSessionDuration set for this role.', doubtful],
  ] as const) {
    await assert.rejects(obtain(said, file), (error: { remedy: string }) => !error.remedy.includes('The certificate itself'));
  }
});

test('names that cannot be session tags are named', async () => {
  await assert.rejects(
    obtain('Some attributes failed to be mapped into session tags. Issuer: [ ]; Subject: [ ]; SAN: [ DNS/2 ]', sound),
    {
      code: 'attributes-unmappable',
    },
  );
});

test('the reason that stands behind “Unable to assume role” is the one that counts', async (t) => {
  const role = 'Unable to assume role for arn:aws:iam::111122223333:role/r.';
  for (const [said, code] of [
    [
      `${role} Some attributes failed to be mapped into session tags. Issuer: [  ]; Subject: [ CN ]; SAN: [ DNS/2 ]`,
      'attributes-unmappable',
    ],
    [`${role} The requested DurationSeconds exceeds the MaxSessionDuration set for this role.`, 'duration-too-long'],
    [`${role} Not authorized to set roleSessionName.`, 'session-name-refused'],
    [role, 'role-not-assumable'],
  ] as const) {
    await t.test(code, () => assert.rejects(obtain(said, sound), { code }));
  }
});
