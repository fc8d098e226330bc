import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { splitUrl } from '../../../../src/core/http/split-url.ts';
import '../../sample.ts';

describe('splitUrl', () => {
  const cases: [url: string, protocol: string, host: string | undefined, target: string][] = [
    ['https://example.com', 'https:', 'example.com', '/'],
    ['HTTP://Example.com/A', 'http:', 'Example.com', '/A'],
    ['https://example.com?a=b', 'https:', 'example.com', '/?a=b'],
    ['https://example.com#top', 'https:', 'example.com', '/'],
    ['https://example.com/a?b#c?d', 'https:', 'example.com', '/a?b'],
    ['https://example.com:443/a', 'https:', 'example.com', '/a'],
    ['http://example.com:80/a', 'http:', 'example.com', '/a'],
    ['https://example.com:80/a', 'https:', 'example.com:80', '/a'],
    ['https://example.com:08443/', 'https:', 'example.com:8443', '/'],
    ['https://example.com:/a', 'https:', 'example.com', '/a'],
    ['https://[::1]:4566/a', 'https:', '[::1]:4566', '/a'],
    ['https://[2001:db8::1]/', 'https:', '[2001:db8::1]', '/'],
    ['https://e.com/a/../b/./c//d', 'https:', 'e.com', '/a/../b/./c//d'],
    ['https://e.com/%2e%2E/%41+b', 'https:', 'e.com', '/%2e%2E/%41+b'],
    ['https://e.com/a b/ü?q=ä b', 'https:', 'e.com', '/a%20b/%C3%BC?q=%C3%A4%20b'],
    ['https://e.com/😀', 'https:', 'e.com', '/%F0%9F%98%80'],
    ['https://e.com/"<>\\^`{|}', 'https:', 'e.com', '/%22%3C%3E%5C%5E%60%7B%7C%7D'],
    [`https://e.com/-._~!$&'()*+,;=:@[]`, 'https:', 'e.com', `/-._~!$&'()*+,;=:@[]`],
    ['https://e.com/?a=1&a=&a&=b', 'https:', 'e.com', '/?a=1&a=&a&=b'],
    ['https://bücher.example/', 'https:', 'xn--bcher-kva.example', '/'],
    ['/a?b', 'https:', undefined, '/a?b'],
    ['example.com/a', 'https:', 'example.com', '/a'],
    ['example.com:8080/a', 'http:', 'example.com:8080', '/a'],
    ['example.com:8443', 'https:', 'example.com:8443', '/'],
    ['localhost/a', 'http:', 'localhost', '/a'],
    ['127.0.0.1', 'http:', '127.0.0.1', '/'],
  ];
  for (const [url, protocol, host, target] of cases) {
    it(url, () => assert.deepEqual(splitUrl(url), { protocol, host, target }));
  }

  const wrong: [url: string, problem: RegExp][] = [
    ['ftp://example.com', /“ftp” is not supported/],
    ['https://', /host is missing/],
    ['https:///a', /host is missing/],
    ['', /host is missing/],
    ['https://user:secret@example.com/', /user name or password/],
    ['https://exa mple.com/', /host is not legal/],
    ['"https://example.com/"', /host is not legal/],
    ["'https://example.com/'", /host is not legal/],
    ['https://`example.com/', /host is not legal/],
    ['https://example.com:99999/', /port/],
    ['https://example.com:0/', /port/],
    ['https://example.com:abc/', /host is not legal/],
    ['https://evil.example\\.amazonaws.com/', /host is not legal/],
    ['https://evil.example%5C.amazonaws.com/', /host is not legal/],
    ['https://evil.example%2F.amazonaws.com/', /host is not legal/],
    ['https://evil.example%3F.amazonaws.com/', /host is not legal/],
    ['https://evil.example%23.amazonaws.com/', /host is not legal/],
    ['https://evil.example%40amazonaws.com/', /host is not legal/],
    ['https://e%252f.com/', /host is not legal/],
    ['https://e%0a.com/', /host is not legal/],
    ['https://[::g]/', /IPv6/],
    ['https://[::1/', /host is not legal/],
    ['https://e.com/50%', /“%”/],
    ['https://e.com/%4x', /“%”/],
    ['https://%zz/', /“%”/],
    ['https://e.com/a\tb', /control/],
    ['https://e.com/a\nb', /control/],
    ['https://e.com/\u007f', /control/],
    ['https://e.com/\ud800', /half a character/],
  ];
  for (const [url, expected] of wrong) {
    it(`${JSON.stringify(url)} is refused`, () => {
      const split = splitUrl(url);
      assert.ok('problem' in split);
      assert.match(split.problem, expected);
      assert.ok(!split.problem.includes('secret'));
    });
  }

  it('gives only printable ASCII that the standard URL reads as the same place', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true, validSchemes: ['http', 'https'] }), (url) => {
        const split = splitUrl(url);
        assert.ok(!('problem' in split), url);
        assert.match(split.target, /^\/[\x21-\x7e]*$/);
        const standard = new URL(url);
        assert.equal(split.host?.toLowerCase(), standard.host);
        const again = new URL(`${split.protocol}//${split.host}${split.target}`);
        assert.equal(again.pathname + again.search, standard.pathname + standard.search);
      }),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string({ unit: 'binary' }).map((text) => `https://${text}`),
        ),
        (url) => {
          const split = splitUrl(url);
          if (!('problem' in split)) assert.match(split.target, /^\/[\x21-\x7e]*$/);
        },
      ),
    );
  });
});
