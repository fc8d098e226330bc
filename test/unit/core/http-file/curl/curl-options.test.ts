import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { parseHttpFile } from '../../../../../src/core/http-file/parse.ts';

const help = spawnSync('curl', ['--help', 'all'], { encoding: 'utf8' });
const text = help.error === undefined ? help.stdout : '';
const listed = [...text.matchAll(/^ (?:-(.), | {4})--([\w.-]+) ([<[](?=.*[>\]\w] )|)/gm)];
// For these the value below has a meaning of its own.
const own = ['url', 'url-query', 'cookie', 'form', 'form-string', 'upload-file', 'user', 'aws-sigv4'];

/** Whether a command with this option is read as one for its URL, or refused by the option's name. */
function isUnderstood(option: string, value: string): boolean {
  const { requests, problems } = parseHttpFile(`curl -s ${option} ${value} https://e.com`);
  if (requests.length > 0) return requests[0]?.url === 'https://e.com';
  return problems.length === 1 && problems[0]?.message.startsWith(`“${option}” `) === true;
}

describe(
  'each option that curl lists',
  { skip: listed.length < 200 ? 'There is no curl that lists its options here.' : false },
  () => {
    for (const [, letter, name = '', opening] of listed) {
      if (own.includes(name)) continue;
      const value = opening === '' ? '' : '--value';
      for (const option of [`--${name}`, ...(letter === undefined ? [] : [`-${letter}`])]) {
        it(`${option} ${value}`, () => assert.ok(isUnderstood(option, value)));
      }
    }
  },
);

it('common options are read', () => {
  const common =
    '--proto =https --tlsv1.2 --retry 3 --retry-max-time 10 --connect-timeout 5 -m 9 --max-redirs 2 --cacert x --proxy-cacert x ' +
    '--cert x --key x --pass x -4 -k -0 --tcp-nodelay --show-headers --no-verbose -x p -U u:p --noproxy x --no-keepalive --keepalive-time 2 --limit-rate 1k -Z --http2 -N ' +
    '--no-progress-meter -o f -D f -c f --trace-ascii f --stderr f -sSfL#v -w x --fail-with-body --location-trusted --tls-max 1.3';
  const { requests, problems } = parseHttpFile(`curl ${common} https://e.com`);
  assert.equal(requests[0]?.url, 'https://e.com');
  assert.ok(problems.every(({ severity }) => severity !== 'error'));
});
