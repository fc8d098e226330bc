import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { nextSteps } from '../../../../src/ui/kit/next-steps.ts';
import { writtenCodes } from '../../core/requests/fail-closed/error-codes.ts';

const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  contributes: { commands: { command: string; title: string }[]; configuration: { properties: Record<string, unknown> } };
};

const cases: [code: string, field: string | undefined, titles: string[]][] = [
  ['workspace-untrusted', undefined, ['Manage Workspace Trust']],
  ['profile-none', undefined, ['Start Local Sandbox', 'Add Profile…']],
  ['profile-missing', undefined, ['Switch Active Profile…', 'Add Profile…']],
  ['profile-unknown', undefined, ['Add Profile…']],
  ['profile-invalid', undefined, ['Open Settings']],
  ['role-not-assumable', 'workspace/build', ['Show Trust Policy']],
  ['secret-missing', 'user/ci', ['Enter New Keys…']],
  ['file-unreadable', 'certificate', ['Edit Profile…']],
  ['file-unreadable', undefined, []],
  ['password-wrong', undefined, ['Edit Profile…']],
  ['certificate-expired', undefined, ['Check Profile…']],
  ['certificate-damaged', undefined, []],
  ['tls-untrusted', undefined, ['Proxy Settings']],
  ['timeout', undefined, ['Change Time Limit']],
  ['body-not-text', undefined, ['Save Response Body…']],
  ['sandbox-stopped', undefined, ['Start Local Sandbox']],
  ['connection-refused', undefined, []],
];

describe('the steps that lead on from', () => {
  for (const [code, field, titles] of cases) {
    it(`${code}${field === undefined ? '' : ` with ${field}`}`, () => {
      const found = nextSteps({ code, place: field === undefined ? undefined : { field } });
      assert.deepEqual(
        found.map(({ title }) => title),
        titles,
      );
    });
  }

  it('a request that another has to precede send both, this very one last', () => {
    const request = { uri: 'file:///a.http', line: 15, fingerprint: 'f' };
    const unsent = { code: 'variable-unreadable', place: undefined, unsentRequest: 'log in' };
    assert.deepEqual(nextSteps(unsent, request), [
      { title: 'Send “log in” First', command: 'awsAuth.request.send', argument: { ...request, first: 'log in' } },
    ]);
    assert.equal(nextSteps({ ...unsent, unsentRequest: 'x'.repeat(31) }, request)[0]?.title, 'Send That Request First');
    assert.deepEqual(nextSteps(unsent), []);
  });

  it('a refused role go to its profile', () =>
    assert.deepEqual(nextSteps({ code: 'role-not-assumable', place: { field: 'a/b' } })[0]?.argument, { profileId: 'a/b' }));
});

describe('all steps', () => {
  const source = readFileSync('src/ui/next-steps.ts', 'utf8');
  const written = new Set(writtenCodes(['src']).map(({ code }) => code));
  const named = [...source.matchAll(/^ {2}'?([a-z-]+)'?: \[/gm)].map(([, code = '']) => code);

  it('are for codes that errors have', () => {
    assert.ok(named.length > 10);
    for (const code of named) assert.ok(written.has(code), code);
  });

  it('are called as their commands are, and open settings that there are', () => {
    const titles = new Map(contributes.commands.map(({ command, title }) => [command, title]));
    for (const { title, command, argument } of named.flatMap((code) => [...nextSteps({ code, place: undefined })])) {
      if (command.startsWith('awsAuth.') && command !== 'awsAuth.profiles.openSettings') {
        assert.equal(titles.get(command), title, command);
      }
      if (typeof argument === 'string' && argument.startsWith('awsAuth.')) {
        assert.ok(Object.hasOwn(contributes.configuration.properties, argument), argument);
      }
    }
  });
});
