import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { certificateRules, errorCodes, profileRules } from '../../../../../src/core/error-codes.ts';
import type { ErrorCode } from '../../../../../src/core/error-codes.ts';
import { refusedRequests } from './refused-requests.ts';
import { refusedSyntax } from './refused-syntax.ts';
import { sessionRefusals, unusableCalls, unusableProfiles } from './refused-sessions.ts';

const { file, request, session, network, response, ...others } = errorCodes;
/** The codes of what happens on the way of a request. */
const ofRequests: readonly ErrorCode[] = [file, request, session, network, response].flat();

const connecting = 'the connection could not be made or secured, so that nothing of the request was written to it';
const answering = 'comes from the answer, when the request was sent';
const telling = 'is only told beside the request and keeps nothing from being sent';

/** The codes that keep no request from being sent, and why. */
const cannotStop: Readonly<Partial<Record<ErrorCode, string>>> = {
  'connection-refused': connecting,
  'host-not-found': connecting,
  'host-unreachable': connecting,
  'proxy-failed': connecting,
  'tls-expired': connecting,
  'tls-failed': connecting,
  'tls-host-mismatch': connecting,
  'tls-untrusted': connecting,
  timeout: 'comes from a silent network, before or after the request was written',
  'connection-reset': 'comes from the other side, before or after the request was written',
  'network-failed': 'comes from the network, before or after the request was written',
  'response-not-stored': answering,
  'response-encoding': answering,
  'response-not-http': answering,
  'response-too-large': answering,
  'body-comment-dropped': telling,
  'body-file-mistaken': telling,
  'body-variable': telling,
  'command-skipped': telling,
  'credential-text': telling,
  'curl-option-ignored': telling,
  'duplicate-directive': telling,
  'duplicate-name': telling,
  'duplicate-variable': telling,
  'request-line-in-body': telling,
  'response-skipped': telling,
  'script-skipped': telling,
  'url-fragment': telling,
  'payload-hash-invalid': 'is about an argument of the signer that no request and no setting gives',
};

const refused = new Set<string>([
  ...refusedRequests('/').map(([, , code]) => code),
  ...refusedSyntax.map(([, expected]) => expected.split(' ')[0] ?? ''),
  ...unusableProfiles.map(([, , code]) => code),
  ...unusableCalls.map(([, , code]) => code),
  ...sessionRefusals.map(([code]) => code),
]);

it('every code of an error has a request that it stops, or a reason why it stops none', () => {
  const missing = ofRequests.filter((code) => cannotStop[code] === undefined && !refused.has(code));
  assert.deepEqual(missing, [], 'Add a request to refused-requests.ts or refused-sessions.ts that is stopped by it.');
});

it('no reason is given for a code that stops a request', () => {
  const codes: readonly string[] = ofRequests;
  assert.deepEqual(
    Object.keys(cannotStop).filter((code) => !codes.includes(code) || refused.has(code)),
    [],
  );
});

it('a profile and a certificate that the check before a session fails stop it', () => {
  assert.ok(certificateRules.some((rule) => refused.has(`certificate-${rule}`)));
  assert.ok(profileRules.some((rule) => refused.has(`profile-${rule}`)));
});

it('codes are listed once, and each is one that the sources give', () => {
  const codes = [...ofRequests, ...Object.values(others).flat(), ...certificateRules, ...profileRules];
  assert.deepEqual(
    codes.filter((code, index) => codes.indexOf(code) !== index),
    [],
  );
  const source = join(import.meta.dirname, '../../../../../src');
  const texts = globSync('**/*.ts', { cwd: source })
    .filter((name) => !name.endsWith('error-codes.ts'))
    .map((name) => readFileSync(join(source, name), 'utf8'));
  assert.deepEqual(
    codes.filter((code) => !texts.some((text) => text.includes(`'${code}'`) || text.includes(`  ${code}:`))),
    [],
  );
});
