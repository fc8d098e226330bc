import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildRequest } from '../../../../../src/core/requests/building/build-request.ts';
import { parseHttpFile } from '../../../../../src/core/http-file/parse.ts';
import { problem } from '../outline.ts';

function build(text: string) {
  const file = parseHttpFile(text);
  const [request] = file.requests;
  assert.ok(request, `a request in ${JSON.stringify(text)}`);
  return { problems: file.problems, built: () => buildRequest(request, { file }) };
}

const b = 'https://b.s3.eu-central-1.amazonaws.com';

describe('what stands behind a URL', () => {
  const cut: [text: string, target: string, problems?: string[]][] = [
    [`GET ${b}/a HTTP/1.1`, '/a'],
    [`GET ${b}/a HTTP/1.1.`, '/a'],
    [`PUT ${b}/a HTTP/1.1;`, '/a'],
    [`PUT ${b}/a   http/2, `, '/a'],
    [`${b}/a HTTP/1.1;;`, '/a'],
    [`PUT ${b}/a HTTP/1.1 .`, '/a'],
    [`PUT ${b}/a HTTP/1.1 ; ;`, '/a'],
    [`GET ${b}/a HTTP/1.1;\n?b=1`, '/a?b=1'],
    [`GET ${b}/a\n  ?b=1 HTTP/1.1.`, '/a?b=1'],
    [`GET ${b}/a # read it`, '/a'],
    [`GET ${b}/a #`, '/a'],
    [`GET ${b}/a\t## read it`, '/a'],
    [`GET ${b}/a // read it`, '/a'],
    [`GET ${b}/a //`, '/a'],
    [`GET ${b}/my file.txt // with {{nothing}} # at all`, '/my%20file.txt'],
    [`GET ${b}/a HTTP/1.1 # read it`, '/a'],
    [`GET ${b}\n  /a // the path\n  ?b=1\n`, '/a?b=1'],
    [`@u = ${b}/a\nGET {{u}} # {{nothing}}`, '/a'],
    [`GET ${b}/{{$datetime iso8601 # 1}}`.replace('{{$datetime iso8601 # 1}}', 'x{{ y }}\n@y = 1'), '/x1'],
    // Blanks within a name are part of it, whatever words stand there.
    [`GET ${b}/my file.txt`, '/my%20file.txt'],
    [`GET ${b}/about HTTP in general.txt`, '/about%20HTTP%20in%20general.txt'],
    [`GET ${b}/about HTTP/index.html`, '/about%20HTTP/index.html'],
    [`GET ${b}/my http-notes.md HTTP/1.1`, '/my%20http-notes.md'],
    [`GET ${b}/a//b`, '/a//b'],
    [`GET ${b}/HTTP`, '/HTTP'],
    // A fragment is never sent, which is said.
    [`GET ${b}/a#b`, '/a', ['warning url-fragment 0:45-0:47']],
    [`GET ${b}/a #b`, '/a', ['warning url-fragment 0:46-0:48']],
    [`GET ${b}/my #1 file HTTP/1.1`, '/my', ['warning url-fragment 0:47-0:54']],
    [`GET ${b}/?q=C # minor`, '/?q=C', ['warning url-fragment 0:49-0:56']],
    [`GET ${b}/a\n?q=C # minor`, '/a?q=C', ['warning url-fragment 1:5-1:12']],
  ];
  for (const [text, target, problems = []] of cut) {
    it(`${JSON.stringify(text)} is ${target}`, async () => {
      const { problems: told, built } = build(text);
      assert.deepEqual(told.map(problem), problems);
      assert.equal((await built()).request.target, target);
    });
  }

  const stopped: [end: string, place: string][] = [
    [' HTTP', '0:45-0:50'],
    ['  http.', '0:45-0:52'],
    [' HTTPS', '0:45-0:51'],
    [' HTTP/', '0:45-0:51'],
    [' HTTP/1.1?a=1', '0:45-0:58'],
    [' HTTP 1.1', '0:45-0:54'],
    [' HTTP1.1', '0:45-0:53'],
    [' HTTP/1,1', '0:45-0:54'],
    [' HTTPS/1.1', '0:45-0:55'],
    [' HTPP/1.1', '0:45-0:54'],
    [' HTTP/1.1x', '0:45-0:55'],
    [' HTTP/1.1 HTTP/1.1', '0:45-0:54'],
    [' "HTTP/1.1"', '0:45-0:56'],
    [' (HTTP/2)', '0:45-0:54'],
    [' //read it', '0:45-0:55'],
    [' b //read it', '0:47-0:57'],
    [' /* read it */', '0:45-0:59'],
    [' <!-- read it -->', '0:45-0:62'],
    [' /* read it */ HTTP/1.1', '0:45-0:59'],
    ['?q=x // y', '0:49-0:54'],
    ['?q=x //y', '0:49-0:53'],
    ['?q=x /* y */', '0:49-0:57'],
    ['\n&q=x // y', '1:4-1:9'],
  ];
  for (const [end, place] of stopped) {
    it(`${JSON.stringify(end)} stops the request`, async () => {
      const { problems, built } = build(`GET ${b}/a${end.startsWith('\n') ? `?p=1${end}` : end}`);
      assert.deepEqual(problems.map(problem), [`error url-end ${place}`]);
      await assert.rejects(built, { code: 'url-end' });
    });
  }
});
