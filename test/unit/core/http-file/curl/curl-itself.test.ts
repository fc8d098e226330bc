import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { buildRequest } from '../../../../../src/core/requests/building/build-request.ts';
import { headerValues } from '../../../../../src/core/http/message.ts';
import { parseHttpFile } from '../../../../../src/core/http-file/parse.ts';
import { systemVariables } from '../../../../../src/core/variables/system/system-variables.ts';
import { isBashThere } from './bash.ts';

interface Seen {
  readonly method: string | undefined;
  readonly target: string | undefined;
  readonly type: string | undefined;
  readonly body: string;
}

const folder = mkdtempSync(join(tmpdir(), 'curl-itself-'));
writeFileSync(join(folder, 'a b.txt'), 'line\r\nü\n');
writeFileSync(join(folder, 'quo"te.json'), '{"a":\n1}');
writeFileSync(join(folder, 'raw'), Buffer.from([10, 13, 10, 65]));
const environment = { ...process.env, NAME: 'from the shell' };
// Options that some builds of curl lack are not in the table; quotes in file names are written in two ways by its versions.
const told = spawnSync('curl', ['--version'], { encoding: 'utf8' });
const version = /^curl (\d+)\.(\d+)/.exec(told.error === undefined ? told.stdout : '');
const release = version === null ? 0 : Number(version[1]) * 1000 + Number(version[2]);

/** Boundaries are chosen at will: they are taken out of type and body. */
function comparable({ method, target, type, body }: Seen): Seen {
  const boundary = /boundary=(.+)$/.exec(type ?? '')?.[1];
  const cut = (whole: string): string => (boundary === undefined ? whole : whole.replaceAll(boundary, 'BOUNDARY'));
  // A blank is “+” for some versions of curl; AWS signs a “+” as “%2B” or “%20”, so it is not sent. What is encoded beyond need differs too.
  return { method, target: target && decodeTarget(target), type: type === undefined ? undefined : cut(type), body: cut(body) };
}

/** Signs that mean something in a query stay encoded. */
function decodeTarget(target: string): string {
  return target
    .replaceAll('+', '%20')
    .replace(/%(?!2[0356b]|3[df])[\da-f]{2}/gi, (code) => Buffer.from(code.slice(1), 'hex').toString('latin1'))
    .replace(/%../g, (code) => code.toUpperCase());
}

describe('a curl command is sent as curl sends it', () => {
  let seen: Seen | undefined;
  const server = createServer((request, response) => {
    void text(request.setEncoding('latin1')).then((body) => {
      const headers: IncomingHttpHeaders = request.headers;
      seen = { method: request.method, target: request.url, type: headers['content-type'], body };
      response.end();
    });
  });
  before(async () => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  after(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });

  const commands = [
    'curl URL -d a=1 -d b=2',
    "curl URL --json '{\"a\":1}' --json '{}'",
    'curl -G URL --data-urlencode "q=a b&c" -d d=1',
    'curl -G URLp?a=1#fragment -d b=2',
    'curl --path-as-is URLa/../b',
    'curl URL --data-urlencode "=a/b" --data-urlencode c',
    "curl 'URLx?a\\[b\\]=1&c=\\[\\]'",
    'curl URL --data-binary @raw',
    'curl -I URL',
    'curl URLp --url-query "q=select * where { ?s ?p ü } & ~!()" --url-query "=a/b+c" --url-query "plain text"',
    'curl URLp?x=1#f --url-query a=1 --url-query "+raw=%2F&b=2"',
    'curl URLp? --url-query a=1 -d b=2',
    "curl 'URLp?x=1&' -G --url-query a=1",
    "curl URLp --url-query '' --url-query =",
    'curl -T raw URL',
    "curl -T 'a b.txt' URLfolder/?v=1",
    'curl -F name=value -F other=@raw URL',
    "curl -F 'f=@a b.txt' -F 'g=@quo\"te.json;type=application/json;filename=x.json' URL",
    "curl -F 'f=@quo\"te.json' -F 'n\"m=1' URL",
    "curl -F 'text=<raw' -F 'typed=x;type=text/plain' -F 'quoted=\"a;b\"' --form-string 's=@a;b<c' URL",
    "curl -F a=b -H 'Content-Type: multipart/form-data' URL",
    'curl -X PATCH -F a=b URL',
    'curl URL -d "$NAME and ${NAME}" -d \'$NAME\' -H "Content-Type: text/plain"',
    `curl 'URLa' -H $'Content-Type: text/plain\\u003b charset=utf-8' --data-raw $'{"a":"hi\\u0021 \\x41 \\101\\xc3\\xbc it\\'s"}\\r\\n'`,
  ];
  for (const command of commands) {
    // Plain shells do not know `$'…'`.
    const shell = command.includes("$'") ? 'bash' : 'sh';
    const needed = command.includes('--url-query') ? 7087 : 7082;
    const missing =
      release < needed
        ? `curl ${needed / 1000} or later`
        : shell === 'bash' && !isBashThere
          ? 'bash 4.2 or later in UTF-8'
          : undefined;
    it(command, { skip: missing === undefined ? false : `There is no ${missing} here.` }, async () => {
      const { port } = server.address() as AddressInfo;
      const written = command.replace('URL', `http://127.0.0.1:${port}/`);
      await promisify(execFile)(shell, ['-c', written.replace('curl ', 'curl -qsS --noproxy "*" ')], {
        cwd: folder,
        env: { ...environment, LC_ALL: 'C.UTF-8' },
      });
      const file = parseHttpFile(written);
      const [request] = file.requests;
      assert.ok(request, JSON.stringify(file.problems));
      const sources = { sourcesBeforeFile: [systemVariables({ environment })] };
      const { request: built } = await buildRequest(request, { file, baseDirectory: folder, ...sources });
      const { body } = built;
      const bytes = 'path' in body ? readFileSync(body.path) : body;
      assert.ok(seen);
      assert.deepEqual(
        comparable({
          method: built.method,
          target: built.target,
          type: headerValues(built.headers, 'content-type')[0],
          body: Buffer.from(bytes).toString('latin1'),
        }),
        comparable(seen),
      );
    });
  }
});
