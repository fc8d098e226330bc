import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathAt } from '../../../../src/core/profiles/path-at.ts';

const line = '  "certificate": "C:\\\\certs\\\\a.pfx", "privateKey":"b.key", "roleArn": "arn"';

test('the path under the cursor is found, with its escapes read', () => {
  const start = line.indexOf('"C:');
  assert.deepEqual(pathAt(line, start + 3), { path: 'C:\\certs\\a.pfx', start, end: line.indexOf(', "privateKey"') });
  assert.equal(pathAt(line, line.indexOf('b.key'))?.path, 'b.key');
});

test('nothing is found beside a path, in other fields and in damaged text', () => {
  assert.equal(pathAt(line, 4), undefined);
  assert.equal(pathAt(line, line.indexOf('arn"') + 1), undefined);
  assert.equal(pathAt('"certificate": "a\\x"', 17), undefined);
  assert.equal(pathAt('', 0), undefined);
});
