import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { ErrorCode } from '../../../../src/core/error-codes.ts';
import type { ErrorSubject } from '../../../../src/core/errors.ts';
import { errorRemedies, remediesOf } from '../../../../src/core/remedies/error-remedies.ts';

const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  contributes: { commands: { command: string; title: string }[]; configuration: { properties: Record<string, unknown> } };
};

const cases: [code: ErrorCode, subject: ErrorSubject | undefined, titles: string[]][] = [
  ['workspace-untrusted', undefined, ['Manage Workspace Trust']],
  ['profile-none', undefined, ['Start Local Sandbox', 'Add Profile…']],
  ['profile-missing', undefined, ['Switch Active Profile…', 'Add Profile…']],
  ['profile-unknown', undefined, ['Add Profile…']],
  ['profile-invalid', undefined, ['Open Settings']],
  ['role-not-assumable', { kind: 'profile', id: 'workspace/build' }, ['Show Trust Policy']],
  ['secret-missing', { kind: 'profile', id: 'user/ci' }, ['Enter New Keys…']],
  ['environment-keys-empty', undefined, ['Switch Active Profile…']],
  ['environment-keys-incomplete', undefined, ['Switch Active Profile…']],
  ['environment-keys-missing', undefined, ['Switch Active Profile…']],
  ['file-unreadable', { kind: 'profile-file', field: 'certificate' }, ['Edit Profile…']],
  ['file-unreadable', undefined, []],
  ['password-wrong', undefined, ['Edit Profile…']],
  ['certificate-not-expired', undefined, ['Check Profile…']],
  ['certificate-untrusted', undefined, ['Check Profile…']],
  ['certificate-damaged', undefined, []],
  ['profile-same-account', undefined, ['Check Profile…']],
  ['profile-name', undefined, []],
  ['tls-untrusted', undefined, ['Proxy Settings']],
  ['timeout', undefined, ['Change Time Limit']],
  ['body-not-text', undefined, ['Save Response Body…']],
  ['sandbox-stopped', undefined, ['Start Local Sandbox']],
  ['connection-refused', undefined, []],
];

describe('what can be done about', () => {
  for (const [code, subject, titles] of cases) {
    it(`${code}${subject === undefined ? '' : ` of a ${subject.kind}`}`, () => {
      const found = remediesOf({ code, subject });
      assert.deepEqual(
        found.map(({ title }) => title),
        titles,
      );
    });
  }

  it('a request that another has to precede is to send both, this very one last', () => {
    const request = { uri: 'file:///a.http', line: 15, fingerprint: 'f' };
    const unsent = { code: 'variable-unreadable', unsentRequest: 'log in' } as const;
    assert.deepEqual(remediesOf(unsent, request), [
      {
        kind: 'command',
        title: 'Send “log in” First',
        command: 'awsAuth.request.send',
        target: { ...request, first: 'log in' },
      },
    ]);
    assert.equal(remediesOf({ ...unsent, unsentRequest: 'x'.repeat(31) }, request)[0]?.title, 'Send That Request First');
    assert.deepEqual(remediesOf(unsent), []);
  });

  it('a refused role is done to its profile', () => {
    const [remedy] = remediesOf({ code: 'role-not-assumable', subject: { kind: 'profile', id: 'a/b' } });
    assert.ok(remedy?.kind === 'command');
    assert.deepEqual(remedy.target, { profileId: 'a/b' });
  });
});

it('remedies are called as their commands are, and open settings that there are', () => {
  const titles = new Map(contributes.commands.map(({ command, title }) => [command, title]));
  for (const remedy of Object.values(errorRemedies).flat()) {
    if (remedy.kind === 'command' && remedy.command !== 'awsAuth.profiles.openSettings') {
      assert.equal(titles.get(remedy.command), remedy.title, remedy.command);
    }
    if (remedy.kind === 'setting' && remedy.name.startsWith('awsAuth.')) {
      assert.ok(Object.hasOwn(contributes.configuration.properties, remedy.name), remedy.name);
    }
  }
});
