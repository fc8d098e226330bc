import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mask } from '../../../../src/core/redaction/mask-by-name.ts';
import { maskedUrl } from '../../../../src/core/redaction/masked-url.ts';

describe('a URL that is kept', () => {
  const cases: [what: string, target: string, secrets: string[], expected: string][] = [
    ['says where it went', '/a/b?c=d&e', ['nothing'], '/a/b?c=d&e'],
    ['hides parameters that are called secret', '/?pwd=1&jwt=2&page=3', [], `/?pwd=${mask}&jwt=${mask}&page=3`],
    ['hides a secret under any name', '/?q=opensesame1&w=xopensesame1', ['opensesame1'], `/?q=${mask}&w=x${mask}`],
    ['hides a short secret as a whole value or segment', '/1234/x1234?a=1234', ['1234'], `/${mask}/x1234?a=${mask}`],
    ['finds it encoded', '/?q=a%20b%21&r=a+b%21', ['a b!'], `/?q=${mask}&r=${mask}`],
    ['finds a long one encoded within text', '/?q=x%28long%20secret%29', ['(long secret)'], `/?q=x${mask}`],
    ['endures what is no encoding', '/?q=%zz', ['%zz'], `/?q=${mask}`],
  ];
  for (const [what, target, secrets, expected] of cases)
    it(what, () => assert.equal(maskedUrl({ protocol: 'https:', host: 'e.com', target }, secrets), `https://e.com${expected}`));

  it('keeps the host, which is no secret on the wire', () =>
    assert.equal(
      maskedUrl({ protocol: 'https:', host: 'internal.e.com', target: '/' }, ['internal.e.com']),
      'https://internal.e.com/',
    ));
});
