import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseHttpFile } from '../../../../../src/core/http-file/parse.ts';

describe('a curl command as people paste it', () => {
  const taken: [command: string, request: string, leftOut: string[]][] = [
    ['$ curl https://e.com/a', 'GET https://e.com/a', []],
    ['  % curl -I https://e.com', 'HEAD https://e.com', []],
    ['$ curl https://e.com \\\n  -X PUT', 'PUT https://e.com', []],
    ['curl https://e.com | jq .', 'GET https://e.com', ['| jq']],
    ["curl https://e.com |jq '.a | .b' | head -n 1", 'GET https://e.com', ['| jq', '| head']],
    ['curl https://e.com \\\n  | jq ".a" \\\n  -r', 'GET https://e.com', ['| jq']],
    ['curl https://e.com |& tee log', 'GET https://e.com', ['|& tee']],
    ['curl https://e.com > out.json', 'GET https://e.com', ['> out.json']],
    ['curl > "my out.json" https://e.com >>log', 'GET https://e.com', ['> my out.json', '>> log']],
    ['curl https://e.com 2>/dev/null 2>&1', 'GET https://e.com', ['2> /dev/null', '2>& 1']],
    ['curl https://e.com &>x | jq', 'GET https://e.com', ['&> x', '| jq']],
    ['curl https://e.com ;', 'GET https://e.com', []],
    ['curl https://e.com & ', 'GET https://e.com', []],
    ["curl 'https://e.com' -H 'A: b | c > d && e'", 'GET https://e.com', []],
  ];
  for (const [command, request, leftOut] of taken) {
    it(`${JSON.stringify(command)} is taken`, () => {
      const { requests, problems } = parseHttpFile(`### one\n${command}\n\n### two\nGET https://e.com`);
      assert.equal(requests.length, 2);
      assert.equal(`${requests[0]?.method} ${requests[0]?.url}`, request);
      assert.deepEqual(
        problems.map(({ code, severity, message }) => [code, severity, /^“(.*)” is left out/.exec(message)?.[1]]),
        leftOut.map((operator) => ['curl-option-ignored', 'information', operator]),
      );
    });
  }

  const refused: [command: string, message: RegExp][] = [
    ['curl https://e.com && echo done', /“&&” starts another command/],
    ['curl https://e.com || curl https://f.com', /“\|\|” starts another command/],
    ['curl https://e.com ; rm x', /“;” starts another command/],
    ['curl https://e.com & wait', /“&” starts another command/],
    ['curl https://e.com | jq . && rm x', /“&&” starts another command/],
    ['curl https://e.com -d @- < body.json', /“<” of the shell is not taken over/],
    ['curl https://e.com -d @- <<< x', /“<<<” of the shell is not taken over/],
    ['curl https://e.com | jq "$(cat x)"', /is not run/],
  ];
  for (const [command, message] of refused) {
    it(`${JSON.stringify(command)} is refused`, () => {
      const { requests, problems } = parseHttpFile(command);
      assert.equal(requests.length, 0);
      assert.deepEqual(
        problems.map(({ code, severity }) => `${severity} ${code}`),
        ['error curl-unreadable'],
      );
      assert.match(problems[0]?.message ?? '', message);
    });
  }

  it('nothing that is left out tells more than how it begins', () => {
    const { problems } = parseHttpFile('curl https://e.com | curl -H "Authorization: Bearer secret" --json @-');
    assert.ok(!JSON.stringify(problems).includes('secret'));
  });
});
