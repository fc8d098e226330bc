import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isUserError } from '../../../../../src/core/errors.ts';
import { responseVariables } from '../../../../../src/core/variables/responses/response-variables.ts';
import { RecordedResponses } from '../../../../../src/core/variables/responses/recorded-responses.ts';
import { followXmlPath } from '../../../../../src/core/variables/responses/follow-xml-path.ts';

const file = 'file:///a.http';
const names = [
  'login',
  'other',
  'big',
  'assume',
  'Get user',
  'v1',
  'v1.users',
  'the response.body of',
  'a.response.body.b',
  'numbers',
  'deep',
  'cut',
];
let loads = 0;
const answers = new RecordedResponses();
const of = (document: string) =>
  responseVariables({
    names,
    exchange: (name) => answers.get(document, name),
    xmlPath: () => {
      loads++;
      return Promise.resolve((xml, path) => Promise.resolve(followXmlPath(xml, path)));
    },
  });
answers.record(
  file,
  'login',
  { headers: [['X-Asked', 'yes']], body: Buffer.from('{"user":"ü"}') },
  {
    headers: [
      ['ETag', '"1"'],
      ['Link', 'a'],
      ['link', 'b'],
    ],
    body: Buffer.from('{"token":"t/1","list":[{"n":1}],"a":{"b":null}}'),
  },
);
answers.record(file, 'big', { headers: [], body: undefined }, { headers: [], body: new Uint8Array(9 * 1024 * 1024) });

for (const name of names.slice(4, -3)) {
  answers.record(
    file,
    name,
    { headers: [], body: undefined },
    { headers: [['X-Of', name]], body: Buffer.from(`{"of":"${name}"}`) },
  );
}

const assumed =
  '\uFEFF<R xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Credentials><AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>a&lt;b</SecretAccessKey></Credentials></R>';
answers.record(file, 'assume', { headers: [], body: undefined }, { headers: [], body: Buffer.from(assumed) });

const numbers = '{"id":9007199254740993,"price":10.00,"o":{"big":1e400,"z":-0}}';
answers.record(file, 'numbers', { headers: [], body: undefined }, { headers: [], body: Buffer.from(numbers) });

const deep = `{"a":1,"b":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
answers.record(file, 'deep', { headers: [], body: undefined }, { headers: [], body: Buffer.from(deep) });
answers.record(
  file,
  'cut',
  { headers: [], body: Buffer.from('{"asked":1}') },
  { headers: [['ETag', '"1"']], body: Buffer.from('{"token":"t"}'), cut: 'cut after 13 bytes: reset' },
);

const find = (expression: string) => of(file).find(expression);

describe('a reference to an earlier exchange', () => {
  const found: [expression: string, value: string][] = [
    ['login.response.body.$.token', 't/1'],
    ['login.response.body.token', 't/1'],
    ['login.response.body.$.list[0].n', '1'],
    ['login.response.body.$.list', '[{"n":1}]'],
    ['login.response.body.$.a.b', 'null'],
    ['login.response.body.*', '{"token":"t/1","list":[{"n":1}],"a":{"b":null}}'],
    ['login.response.body', '{"token":"t/1","list":[{"n":1}],"a":{"b":null}}'],
    ['login.response.headers.etag', '"1"'],
    ['login.response.headers.Link', 'a, b'],
    ['login.request.headers.X-Asked', 'yes'],
    ['login.request.body.$.user', 'ü'],
    ['numbers.response.body.$.id', '9007199254740993'],
    ['numbers.response.body.$.price', '10.00'],
    ['numbers.response.body.$.o', '{"big":1e400,"z":-0}'],
    ['numbers.response.body.$..big', '1e400'],
    ['numbers.response.body.$', numbers],
    ...names.slice(4, -3).flatMap((name): [expression: string, value: string][] => [
      [`${name}.response.body.$.of`, name],
      [`${name}.response.headers.X-Of`, name],
    ]),
  ];
  for (const [expression, value] of found) it(expression, () => assert.deepEqual(find(expression), { value }));

  const refused: [expression: string, message: RegExp][] = [
    ['other.response.body.$.x', /“other” has not been sent yet/],
    ['login.response.body.$.none', /nothing at “\$\.none”/],
    ['login.response.headers.none', /no header “none”/],
    ['login.response.body.$[?(@.a)]', /cannot be read/],
    ['big.response.body.$.a', /not kept/],
    ['deep.response.body.$.a', /nested too deeply/],
    ['cut.response.body.$.token', /last response of “cut” is incomplete \(cut after 13 bytes: reset\)/],
    ['cut.response.body.*', /is incomplete/],
    ['cut.response.headers.ETag', /is incomplete/],
  ];
  for (const [expression, message] of refused) {
    it(`${expression} says why it has no value`, () =>
      assert.throws(
        () => find(expression),
        (error) => isUserError(error) && message.test(error.message),
      ));
  }

  it('tells which request has to be sent first', () =>
    assert.throws(() => find('other.response.body.$.x'), { unsentRequest: 'other' }));
  it('has what broke off sent again', () => assert.throws(() => find('cut.response.body.*'), { unsentRequest: 'cut' }));
  it('takes from the request whatever came of its answer', () =>
    assert.deepEqual(find('cut.request.body.$.asked'), { value: '1' }));
  it('hides nothing of a deep answer that is wanted whole', () =>
    assert.deepEqual(find('deep.response.body.*'), { value: deep }));
  it('leads nobody from a request to itself', () => {
    const own = responseVariables({ names: ['page'], own: 'page', exchange: () => undefined, xmlPath: () => assert.fail() });
    assert.throws(
      () => own.find('page.response.body.$.next'),
      (error) => isUserError(error) && error.unsentRequest === undefined && error.remedy.includes('for the first time'),
    );
  });

  const xml: [expression: string, expected: string | RegExp][] = [
    ['assume.response.body.//Credentials/AccessKeyId', 'ASIA'],
    ['assume.response.body./R/Credentials/SecretAccessKey', 'a<b'],
    ['assume.response.body.string(//SecretAccessKey)', 'a<b'],
    ['assume.response.body.//None', /last response of “assume” has nothing at “\/\/None”/],
    ['assume.response.body.//a[', /XPath “\/\/a\[” cannot be read/],
    ['login.response.body.//token', /last response of “login” is not XML/],
  ];
  it('loads what reads XML for the first XPath alone', async () => {
    await find('login.response.body.$.token');
    await find('assume.response.body.*');
    assert.throws(() => find('assume.response.body.$.a'), /is not JSON/);
    assert.equal(loads, 0);
    await find('assume.response.body.//AccessKeyId');
    assert.equal(loads, 1);
  });
  for (const [expression, expected] of xml) {
    it(expression, async () => {
      if (typeof expected === 'string') assert.deepEqual(await find(expression), { value: expected });
      else {
        await assert.rejects(
          async () => find(expression),
          (error) =>
            isUserError(error) && error.code === 'variable-unreadable' && expected.test(error.message) && error.remedy !== '',
        );
      }
    });
  }

  for (const expression of [
    'login',
    'login.response',
    'nobody.response.body.$.a',
    '$guid',
    'a.b.c',
    'login.response.status',
    'Get usr.response.body.$.a',
  ]) {
    it(`${expression} is left to others`, () => assert.equal(find(expression), undefined));
  }

  const mistyped: [expression: string, proposed: string][] = [
    ['lgoin.response.body.$.a', 'login.response.body.$.a'],
    ['Get usr.response.headers.ETag', 'Get user.response.headers.ETag'],
    ['v1.usrs.response.body.*', 'v1.users.response.body.*'],
  ];
  for (const [expression, proposed] of mistyped) {
    it(`${expression} was probably meant for ${proposed}`, async () => {
      const similar = await of(file).similar?.(expression);
      assert.equal(similar?.expressions[0], proposed);
      assert.match(similar.missing ?? '', /^there is no request “.+” in this file$/);
    });
  }

  it('belongs to its file, and to nobody once the file is closed', () => {
    assert.throws(() => of('file:///b.http').find('login.response.body.$.token'), /not been sent/);
    answers.forget(file);
    assert.throws(() => find('login.response.body.$.token'), /not been sent/);
  });
});
