import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { readProfileIdentity } from '../../../../src/core/credentials/read-profile-identity.ts';
import { isUserError } from '../../../../src/core/errors.ts';
import { rolesAnywhereProfile } from '../../fakes/sample-profiles.ts';

const folder = mkdtempSync(join(tmpdir(), 'read-profile-identity-'));
after(() => rmSync(folder, { recursive: true }));
execFileSync('mkfifo', [join(folder, 'pipe')]);
symlinkSync('/dev/zero', join(folder, 'device'));
writeFileSync(join(folder, 'long'), 'x'.repeat(1_000_001));
writeFileSync(join(folder, 'short'), 'x');

const read = (
  names: { certificate: string; privateKey?: string; certificateChain?: string },
  signal = new AbortController().signal,
) =>
  readProfileIdentity(
    { ...rolesAnywhereProfile, ...names },
    {
      paths: { workspaceFolder: folder, home: homedir() },
      password: undefined,
      signal,
    },
  );

describe('the files of a profile are regular ones of at most 1 MB', () => {
  const refused: [names: Parameters<typeof read>[0], message: RegExp][] = [
    [{ certificate: 'pipe' }, /certificate file is not a regular file/],
    [{ certificate: 'device' }, /certificate file is not a regular file/],
    [{ certificate: '.' }, /certificate file is not a regular file/],
    [{ certificate: 'long' }, /certificate file is too large/],
    [{ certificate: 'none' }, /certificate file does not exist/],
    [{ certificate: 'short', privateKey: 'pipe' }, /privateKey file is not a regular file/],
    [{ certificate: 'short', privateKey: 'long' }, /privateKey file is too large/],
    [{ certificate: 'short', certificateChain: '/dev/null' }, /certificateChain file is not a regular file/],
  ];
  for (const [names, message] of refused) {
    it(JSON.stringify(names), () =>
      assert.rejects(
        read(names),
        (error) => isUserError(error) && error.code === 'file-unreadable' && message.test(error.message) && error.remedy !== '',
      ),
    );
  }

  it('and are not waited for any more once that was cancelled', () =>
    assert.rejects(read({ certificate: 'short' }, AbortSignal.abort(new Error('Enough.'))), { message: 'Enough.' }));
});
