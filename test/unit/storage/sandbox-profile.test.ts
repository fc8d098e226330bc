import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { isUserError, UserError } from '../../../src/core/errors.ts';
import type { StoredProfile } from '../../../src/storage/profile-store.ts';
import { isSandboxProfile, withSandboxNamed } from '../../../src/storage/sandbox-profile.ts';
import { rolesAnywhereProfile, staticProfile } from '../fakes/sample-profiles.ts';

const directory = join('/storage', 'sandbox');
const endpoint = 'http://127.0.0.1:41873';
const stored = (name: string, profile: StoredProfile['profile']): StoredProfile => ({
  id: `workspace/${name}`,
  name,
  scope: 'workspace',
  profile,
});
const ours = stored('sandbox', {
  ...rolesAnywhereProfile,
  certificate: join(directory, 'w', 'sandbox.pfx'),
  endpoint,
});
const tunnel = stored('tunnel', { ...staticProfile, endpoint: 'http://127.0.0.1:9000' });
const refused = new UserError({ code: 'connection-refused', message: 'Refused.', remedy: 'Check.', retryable: true });

test('the sandbox’s own profile is told by the certificate that the sandbox made', () => {
  assert.ok(isSandboxProfile(ours, directory));
  assert.ok(isSandboxProfile(ours, join(directory, 'w')));
  assert.ok(!isSandboxProfile(ours, join('/storage', 'sand')));
  assert.ok(!isSandboxProfile(tunnel, directory));
  assert.ok(!isSandboxProfile(stored('sandbox', rolesAnywhereProfile), directory));
});

test('a connection that its endpoint refused is said to be a sandbox that is stopped', () => {
  const error = withSandboxNamed(refused, endpoint, [tunnel, ours], directory);
  assert.ok(isUserError(error));
  assert.equal(error.code, 'sandbox-stopped');
  assert.match(error.message, /^The local sandbox is not running.*“sandbox”/);
  assert.match(error.remedy, /Start Local Sandbox/);
});

test('other failures stay what they are', () => {
  const reset = new UserError({ code: 'connection-reset', message: 'Reset.', remedy: 'Again.' });
  assert.equal(withSandboxNamed(reset, endpoint, [ours], directory), reset);
  assert.equal(withSandboxNamed(refused, 'http://127.0.0.1:9000', [tunnel, ours], directory), refused);
  assert.equal(withSandboxNamed(refused, undefined, [ours], directory), refused);
  const plain = new Error('x');
  assert.equal(withSandboxNamed(plain, endpoint, [ours], directory), plain);
});
