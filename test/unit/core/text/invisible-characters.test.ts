import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildRequest } from '../../../../src/core/requests/building/build-request.ts';
import { findInvisible, withoutInvisible } from '../../../../src/core/text/invisible-characters.ts';
import { parseHttpFile } from '../../../../src/core/http-file/parse.ts';
import { problem } from '../http-file/outline.ts';

const zwsp = '\u200b';
const nbsp = '\u00a0';
const url = 'https://b.s3.eu-central-1.amazonaws.com';

describe('what nobody sees in a text', () => {
  const named: [text: string, names: string, without: string][] = [
    [`a${zwsp}b`, 'U+200B ZERO WIDTH SPACE', 'ab'],
    [`a${nbsp}b`, 'U+00A0 NO-BREAK SPACE', 'a b'],
    [`a${nbsp} b`, 'U+00A0 NO-BREAK SPACE', 'a b'],
    [`a${nbsp}${nbsp}b`, 'U+00A0 NO-BREAK SPACE', 'a b'],
    [`a${zwsp}${nbsp}b`, 'U+200B ZERO WIDTH SPACE, U+00A0 NO-BREAK SPACE', 'a b'],
    ['a\u00adb', 'U+00AD SOFT HYPHEN', 'ab'],
    ['\ufeffa', 'U+FEFF ZERO WIDTH NO-BREAK SPACE (byte order mark)', 'a'],
    ['a\u202eb\u202c', 'U+202E RIGHT-TO-LEFT OVERRIDE, U+202C POP DIRECTIONAL FORMATTING', 'ab'],
    ['a\u2066b\u2069', 'U+2066 LEFT-TO-RIGHT ISOLATE, U+2069 POP DIRECTIONAL ISOLATE', 'ab'],
    ['a\u200e', 'U+200E LEFT-TO-RIGHT MARK', 'a'],
    ['a\u2060b', 'U+2060 WORD JOINER', 'ab'],
    ['a\u2003b', 'U+2003 EM SPACE', 'a b'],
    ['a\u200ab', 'U+200A HAIR SPACE', 'a b'],
    ['a\u202fb', 'U+202F NARROW NO-BREAK SPACE', 'a b'],
    ['a\u3000b', 'U+3000 IDEOGRAPHIC SPACE', 'a b'],
    ['a\u2028b', 'U+2028 LINE SEPARATOR', 'a b'],
    ['a\u0085b', 'U+0085 NEXT LINE', 'a b'],
    ['a\u3164b', 'U+3164 HANGUL FILLER', 'a b'],
    ['a\u2800b', 'U+2800 BRAILLE PATTERN BLANK', 'a b'],
    ['a\u200db', 'U+200D ZERO WIDTH JOINER', 'ab'],
    ['é\u200cé', 'U+200C ZERO WIDTH NON-JOINER', 'éé'],
    ['a\ufe0f', 'U+FE0F VARIATION SELECTOR', 'a'],
    ['a\u{e0041}b', 'U+E0041 TAG', 'ab'],
    ['a\ufff9b', 'U+FFF9 INTERLINEAR ANNOTATION ANCHOR', 'ab'],
    [
      'a\u200b\u200e\u200f\u00ad\u2060',
      'U+200B ZERO WIDTH SPACE, U+200E LEFT-TO-RIGHT MARK, U+200F RIGHT-TO-LEFT MARK, and 2 more',
      'a',
    ],
  ];
  for (const [text, names, without] of named) {
    it(`${JSON.stringify(text)}: ${names}`, () => {
      assert.equal(findInvisible(text)?.names, names);
      assert.equal(withoutInvisible(text), without);
    });
  }

  const writing = ['a b', 'a\tb', 'ü中文', '👨‍👩‍👧‍👦', '👩🏽‍🚀', '❤️', '☁️/a', '1️⃣', 'می‌خواهم', 'क्‍ष', 'שלום', 'e\u0301'];
  for (const text of writing)
    it(`there is nothing in ${JSON.stringify(text)}`, () => assert.equal(findInvisible(text), undefined));
});

/** The problems of a file, and of what building its first request stops at, with its words. */
async function judge(text: string) {
  const file = parseHttpFile(text);
  const [request] = file.requests;
  const stopped = request && (await buildRequest(request, { file }).then(() => undefined, String));
  return { problems: file.problems.filter(({ code }) => code === 'invisible-character'), stopped };
}

describe('what nobody sees in a request is marked, and stops it with the same words', () => {
  const cases: [what: string, text: string, place: string][] = [
    ['the name of a header', `PUT ${url}/a\nx-amz-server-side-encryption${zwsp}: AES256\n\nx`, '1:28-1:29'],
    ['before a header', `PUT ${url}/a\n${zwsp}A: b\n\nx`, '1:0-1:1'],
    ['the value of a header', `PUT ${url}/a\nA: b${nbsp}c\n\nx`, '1:4-1:5'],
    ['a header that goes on', `PUT ${url}/a\nA: b\n  c${zwsp}d\n\nx`, '2:3-2:4'],
    ['the path', `GET ${url}/a${zwsp}`, '0:45-0:46'],
    ['the query on a further line', `GET ${url}/a\n  ?b=${zwsp}c`, '1:5-1:6'],
    ['the host', `GET https://sts.eu-central-1.amazonaws.com${zwsp}/`, '0:42-0:43'],
    ['the scheme', `GET ht${zwsp}tps://e.com/`, '0:6-0:7'],
    ['between method and URL', `GET${nbsp}${url}/a`, '0:3-0:4'],
    ['keys', `GET ${url}/\nAuthorization: AWS${nbsp} AKIAIOSFODNN7EXAMPLE${zwsp} secret`, '1:18-1:41'],
    ['the value of a directive', `# @aws-region eu-central-1${zwsp}\nGET ${url}/`, '0:26-0:27'],
    ['the name of a directive', `# @aws-pro${zwsp}file dev\nGET ${url}/`, '0:10-0:11'],
    ['before a directive', `# ${zwsp}@disabled\nGET ${url}/`, '0:2-0:3'],
    ['behind a directive', `# @no-redirect${zwsp}\nGET ${url}/`, '0:14-0:15'],
    ['the name of a variable', `@a${zwsp}b = 1\nGET ${url}/`, '0:2-0:3'],
    ['a line that looks blank', `POST ${url}/\nA: b\n${zwsp}\nbody`, '2:0-2:1'],
    ['the path of a file', `PUT ${url}/\n\n< ./a${zwsp}.bin`, '2:5-2:6'],
    ['before a file', `PUT ${url}/\n\n\ufeff< ./a.bin`, '2:0-2:1'],
    ['before a separator', `PUT ${url}/\n\nbody\n\ufeff### next\nGET ${url}/`, '3:0-3:1'],
    ['before a separator without a body', `GET ${url}/\n\ufeff### next\nGET ${url}/`, '1:0-1:1'],
    ['a curl command', `curl ${url}/a${zwsp} -H "a: b"`, '0:46-0:47'],
    ['a blank of a curl command', `curl -H${nbsp}"a: b" ${url}/a`, '0:7-0:8'],
  ];
  for (const [what, text, place] of cases) {
    it(what, async () => {
      const { problems, stopped } = await judge(text);
      assert.deepEqual(problems.map(problem), [`error invisible-character ${place}`]);
      if (!text.startsWith('curl')) assert.equal(stopped, `UserError: ${problems[0]?.message}`);
      assert.match(problems[0]?.message ?? '', /U\+[\dA-F]{4,5} [A-Z]/);
    });
  }

  it('before a method: there is no request, and the reason is named', async () => {
    const { problems, stopped } = await judge(`${zwsp}GET ${url}/`);
    assert.deepEqual([problems.map(problem), stopped], [['error invisible-character 0:0-0:1'], undefined]);
  });

  const resolved: [what: string, text: string][] = [
    ['the URL', `@a = x${zwsp}\nGET ${url}/{{a}}`],
    ['a value of the query', `@a = x${zwsp}\nGET ${url}/?a={{a}}`],
    ['the host', `@a = e.com${zwsp}\nGET https://{{a}}/`],
    ['a header', `@a = x${nbsp}y\nGET ${url}/\nA: {{a}}`],
    ['the name of a header', `@a = x${zwsp}\nGET ${url}/\nA-{{a}}: b`],
    ['keys', `@a = secret${zwsp}\nGET ${url}/\nAuthorization: AWS AKID {{a}}`],
    ['a directive', `@a = ci\u200f\n# @aws-profile {{a}}\nGET ${url}/`],
    ['the method', `@a = G${zwsp}ET\n{{a}} ${url}/`],
    ['the address before a path', `@host = ${url}${zwsp}\nGET /a`],
  ];
  for (const [what, text] of resolved) {
    it(`by a variable: ${what}`, async () => {
      const { problems, stopped } = await judge(text);
      assert.deepEqual(problems, []);
      assert.match(stopped ?? '', /invisible character stands here: U\+[\dA-F]{4} [A-Z]/);
    });
  }

  const own: [what: string, text: string][] = [
    ['a body', `POST ${url}/\n\na${zwsp}b${nbsp}c`],
    ['a body’s own line', `POST ${url}/\n\na\n${zwsp}\n${zwsp}b`],
    ['a URL, where it is encoded', `GET ${url}/a%E2%80%8B?b=%C2%A0`],
    ['a URL, by a variable that is to be encoded', `@a = x${zwsp}\nGET ${url}/?a={{%a}}`],
    ['letters of a URL', `@a = ü中👩‍🚀\nGET ${url}/{{a}}?a={{a}}`],
    ['a body by a variable', `@a = x${zwsp}\nPOST ${url}/\n\n{{a}}`],
    ['a comment', `# a${nbsp}comment, and b@c${nbsp}\nGET ${url}/`],
    ['a title', `### a${nbsp}title\nGET ${url}/`],
    ['a question', `# @note Really${nbsp}?\nGET ${url}/`],
    ['the words of a prompt', `# @prompt a Which${nbsp}one?\nGET ${url}/`],
    ['a directive of others', `# @title a${nbsp}b\nGET ${url}/`],
    ['a line between requests', `${zwsp}\n${nbsp}\nGET ${url}/`],
    ['the ends of lines', `GET ${url}/a${nbsp}\nA: b${nbsp}\n${nbsp}\nbody`],
    ['data of curl', `curl ${url}/ -d "a${zwsp}" --data-raw=b${zwsp} -F`.replace(' -F', '')],
  ];
  for (const [what, text] of own) {
    it(`${what} may hold what it likes`, async () => assert.deepEqual(await judge(text), { problems: [], stopped: undefined }));
  }
});
