import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readForm } from '../../../src/core/http-file/curl/read-form.ts';
import { valueHover } from '../../../src/core/language/hover/value-hover.ts';
import { ownValue } from '../../../src/core/own-value.ts';
import { shiftDate } from '../../../src/core/variables/system/date-format.ts';
import { followPath } from '../../../src/core/variables/responses/follow-path.ts';
import { RecordedResponses } from '../../../src/core/variables/responses/recorded-responses.ts';

/** What every object answers to, whoever made it. */
const names = ['constructor', '__proto__', 'toString', 'valueOf', 'hasOwnProperty', 'isPrototypeOf', '__defineGetter__'];

for (const name of names) {
  test(`a table has nothing under ${name}`, () => {
    assert.equal(ownValue({ a: 1 }, name), undefined);
    assert.equal(ownValue(JSON.parse(`{"${name}":1}`) as Record<string, number>, name), 1);
  });

  test(`${name} is neither service nor payload, unit nor ending, field nor request`, () => {
    const context = { describeProfile: () => undefined, endpoint: undefined, service: undefined };
    for (const directive of ['service', 'payload', 'region', 'presign']) {
      assert.equal(valueHover(`# @aws-${directive} ${name}`, 17, context), undefined);
    }
    assert.equal(shiftDate(new Date(0), '1', name), undefined);
    const nowhere = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const letters = name.replace(/_/g, '');
    const { body } = readForm([{ name: 'form', value: `a=@file.${letters}` }], nowhere);
    const [text] = body;
    assert.ok(text?.kind === 'text' && text.text.includes('Content-Type: application/octet-stream'), JSON.stringify(text));
    assert.deepEqual(followPath({}, `$['${name}']`), { problem: 'path-missing' });
    assert.equal(new RecordedResponses().get('file', name), undefined);
  });
}
