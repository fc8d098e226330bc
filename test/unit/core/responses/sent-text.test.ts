import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mask } from '../../../../src/core/redaction/mask-by-name.ts';
import { sentText } from '../../../../src/core/responses/sent-text.ts';
import type { HttpRequest, RequestBody } from '../../../../src/core/http/message.ts';

describe('what was sent', () => {
  it('is every request as it stood on the wire, without its secrets', () => {
    const first = {
      method: 'PUT',
      protocol: 'https:',
      host: 'b.s3.amazonaws.com',
      target: '/k?token=1',
      headers: [
        ['X-Amz-Security-Token', 'a-secret-token'],
        ['Authorization', 'AWS4-HMAC-SHA256 Credential=AKID/1, SignedHeaders=host, Signature=0f0f'],
        ['X-Echo', 'a-secret-token'],
      ],
      body: Buffer.from('hello a-secret-token'),
      connectTo: 'http://127.0.0.1:1',
    } as const;
    const second = { method: 'GET', protocol: 'http:', host: 'h', target: '/', headers: [], body: new Uint8Array() } as const;
    const text = sentText(
      [
        { request: first, status: 307 },
        { request: second, status: 200 },
      ],
      ['a-secret-token'],
      [],
    );
    assert.equal(
      text,
      [
        '### 1 of 2, response 307',
        '# to http://127.0.0.1:1, which stands for https://b.s3.amazonaws.com',
        `PUT /k?token=${mask} HTTP/1.1`,
        'Host: b.s3.amazonaws.com',
        `X-Amz-Security-Token: ${mask}`,
        `Authorization: AWS4-HMAC-SHA256 Credential=AKID/1, SignedHeaders=host, Signature=${mask}`,
        `X-Echo: ${mask}`,
        'Content-Length: 20',
        '',
        `hello ${mask}`,
        '',
        '### 2 of 2, response 200',
        '# to http://h',
        'GET / HTTP/1.1',
        'Host: h',
        '',
        '# no body\n',
      ].join('\n'),
    );
  });

  const bodies: [what: string, type: string, body: RequestBody, expected: string][] = [
    ['text', 'text/plain', Buffer.from('Grüße\r\nan alle'), 'Grüße\nan alle'],
    [
      'a form',
      'application/x-www-form-urlencoded; charset=utf-8',
      Buffer.from('Action=A&Password=p%26w&Key=k&X=1'),
      `Action=A&Password=${mask}&Key=${mask}&X=1`,
    ],
    [
      'JSON',
      'application/x-amz-json-1.1',
      Buffer.from(
        '{"SecretString": "s\\"x", "NextToken": "n", "Tags": [{"Key": "k", "Value": "v"}], "Password": 1, "a": "Password"}',
      ),
      `{"SecretString": "${mask}", "NextToken": "n", "Tags": [{"Key": "k", "Value": "v"}], "Password": 1, "a": "Password"}`,
    ],
    ['64 KiB', '', Buffer.alloc(65_536, 'x'), 'x'.repeat(65_536)],
    ['more', '', Buffer.alloc(65_537, 'x'), '# body: 65.5 KB, too long to be shown here'],
    ['no UTF-8', 'image/png', Buffer.from([137, 80, 78, 71]), '# body: 4 B of binary data'],
    ['zero bytes', '', Buffer.from('a\0b'), '# body: 3 B of binary data'],
    ['a file', 'text/plain', { kind: 'file', path: '/tmp/x', size: 5 }, '# body: 5 B, streamed from /tmp/x'],
  ];
  for (const [what, type, body, expected] of bodies) {
    it(`a body of ${what}`, () => {
      const request: HttpRequest = {
        method: 'PUT',
        protocol: 'https:',
        host: 'h',
        target: '/',
        headers: [['content-type', type]],
        body,
      };
      assert.equal(sentText([{ request, status: 200 }], [], []).split('\n\n')[1], `${expected}\n`);
    });
  }

  it('hides values of variables wherever they stand, but in the host and the scope', () => {
    const request: HttpRequest = {
      method: 'POST',
      protocol: 'https:',
      host: 'eu-central-1.e.com',
      target: '/tenants/private-value-1/dev?a=dev',
      headers: [
        ['X-Tenant', 'private-value-1'],
        ['X-Stage', 'dev'],
        [
          'Authorization',
          'AWS4-HMAC-SHA256 Credential=AKID/20260131/eu-central-1/s3/aws4_request, SignedHeaders=host, Signature=0f',
        ],
        ['Content-Type', 'application/xml'],
      ],
      body: Buffer.from('<a><b>private-value-1</b><password>p</password></a>'),
    };
    assert.equal(
      sentText([{ request, status: 200 }], [], ['private-value-1', 'dev', 'eu-central-1']),
      [
        '### response 200',
        '# to https://eu-central-1.e.com',
        `POST /tenants/${mask}/${mask}?a=${mask} HTTP/1.1`,
        'Host: eu-central-1.e.com',
        `X-Tenant: ${mask}`,
        `X-Stage: ${mask}`,
        `Authorization: AWS4-HMAC-SHA256 Credential=AKID/20260131/eu-central-1/s3/aws4_request, SignedHeaders=host, Signature=${mask}`,
        'Content-Type: application/xml',
        'Content-Length: 51',
        '',
        `<a><b>${mask}</b><password>${mask}</password></a>\n`,
      ].join('\n'),
    );
  });
});
