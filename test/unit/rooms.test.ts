import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';

const source = join(import.meta.dirname, '..', '..', 'src');

/** From the bottom up: a room imports only from rooms before it. */
const rooms = [
  'core',
  'core/aws',
  'core/http',
  'core/profiles',
  'core/certificates',
  'core/signing',
  'core/variables',
  'core/setup',
  'core/credentials',
  'core/requests',
  'core/language',
  'sandbox',
  'platform',
  'storage',
  'ui',
  'lazy',
  'composition',
  'extension.ts',
];

/** Imports that run up, and have still to be turned: this list only becomes shorter. */
const exceptions = [
  'core/credentials/roles-anywhere.ts -> core/requests/server-clock.ts',
  'core/http/answers/sent-text.ts -> core/requests/exchange/exchange.ts',
  'core/http/aws-authorization.ts -> core/credentials/credentials.ts',
  'core/http/build-request.ts -> core/credentials/credentials.ts',
  'core/http/building/wrap-graphql.ts -> core/variables/json-numbers.ts',
  'core/profiles/profile-row.ts -> core/credentials/remaining-time.ts',
  'core/profiles/profile-row.ts -> core/credentials/session-manager.ts',
  'core/signing/sign.ts -> core/credentials/credentials.ts',
  'core/signing/signing-scope.ts -> core/credentials/credentials.ts',
  'lazy/http-requests.ts -> composition/requests.ts',
  'lazy/requests.ts -> composition/destinations.ts',
  'platform/config-value.ts -> storage/profile-store.ts',
  'ui/certificates/certificate-commands.ts -> lazy/certificate-wizards.ts',
  'ui/certificates/certificate-ports.ts -> lazy/certificates.ts',
  'ui/error-presenter.ts -> lazy/answers.ts',
  'ui/http-editor/authoring-commands.ts -> lazy/language.ts',
  'ui/http-editor/diagnostics.ts -> lazy/language.ts',
  'ui/http-editor/environment-status.ts -> lazy/language.ts',
  'ui/http-editor/move-keys.ts -> lazy/wizards.ts',
  'ui/http-editor/request-commands.ts -> lazy/multi-region.ts',
  'ui/http-editor/request-commands.ts -> lazy/requests.ts',
  'ui/http-editor/request-variables.ts -> lazy/requests.ts',
  'ui/http-editor/request-variables.ts -> lazy/xml-path.ts',
  'ui/profile-commands.ts -> lazy/wizards.ts',
  'ui/response/last-response.ts -> lazy/answers.ts',
  'ui/response/request-sender.ts -> lazy/explanations.ts',
  'ui/response/request-sender.ts -> lazy/requests.ts',
  'ui/sandbox-commands.ts -> lazy/sandbox.ts',
  'ui/signing/explain-commands.ts -> lazy/explanations.ts',
  'ui/signing/refusals.ts -> lazy/explanations.ts',
  'ui/signing/trust-policy-command.ts -> lazy/explanations.ts',
];

/** The room of a file of the source: its folder, one of the core's folders, or the core itself for what lies directly in it. */
function roomOf(file: string): string {
  const [first = '', second = '', ...rest] = file.split('/');
  return first === 'core' && rest.length > 0 ? `core/${second}` : first;
}

/** The files of the source that a file imports, types and lazy imports too. */
function importsOf(file: string): string[] {
  const { importedFiles } = ts.preProcessFile(readFileSync(join(source, file), 'utf8'), true, true);
  const own = importedFiles.map(({ fileName }) => fileName).filter((name) => name.startsWith('.'));
  return [...new Set(own.map((name) => posix.join(posix.dirname(file), name)))];
}

const files = globSync('**/*.ts', { cwd: source }).map((file) => file.replaceAll(sep, '/'));

test('every folder of the source is a room with a place', () => {
  const unplaced = files.filter((file) => !rooms.includes(roomOf(file)));
  assert.deepEqual(unplaced, []);
  assert.deepEqual(
    rooms.filter((room) => !files.some((file) => roomOf(file) === room)),
    [],
  );
});

test('imports run down, but for those that have still to be turned', () => {
  const level = (file: string): number => rooms.indexOf(roomOf(file));
  const upwards = files.flatMap((file) =>
    importsOf(file)
      .filter((imported) => level(imported) > level(file))
      .map((imported) => `${file} -> ${imported}`),
  );
  assert.deepEqual(upwards.sort(), exceptions);
});
