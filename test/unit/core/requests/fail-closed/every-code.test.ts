import assert from 'node:assert/strict';
import { it } from 'node:test';
import { codesOf, writtenCodes } from './error-codes.ts';
import { refusedRequests } from './refused-requests.ts';
import { refusedSyntax } from './refused-syntax.ts';
import { sessionRefusals, unusableCalls, unusableProfiles } from './refused-sessions.ts';

const folders = ['http', 'requests', 'signing', 'variables', 'credentials', 'aws', 'profiles'].map((each) => `src/core/${each}`);

const connecting = 'the connection could not be made or secured, so that nothing of the request was written to it';
const answering = 'comes from the answer, when the request was sent';
const telling = 'is only told beside the request and keeps nothing from being sent';
const inPlace = 'is about writing a signature into the file, where nothing is sent';

/** The codes that keep no request from being sent, and why. */
const cannotStop: Readonly<Record<string, string>> = {
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
  'answer-not-stored': answering,
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
  'header-in-curl': inPlace,
  'url-fragment': telling,
  'presigned-not-opened': 'is about copying a URL, where nothing is sent',
  'sign-curl': inPlace,
  'sign-loses-keys': inPlace,
  'payload-hash-invalid': 'is about an argument of the signer that no request and no setting gives',
};

const written = writtenCodes(folders);
const refused = new Set([
  ...refusedRequests('/').map(([, , code]) => code),
  ...refusedSyntax.map(([, expected]) => expected.split(' ')[0] ?? ''),
  ...unusableProfiles.map(([, , code]) => code),
  ...unusableCalls.map(([, , code]) => code),
  ...sessionRefusals.map(([code]) => code),
]);
const matching = (code: string): RegExp => new RegExp(`^${code.replaceAll('*', '.+')}$`);

it('every code of an error has a request that it stops, or a reason why it stops none', () => {
  const missing = written.filter(
    ({ code }) => cannotStop[code] === undefined && ![...refused].some((each) => matching(code).test(each)),
  );
  assert.deepEqual(missing, [], 'Add a request to refused-requests.ts or refused-sessions.ts that is stopped by it.');
});

it('no reason is given for a code that is not written any more, or that stops a request', () => {
  const codes = new Set(written.map(({ code }) => code));
  assert.deepEqual(
    Object.keys(cannotStop).filter((code) => !codes.has(code) || refused.has(code)),
    [],
  );
});

it('codes are found however they are written', () => {
  const codes = (text: string): string[] => codesOf('some.ts', text).map(({ code }) => code);
  assert.deepEqual(codes("throw new UserError({ code: 'a-b', message });"), ['a-b']);
  assert.deepEqual(codes("const e = { code: x ? 'a-b' : `c-d` };"), ['a-b', 'c-d']);
  assert.deepEqual(codes("const fail = (m, code) => e({ code });\nfail('', 'a-b'); fail('', 'c-d');"), ['a-b', 'c-d']);
  assert.deepEqual(codes("function f(kind) { return { code: `${kind}-x` }; }\nf('a'); f('b');"), ['a-x', 'b-x']);
  assert.deepEqual(codes("const e = { code: `${rule.name}-${x ? 'a' : 'b'}` };"), ['*-a', '*-b']);
  assert.deepEqual(codes("type ProblemCode = 'a-b' | 'c-d';"), ['a-b', 'c-d']);
  assert.deepEqual(codes('const { code } = error; throw new UserError({ code, cause: other.code });'), []);
  assert.throws(() => codes('const code = pick(); throw new UserError({ code });'), /where|what/);
});
