import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { failureText } from '../../../../src/core/responses/failure-text.ts';
import type { RequestFailure } from '../../../../src/core/responses/failure-text.ts';

const failure: RequestFailure = {
  written: { method: 'GET', url: 'https://{{bucket}}.s3.amazonaws.com/' },
  wasSent: true,
  reason: {
    code: 'connection-refused',
    place: undefined,
    message: 'The connection was refused by “127.0.0.1:1”.',
    remedy: 'Check that the server runs.',
  },
  time: '14:03:22',
};

test('why there is no answer comes first, then what was asked, what to do, and when it was', () => {
  assert.deepEqual(failureText(failure).split('\n'), [
    'No response: The connection was refused by “127.0.0.1:1”.',
    '# GET https://{{bucket}}.s3.amazonaws.com/',
    '# Check that the server runs.',
    '# 14:03:22',
    '',
  ]);
});

test('a request that was stopped is told from one that was on its way, with the line to correct', () => {
  const reason = {
    code: 'variable-unknown',
    message: 'There is no variable “bucket”.',
    remedy: 'Define it; nothing was sent.',
    place: { file: 'demo.http', line: 12 },
  } as const;
  const lines = failureText({ ...failure, written: undefined, wasSent: false, reason }).split('\n');
  assert.deepEqual(lines.slice(0, 3), [
    'Not sent: There is no variable “bucket”.',
    '# Define it; nothing was sent.',
    '# demo.http, line 12',
  ]);
});

test('every line stays one, and what a URL says in secret stays secret', () => {
  const url = 'https://someone:hunter2@example.com/?token=abcdefgh&x=1\n&y=2';
  const lines = failureText({
    ...failure,
    written: { method: 'GET', url },
    reason: { ...failure.reason, message: 'a\nb', remedy: 'c\r\nd' },
  }).split('\n');
  assert.deepEqual(lines.slice(0, 3), ['No response: a b', '# GET https://example.com/?token=••••••&x=1 &y=2', '# c d']);
});

test('the grammar of answers knows its first line, and takes no line of a body for it', () => {
  const { repository } = JSON.parse(readFileSync('media/response.tmLanguage.json', 'utf8')) as {
    repository: { failure: { match: string } };
  };
  const { match } = repository.failure;
  // Oniguruma's start of the text, which JavaScript has no word for.
  assert.ok(match.startsWith('\\A'));
  assert.match(failureText(failure), new RegExp(match.replace('\\A', '^'), 'm'));
});
