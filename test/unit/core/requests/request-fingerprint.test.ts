import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseHttpFile } from '../../../../src/core/http-file/parse.ts';
import { findByFingerprint, fingerprintOf } from '../../../../src/core/requests/request-fingerprint.ts';

const post = (item: string, operation = 'Action'): string =>
  `###\nPOST https://e.com/\nX-Item: ${item}\nx-amz-target: ${operation}\n\n`;
const file = `### login\nGET https://e.com/login\n\n${post('GetItem')}${post('DeleteItem')}${post('PutItem')}`;

describe('a request is found again', () => {
  const cases: [change: string, text: string, found: string | undefined][] = [
    ['in the file as it was', file, 'DeleteItem'],
    ['below lines that were written above', `${'# note\n'.repeat(5)}\n${file}`, 'DeleteItem'],
    ['with lines between it and those that read the same', file.replace('###\nPOST', '###\n# a\n# b\n# c\nPOST'), 'DeleteItem'],
    ['with other headers', file.replace('DeleteItem', 'DeleteItem2'), 'DeleteItem2'],
    ['beside another of another name', `${file}### other\nGET https://e.com/\n`, 'DeleteItem'],
    ['beside another of another operation', post('Query', 'Other') + file, 'DeleteItem'],
    ['never where one that reads the same came', post('Query') + file, undefined],
    ['never where one that reads the same went', file.replace(post('GetItem'), ''), undefined],
    ['never with another URL', file.replaceAll('POST https://e.com/', 'POST https://e.com/a'), undefined],
  ];
  const before = parseHttpFile(file);
  for (const [change, text, expected] of cases) {
    it(change, () => {
      const [, , request] = before.requests;
      assert.ok(request);
      const found = findByFingerprint(parseHttpFile(text), fingerprintOf(before, request));
      assert.equal(found?.headers[0]?.value, expected);
    });
  }

  it('each as itself', () => {
    const fingerprints = before.requests.map((request) => fingerprintOf(before, request));
    assert.equal(new Set(fingerprints).size, 4);
    for (const [index, fingerprint] of fingerprints.entries()) {
      assert.match(fingerprint, /^[0-9a-f]{16}$/);
      assert.equal(findByFingerprint(before, fingerprint), before.requests[index]);
    }
  });
});
