import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import type { ReceivedResponse, CutReason } from '../../../../src/core/http/received-response.ts';
import { responseFolds } from '../../../../src/core/responses/response-folds.ts';
import { responseText, hexText, timingText } from '../../../../src/core/responses/response-text.ts';
import type { ResponseTextOptions } from '../../../../src/core/responses/response-text.ts';
import { mask } from '../../../../src/core/redaction/mask-by-name.ts';
import { byteSize, milliseconds } from '../../../../src/core/text/units.ts';
import { chunk, exception } from './events/event-frames.ts';

function answer(type: string, body: ReceivedResponse['body'], more: Partial<ReceivedResponse> = {}): ReceivedResponse {
  const headers = [['Content-Type', type]] as const;
  return { status: 200, statusText: 'OK', httpVersion: '1.1', headers, timing: { firstByte: 12 }, duration: 34, body, ...more };
}

const options: ResponseTextOptions = {
  request: { method: 'GET', protocol: 'https:', host: 'b.s3.amazonaws.com', target: '/k?X-Amz-Signature=0f' },
  signer: 'ci for 20260131/eu-central-1/s3/aws4_request',
  notes: ['S3 keeps this bucket in eu-west-1.'],
  secrets: ['a-secret-token'],
  secretVariables: [],
};

/** The body as the text shows it. */
function shown(type: string, body: ReceivedResponse['body'], more: Partial<ReceivedResponse> = {}): string {
  const { text, bodyLine } = responseText(answer(type, body, more), options);
  return text.split('\n').slice(bodyLine).join('\n');
}

describe('an answer as text', () => {
  it('begins with its status line, what it took, who signed, what was done, and its headers', () => {
    const { text, bodyLine } = responseText(answer('text/plain', Buffer.from('hi')), options);
    assert.equal(
      text,
      [
        'HTTP/1.1 200 OK',
        `# GET https://b.s3.amazonaws.com/k?X-Amz-Signature=${mask}`,
        '# 34 ms: connection kept, first byte after 12 ms; body 2 B',
        '# signed by ci for 20260131/eu-central-1/s3/aws4_request',
        '# S3 keeps this bucket in eu-west-1.',
        'Content-Type: text/plain',
        '',
        'hi\n',
      ].join('\n'),
    );
    assert.equal(bodyLine, 7);
  });

  const elsewhere: [connectTo: string | undefined, line: string | undefined][] = [
    ['http://127.0.0.1:9000', '# → 127.0.0.1:9000, in place of b.s3.amazonaws.com'],
    ['https://b.s3.amazonaws.com:8443', '# → b.s3.amazonaws.com:8443, in place of b.s3.amazonaws.com'],
    ['https://B.s3.amazonaws.com:443', undefined],
    [undefined, undefined],
  ];
  for (const [connectTo, line] of elsewhere) {
    it(`says where it came from, if that is not the host: ${connectTo ?? ''}`, () => {
      const request = { ...options.request, ...(connectTo !== undefined && { connectTo }) };
      const lines = responseText(answer('text/plain', Buffer.from('hi')), { ...options, request }).text.split('\n');
      assert.equal(
        lines.find((each) => each.includes('→')),
        line,
      );
      if (line !== undefined) assert.equal(lines.indexOf(line), 2);
    });
  }
  const cuts: [reason: CutReason, first: string][] = [
    ['cancelled', 'HTTP/1.1 200 OK (cut after 2 bytes: cancelled)'],
    ['timed out', 'HTTP/1.1 200 OK (cut after 2 bytes: timed out)'],
    ['reset', 'HTTP/1.1 200 OK (cut after 2 bytes: reset)'],
    ['damaged', 'HTTP/1.1 200 OK (cut after 2 bytes: damaged)'],
  ];
  for (const [reason, first] of cuts) {
    it(`says first of all that it is not whole: ${reason}`, () => {
      const { text } = responseText(answer('text/plain', Buffer.from('hi'), { cut: { after: 2, reason } }), options);
      assert.equal(text.split('\n')[0], first);
      assert.ok(text.endsWith('\nhi\n'), 'what came stays in sight');
    });
  }
  it('says of a body without a length what ended it', () => {
    const { text } = responseText(answer('text/plain', Buffer.from('hi'), { lengthUnknown: true }), options);
    assert.match(text, /; body 2 B \(until the connection ended\)\n/);
  });
  it('says first of all what a stream of events says that failed', () => {
    const body = Buffer.concat([
      chunk({ completion: 'a-secret-token' }),
      exception('throttlingException', '{"message":"Slow down"}'),
    ]);
    const cut = { after: body.length, reason: 'reset' } as const;
    const { text, content } = responseText(answer('application/vnd.amazon.eventstream', body, { cut }), options);
    assert.equal(content.kind, 'events');
    assert.equal(
      text.split('\n')[0],
      `HTTP/1.1 200 OK (exception throttlingException: Slow down; cut after ${body.length} bytes: reset)`,
    );
    assert.ok(text.includes(`  "completion": "${mask}"`), text);
    assert.match(text, /\n# 2: exception throttlingException, application\/json, 23 B\n/);
  });

  it('hides values of variables in its URL, and leaves the body to the server', () => {
    const request = { ...options.request, target: '/private-value/dev?q=xprivate-value' };
    const body = Buffer.from('private-value dev');
    const { text } = responseText(answer('text/plain', body), { ...options, request, secretVariables: ['private-value', 'dev'] });
    assert.ok(text.includes(`\n# GET https://b.s3.amazonaws.com/${mask}/${mask}?q=x${mask}\n`), text);
    assert.ok(text.endsWith('\nprivate-value dev\n'));
  });

  const latin1 = Buffer.from('Grüße', 'latin1');
  const bodies: [what: string, type: string, body: Buffer, expected: string][] = [
    ['JSON is indented', 'application/x-amz-json-1.0', Buffer.from('{"a":[1]}'), '{\n  "a": [\n    1\n  ]\n}\n'],
    ['broken JSON is shown as it came', 'application/json', Buffer.from('{"a":'), '{"a":\n'],
    ['XML is indented', 'application/xml', Buffer.from('<a><b>1</b></a>'), '<a>\n  <b>1</b>\n</a>\n'],
    ['line ends are the editor’s', 'text/plain', Buffer.from('a\r\nb\rc'), 'a\nb\nc\n'],
    ['another charset is read', 'text/plain; charset="iso-8859-1"', latin1, 'Grüße\n'],
    ['an unknown charset is taken for UTF-8', 'text/plain;charset=nonsense', Buffer.from('Grüße'), 'Grüße\n'],
    ['text that is not in its charset is still text', 'text/csv', latin1, 'Grüße\n'],
    [
      'no text is shown as hex',
      'application/octet-stream',
      Buffer.from([0, 65, 255]),
      `00000000  00 41 ff${' '.repeat(17)}.A.\n`,
    ],
    ['nothing is nothing', 'application/json', Buffer.alloc(0), '\n'],
    [
      'what was sent comes back hidden',
      'application/xml',
      Buffer.from('<a>x-amz-security-token:a-secret-token</a>'),
      `<a>x-amz-security-token:${mask}</a>\n`,
    ],
  ];
  for (const [what, type, body, expected] of bodies) it(what, () => assert.equal(shown(type, body), expected));

  it('of a long binary body the first 4 KB are shown', () => {
    const lines = shown('application/octet-stream', Buffer.alloc(10_000)).trimEnd().split('\n');
    assert.equal(lines.length, 513);
    assert.equal(lines.at(-1), '# 5.9 KB more: save the body to see them');
  });
  it('of a body in a file nothing is shown', () => {
    const text = shown('application/json', { kind: 'file', path: '/x', size: 104_857_600 });
    assert.equal(text, '# 104.9 MB are too long to be shown here: open the body, or save it.\n');
  });
  it('long JSON is not formatted', () => {
    const body = JSON.stringify(['x'.repeat(2_000_000)]);
    assert.equal(shown('application/json', Buffer.from(body)), `${body}\n`);
  });
  it('a header cannot make a line of its own, nor show a cookie or a token', () => {
    const headers = [
      ['X-A', 'b a-secret-token'],
      ['Set-Cookie', 'session=1'],
    ] as const;
    const { text } = responseText(answer('', Buffer.alloc(0), { headers, statusText: 'OK\nX: y' }), options);
    assert.match(text, /^HTTP\/1\.1 200 OK X: y\n/);
    assert.ok(text.includes(`X-A: b ${mask}\nSet-Cookie: ${mask}\n`));
  });
});

describe('a body in hex', () => {
  it('is of any kind, without secrets', async () => {
    assert.equal(
      await hexText(Buffer.from('{"t":"a-secret-token"}'), ['a-secret-token']),
      [
        '00000000  7b 22 74 22 3a 22 2a 2a  {"t":"**',
        '00000008  2a 2a 2a 2a 2a 2a 2a 2a  ********',
        '00000010  2a 2a 2a 2a 22 7d        ****"}',
        '',
      ].join('\n'),
    );
  });
  it('of a file is its start', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'hex-')), 'body');
    writeFileSync(path, Buffer.alloc(300_000, 'x'));
    const lines = (await hexText({ kind: 'file', path, size: 300_000 }, [])).trimEnd().split('\n');
    rmSync(dirname(path), { recursive: true });
    assert.equal(lines.length, 32_769);
    assert.equal(lines.at(-1), '# 37.9 KB more: save the body to see them');
  });
  it('of nothing is nothing', async () => assert.equal(await hexText(new Uint8Array(), ['']), '\n'));
});

describe('timing', () => {
  const cases: [timing: Parameters<typeof timingText>[0], expected: string][] = [
    [{ firstByte: 4 }, '1.50 s: connection kept, first byte after 4 ms'],
    [{ connect: 3.2, firstByte: 9 }, '1.50 s: connect 3 ms, first byte after 9 ms'],
    [
      { lookup: 2, connect: 12, secureConnect: 32, firstByte: 41 },
      '1.50 s: DNS 2 ms, connect 10 ms, TLS 20 ms, first byte after 41 ms',
    ],
  ];
  for (const [timing, expected] of cases) it(expected, () => assert.equal(timingText(timing, 1500), expected));
  it('units', () => {
    assert.deepEqual([0, 999, 1000, 1_234_567, 2_500_000_000].map(byteSize), ['0 B', '999 B', '1.0 KB', '1.2 MB', '2.50 GB']);
    assert.deepEqual([0.4, 1, 999, 1200].map(milliseconds), ['<1 ms', '1 ms', '999 ms', '1.20 s']);
  });
});

describe('folding', () => {
  it('takes the head together, and what is indented under a line of the body', () => {
    const { text, bodyLine } = responseText(answer('application/json', Buffer.from('{"a":{"b":1},"c":[1,2]}')), options);
    const lines = text.split('\n');
    const folds = responseFolds(text, bodyLine).map(({ start, end }) => `${lines[start] ?? ''}…${lines[end] ?? ''}`);
    assert.deepEqual(folds, ['HTTP/1.1 200 OK…Content-Type: application/json', '{…  ]', '  "a": {…    "b": 1', '  "c": […    2']);
  });
  it('finds nothing in an answer without a body', () => {
    const { text, bodyLine } = responseText(answer('', Buffer.alloc(0), { headers: [] }), { ...options, notes: [] });
    assert.deepEqual(responseFolds(text, bodyLine), [{ start: 0, end: 3 }]);
  });
});
