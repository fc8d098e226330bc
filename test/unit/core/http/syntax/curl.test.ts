import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseHttpFile } from '../../../../../src/core/http/parse.ts';
import { content, problem } from '../outline.ts';

const form = 'Content-Type: application/x-www-form-urlencoded';
const file = (path: string) => ({ path, substitute: false, encoding: undefined });

describe('curl commands', () => {
  const cases: [command: string, line: string, headers: string[], body: unknown[]][] = [
    ['curl https://e.com', 'GET https://e.com', [], []],
    ['  curl.exe --url https://e.com', 'GET https://e.com', [], []],
    ['curl -I https://e.com', 'HEAD https://e.com', [], []],
    ['curl -X put "https://e.com/a b"', 'PUT https://e.com/a b', [], []],
    ['curl -XDELETE https://e.com', 'DELETE https://e.com', [], []],
    ['curl https://e.com -H \'A: b\' --header "C:d"', 'GET https://e.com', ['A: b', 'C: d'], []],
    ['curl https://e.com -d a=1 -d b=2', 'POST https://e.com', [form], ['a=1&b=2']],
    ['curl https://e.com \\\n  -d a=1 \\  \n  -sSL', 'POST https://e.com', [form], ['a=1']],
    [`curl https://e.com -H 'Content-Type: a/b' -d '{"x":\n\n1}'`, 'POST https://e.com', ['Content-Type: a/b'], ['{"x":\n\n1}']],
    [`curl https://e.com -d $'it\\'s\\n\\x'`, 'POST https://e.com', [form], ["it's\nx"]],
    ['curl https://e.com -d "a\\"b\\$c\\d"', 'POST https://e.com', [form], ['a"b$c\\d']],
    [
      'curl https://e.com --json {}',
      'POST https://e.com',
      ['Content-Type: application/json', 'Accept: application/json'],
      ['{}'],
    ],
    ['curl -G https://e.com?z -d a=1 --data-urlencode "b=c d"', 'GET https://e.com?z&a=1&b=c%20d', [], []],
    ['curl https://e.com --data-urlencode "=a&b" --data-raw @c', 'POST https://e.com', [form], ['a%26b&@c']],
    ['curl https://e.com --data-binary @./f.bin', 'POST https://e.com', [form], [file('./f.bin')]],
    [
      'curl https://e.com -u a:b -A me -b c=d -e r',
      'GET https://e.com',
      ['User-Agent: me', 'Cookie: c=d', 'Referer: r', 'Authorization: Basic YTpi'],
      [],
    ],
    [
      'curl https://e.com --aws-sigv4 aws:amz:eu-west-1:s3 -u AKID:sec:ret',
      'GET https://e.com',
      ['Authorization: AWS AKID sec:ret region:eu-west-1 service:s3'],
      [],
    ],
    ['curl https://e.com/{{path}} -o out.txt --compressed # note', 'GET https://e.com/{{path}}', [], []],
    ['curl https://e.com\n\n# note\n> {% x %}', 'GET https://e.com', [], []],
  ];
  for (const [command, line, headers, body] of cases) {
    it(JSON.stringify(command), () => {
      const [request] = parseHttpFile(command).requests;
      assert.ok(request);
      assert.equal(request.syntax, 'curl');
      assert.deepEqual({ ...content(request), directives: [] }, { line, headers, body, directives: [] });
      assert.deepEqual(
        request.problems.filter(({ severity }) => severity !== 'information'),
        [],
      );
    });
  }

  const wrong: [command: string, problem: string][] = [
    ['curl', 'error url-missing 0:0-0:4'],
    ["curl https://e.com -d 'a", 'error curl-unreadable 0:0-0:24'],
    ['curl https://e.com https://f.com', 'error curl-unreadable 0:0-0:32'],
    ['curl https://e.com -F a=b', 'error curl-unreadable 0:0-0:25'],
    ['curl https://e.com -T file', 'error curl-unreadable 0:0-0:26'],
    ['curl https://e.com -d @a -d b', 'error curl-unreadable 0:0-0:29'],
    ['curl https://e.com\n-d a', 'error curl-unreadable 1:0-1:4'],
    ['curl https://e.com -k -x http://proxy --what', 'warning curl-option-ignored 0:0-0:44'],
  ];
  for (const [command, expected] of wrong) {
    it(`${JSON.stringify(command)} is a problem`, () =>
      assert.deepEqual(parseHttpFile(command).problems.map(problem), [expected]));
  }
});
