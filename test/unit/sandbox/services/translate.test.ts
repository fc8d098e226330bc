import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Sandbox } from '../../../../src/sandbox/sandbox.ts';
import { send, signWithAws4, startTestSandbox } from '../fixtures.ts';
import { servedBy } from './served-by.ts';

let sandbox: Sandbox;
before(async () => {
  sandbox = await startTestSandbox();
});
after(() => sandbox.close());

const host = 'translate.eu-central-1.amazonaws.com';
const json = 'application/x-amz-json-1.1';
const call = (body: string, operation = 'TranslateText') => ({
  ...{ host, service: 'translate', method: 'POST', body },
  headers: { 'Content-Type': json, 'X-Amz-Target': `AWSShineFrontendService_20170701.${operation}` },
});
const text = (Text: unknown, SourceLanguageCode: unknown = 'de', TargetLanguageCode: unknown = 'en'): string =>
  JSON.stringify({ Text, SourceLanguageCode, TargetLanguageCode });

servedBy('translate', [call(text('Hallo')), call('', 'ListLanguages')]);

const translated: [from: string, source: string][] = [
  ['de', 'de'],
  ['auto', 'en'],
];
for (const [from, source] of translated) {
  test(`TranslateText from ${from} gives the text back, marked as what it is`, async () => {
    const { status, headers, body } = await send(sandbox, signWithAws4(call(text('Grüße', from))));
    assert.equal(status, 200);
    assert.equal(headers['content-type'], json);
    assert.deepEqual(JSON.parse(body), {
      SourceLanguageCode: source,
      TargetLanguageCode: 'en',
      TranslatedText: `[local sandbox, ${source} to en] Grüße`,
    });
  });
}

const refusals: [what: string, body: string, type: string, message: RegExp, operation?: string][] = [
  ['an operation that is not played', text('a'), 'UnknownOperationException', /^$/, 'ListLanguages'],
  ['a body that is no JSON', '{', 'SerializationException', /^$/],
  ['a body that is no object', '[]', 'SerializationException', /^$/],
  ['no text', '{}', 'ValidationException', /Value null at 'text' failed to satisfy constraint: Member must not be null$/],
  ['an empty text', text(''), 'ValidationException', /Value '' at 'text'/],
  ['a text that is a number', text(1), 'SerializationException', /^$/],
  ['no target', text('a', 'de', null), 'ValidationException', /at 'targetLanguageCode'/],
  ['a text above 10,000 bytes', text('ä'.repeat(5001)), 'TextSizeLimitExceededException', /10000 bytes .* 10002 bytes$/],
];
for (const [what, body, type, message, operation] of refusals) {
  test(`${what} is refused with ${type}`, async () => {
    const answer = await send(sandbox, signWithAws4(call(body, operation)));
    assert.equal(answer.status, 400);
    const refusal = JSON.parse(answer.body) as { __type: string; message: string };
    assert.equal(refusal.__type, type);
    assert.match(refusal.message, message);
  });
}

test('a text of 10,000 bytes is taken', async () => {
  assert.equal((await send(sandbox, signWithAws4(call(text('ä'.repeat(5000)))))).status, 200);
});
