import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseHttpFile } from '../../../../../src/core/http-file/parse.ts';
import { content } from '../outline.ts';

// Written by hand from what cmd.exe and the runtime of C do with a command line; `String.raw` keeps each backslash.
const { raw } = String;
const form = 'Content-Type: application/x-www-form-urlencoded';

describe('a curl command as it is pasted from cmd.exe', () => {
  const taken: [command: string, line: string, headers: string[], body: string[]][] = [
    ['curl "https://e.com/a" ^\n  -H "accept: */*"', 'GET https://e.com/a', ['accept: */*'], []],
    ['curl "https://e.com/a"^\n -H "A: b"', 'GET https://e.com/a', ['A: b'], []],
    ['curl "https://e.com/a" ^  \r\n  -X PUT\r\n', 'PUT https://e.com/a', [], []],
    ['curl ^"https://e.com/?a=1^&b=%^20^%^41^"', 'GET https://e.com/?a=1&b=%20%41', [], []],
    [
      'curl ^"https://e.com/^" ^\n  -H ^"accept: */*^" ^\n' +
        raw`  -H ^"sec-ch-ua: ^\^"Not;A=Brand^\^";v=^\^"8^\^"^" ^` +
        '\n' +
        raw`  --data-raw ^"^{^\^"a^\^":^\^"1 ^% ^^ ^| ^< ^> ^! ^$x it's ^\^\^\^"q^\^\^\^"^\^"^}^"`,
      'POST https://e.com/',
      ['accept: */*', 'sec-ch-ua: "Not;A=Brand";v="8"', form],
      [raw`{"a":"1 % ^ | < > ! $x it's \"q\""}`],
    ],
    // Chrome escapes what curl takes for a pattern behind what cmd.exe does.
    [raw`curl ^"https://e.com/?a^\[^\]=^\{b^\}^"`, 'GET https://e.com/?a[]={b}', [], []],
    // Line ends within the data, the last one before the closing quote
    ['curl ^"https://e.com^" ^\n  --data-raw ^"one^\n\n  two^\n\n^\n\n^"', 'POST https://e.com', [form], ['one\n  two\n\n']],
    // Backslashes count for two only before a quote.
    [raw`curl ^"https://e.com^" -d ^"C:^\dir^\^\^"`, 'POST https://e.com', [form], ['C:\\dir\\']],
    [raw`curl ^"https://e.com^" -d "{\"a\":\"b\\\\\"}"`, 'POST https://e.com', [form], [raw`{"a":"b\\"}`]],
    // Between quotes nothing of cmd.exe means anything.
    ['curl "https://e.com/?a=1&b=<2>|" ^\n -d ""', 'POST https://e.com/?a=1&b=<2>|', [form], []],
    // A quote behind a line end that is taken away opens nothing for cmd.exe, but does for the program.
    ['curl ^"https://e.com^" -H ^\n"A: b"', 'GET https://e.com', ['A: b'], []],
    ['curl ^"https://e.com/{{path}}^" -H ^"A: {{b}}^"', 'GET https://e.com/{{path}}', ['A: {{b}}'], []],
    ['$ curl.exe ^"https://e.com/a%2fb%20c^"\n\n# note', 'GET https://e.com/a%2fb%20c', [], []],
  ];
  for (const [command, line, headers, body] of taken) {
    it(`${JSON.stringify(command)} is taken`, () => {
      const { requests, problems } = parseHttpFile(`${command}\n\n### two\nGET https://e.com`);
      assert.deepEqual(problems, []);
      const [request] = requests;
      assert.ok(request);
      assert.deepEqual({ ...content(request), directives: [] }, { line, headers, body, directives: [] });
      assert.equal(requests.length, 2);
    });
  }

  const refused: [what: string, command: string][] = [
    ['“^” between quotes, as browsers wrote it once', raw`curl "https://e.com/?a=1^&b" ^` + '\n -H "A: b"'],
    ['quotes that cmd.exe closes early', raw`curl "https://e.com/" ^` + '\n' + raw` -H "A: ^\^"b^\^""`],
    ['a character that the browser left out', 'curl ^"https://e.com/^" -d ^"a^ b^"'],
    ['a variable', 'curl ^"https://e.com/^" -d "%PATH%"'],
    ['a part of a variable', 'curl ^"https://e.com/^" -d "%PATH:~0,2%"'],
    ['what could be a variable', 'curl ^"https://e.com/%E4%BD^"'],
    ['a pipe', 'curl ^"https://e.com/^" | more'],
    ['a file', 'curl ^"https://e.com/^" > out'],
    ['another command', 'curl ^"https://e.com/?a^"&b'],
    ['two quotes between quotes', 'curl "https://e.com/" ^\n -d "{""a"":1}"'],
    ['an open quote', 'curl ^"https://e.com/'],
    ['an open quote of the program', raw`curl ^"https://e.com/^" -d "a\"`],
    ['no line behind the last one', 'curl "https://e.com/" ^'],
    ['an empty line behind the last one', 'curl "https://e.com/" ^\n\n'],
  ];
  for (const [what, command] of refused) {
    it(`${what} is refused: ${JSON.stringify(command)}`, () => {
      const { requests, problems } = parseHttpFile(command);
      assert.equal(requests.length, 0);
      assert.deepEqual(
        problems.map(({ severity, code, message }) => `${severity} ${code} ${message}`),
        ['error curl-unreadable This command is written for cmd.exe: copy it as “cURL (bash)”.'],
      );
    });
  }

  it('a command for another shell stays one', () => {
    const commands: [command: string, body: string][] = [
      [`curl https://e.com -d 'a ^" b'`, 'a ^" b'],
      [`curl https://e.com -d 'a ^\nb'`, 'a ^\nb'],
      ['curl https://e.com -d "a ^\\" ^\nb"', 'a ^" ^\nb'],
      [`curl https://e.com -d $'it\\'s ^"'`, 'it\'s ^"'],
      ['curl https://e.com \\\n  -d a^b', 'a^b'],
    ];
    for (const [command, body] of commands) {
      const { requests, problems } = parseHttpFile(command);
      assert.deepEqual(problems, [], command);
      assert.deepEqual(
        requests.map((request) => content(request).body),
        [[body]],
        command,
      );
    }
  });
});
