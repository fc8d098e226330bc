import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildRequest } from '../../../../src/core/requests/building/build-request.ts';
import { parseHttpFile } from '../../../../src/core/http-file/parse.ts';
import { isAwsRequest } from '../../../../src/core/requests/is-aws-request.ts';
import { problem } from './outline.ts';

const request = 'GET https://e.com/';

/** What is written for a directive, in every way that people write it. */
const mistaken: Readonly<Record<string, readonly string[]>> = {
  '# @disabled': [
    'Disabled',
    'DISABLED',
    'disable',
    'disables',
    'disabeld',
    'disbled',
    'disabledd',
    'dis-abled',
    'dis_abled',
    ' disabled',
    'disabled:',
  ],
  '# @note Really?': [
    'Note Really?',
    'notes Really?',
    'note: Really?',
    'NOTE = Really?',
    'noet Really?',
    'noted Really?',
    ' note Really?',
    'nte Really?',
  ],
  '# @no-log': [
    'nolog',
    'noLog',
    'no_log',
    'No-Log',
    'no log',
    'no-logs',
    'no-logging',
    'NoLogging',
    'no.log',
    'no-lgo',
    'n-log',
    'no-log:',
    'no--log',
    'no logs',
  ],
  '# @no-redirect': [
    'noredirect',
    'noRedirect',
    'no_redirect',
    'NO-REDIRECT',
    'no redirect',
    'no-redirects',
    'noRedirection',
    'no-rediect',
    'no-redirct',
    'no_redirects:',
  ],
  '# @keep-body-comments': [
    'keepBodyComments',
    'keep_body_comments',
    'keep-body-comment',
    'keep-bodycomments',
    'keep-body-commets',
  ],
};

describe('a misspelt directive about sending', () => {
  for (const [meant, names] of Object.entries(mistaken)) {
    for (const name of names) {
      for (const sign of ['# @', '//@']) {
        it(`${JSON.stringify(sign + name)} stops the request, and “${meant}” is what to write`, async () => {
          const file = parseHttpFile(`${sign}${name}\n${request}`);
          assert.deepEqual(
            file.problems.map(({ code, severity, replacement }) => [severity, code, replacement]),
            [['error', 'directive-unknown', meant]],
          );
          const [first] = file.requests;
          assert.ok(first);
          await assert.rejects(buildRequest(first, { file }), { code: 'directive-unknown', message: /is not a directive; “# @/ });
          // It says nothing of who signs.
          assert.equal(isAwsRequest(first, file), false);
        });
      }
    }
  }

  it('stops it too where it stands for the whole file', async () => {
    const file = parseHttpFile(`# @Disabled\n###\n${request}`);
    assert.ok(file.requests[0]);
    await assert.rejects(buildRequest(file.requests[0], { file }), { code: 'directive-unknown' });
  });

  const misplaced: [text: string, place: string][] = [
    [`### @disabled\n${request}`, '0:0-0:13'],
    [`### @nolog\n${request}`, '0:0-0:10'],
    [`POST https://e.com/\n\nbody\n# @disabled`, '3:0-3:11'],
    [`curl https://e.com/\n# @no-redirect`, '1:0-1:14'],
  ];
  for (const [text, place] of misplaced) {
    it(`has to stand above the request: ${JSON.stringify(text)}`, () =>
      assert.ok(parseHttpFile(text).problems.map(problem).includes(`error directive-misplaced ${place}`)));
  }

  const others = [
    ...[
      'disabled',
      'disabled false',
      'note',
      'note Really?',
      'no-log',
      'no-redirect',
      'keep-body-comments',
      'name x',
      'prompt x',
    ],
    // What other clients know, and what people write.
    ...[
      'no-cookie-jar',
      'no-proxy',
      'no-auto-encoding',
      'no-response-view',
      'no-reject-unauthorized',
      'no-login',
      'title a',
      'description a',
    ],
    ...[
      'ref a',
      'forceRef a',
      'import a',
      'loop 3',
      'sleep 3',
      'timeout 3',
      'save',
      'jwt a',
      'language a',
      'ratelimit a',
      'proxy a',
      'verbose',
    ],
    ...[
      'todo',
      'see https://e.com',
      'param a',
      'return a',
      'author me',
      'deprecated',
      'no idea',
      'no one logs here',
      'someone: hello',
      'nothing',
    ],
  ];
  for (const name of others) {
    it(`“# @${name}” is none`, () => assert.deepEqual(parseHttpFile(`# @${name}\n${request}`).problems, []));
  }
});
