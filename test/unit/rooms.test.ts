import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';

const source = join(import.meta.dirname, '..', '..', 'src');

/** From the bottom up: a room imports only from rooms before it. */
const rooms = [
  'core',
  'core/text',
  'core/aws',
  'core/http',
  'core/profiles',
  'core/signing',
  'core/redaction',
  'core/http-file',
  'core/remedies',
  'core/certificates',
  'core/variables',
  'core/destinations',
  'core/credentials',
  'core/setup',
  'core/responses',
  'core/refusals',
  'core/requests',
  'core/exchange',
  'core/language',
  'sandbox',
  'platform',
  'storage',
  'ui/kit',
  'ui/documents',
  'ui/destinations',
  'ui/certificates',
  'ui/profiles',
  'ui/sessions',
  'ui/sandbox',
  'ui/signatures',
  'ui/responses',
  'ui/requests',
  'ui/language',
  'bundles',
  'composition',
  'extension.ts',
];

/** Imports that run up, and have still to be turned: this list only becomes shorter. */
const exceptions = [
  'bundles/http-requests.ts -> composition/requests.ts',
  'ui/certificates/certificate-commands.ts -> bundles/certificate-wizards.ts',
  'ui/certificates/certificate-ports.ts -> bundles/certificates.ts',
  'ui/destinations/open-destinations.ts -> composition/services.ts',
  'ui/kit/error-presenter.ts -> bundles/responses.ts',
  'ui/language/diagnostics.ts -> bundles/language.ts',
  'ui/language/environment-status.ts -> bundles/language.ts',
  'ui/profiles/profile-commands.ts -> bundles/wizards.ts',
  'ui/requests/authoring-commands.ts -> bundles/language.ts',
  'ui/requests/explain-commands.ts -> bundles/explanations.ts',
  'ui/requests/move-keys.ts -> bundles/wizards.ts',
  'ui/requests/request-commands.ts -> bundles/multi-region.ts',
  'ui/requests/request-commands.ts -> bundles/requests.ts',
  'ui/requests/request-variables.ts -> bundles/requests.ts',
  'ui/requests/request-variables.ts -> bundles/xml-path.ts',
  'ui/requests/sending/request-sender.ts -> bundles/explanations.ts',
  'ui/requests/sending/request-sender.ts -> bundles/requests.ts',
  'ui/responses/last-response.ts -> bundles/responses.ts',
  'ui/sandbox/sandbox-commands.ts -> bundles/sandbox.ts',
  'ui/signatures/refusals.ts -> bundles/explanations.ts',
  'ui/signatures/trust-policy-command.ts -> bundles/explanations.ts',
];

/** The room of a file of the source: its folder, one of the folders of the core or of the user interface, or the core itself for what lies directly in it. */
function roomOf(file: string): string {
  const [first = '', second = '', ...rest] = file.split('/');
  return rest.length > 0 && (first === 'core' || first === 'ui') ? `${first}/${second}` : first;
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
