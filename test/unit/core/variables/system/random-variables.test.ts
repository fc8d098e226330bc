import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UserError } from '../../../../../src/core/errors.ts';
import { randomVariable, randomVariableUsages } from '../../../../../src/core/variables/system/random-variables.ts';

describe('random values of JetBrains', () => {
  const cases: [expression: string, expected: RegExp][] = [
    ['$random.uuid', /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/],
    ['$random.uuid()', /^[0-9a-f-]{36}$/],
    ['$random.integer(1,5)', /^[1-4]$/],
    ['$random.integer( -3 , -2 )', /^-3$/],
    ['$random.float(0, 0.5)', /^0(?:\.[0-4]\d*)?$|e-/],
    ['$random.float(-2, -1)', /^-(?:1\.\d+|2)$/],
    ['$random.alphabetic(20)', /^[A-Za-z]{20}$/],
    ['$random.alphanumeric (20)', /^\w{20}$/],
    ['$random.hexadecimal(1)', /^[0-9a-f]$/],
    ['$random.email', /^[a-z]+@example\.com$/],
  ];
  for (const [expression, expected] of cases) {
    it(expression, () => {
      for (let time = 0; time < 50; time++) assert.match(randomVariable(expression), expected);
    });
  }
  for (const usage of Object.values(randomVariableUsages)) {
    it(`${usage} is a usage that works, and another value each time`, () => {
      const values = new Set(Array.from({ length: 20 }, () => randomVariable(usage)));
      assert.ok(values.size > 1);
    });
  }

  const wrong = [
    '$random.integer',
    '$random.integer()',
    '$random.integer(5, 5)',
    '$random.integer(5)',
    '$random.integer(1, 2, 3)',
    '$random.integer(1.5, 3)',
    '$random.integer(a, b)',
    '$random.integer(0, 9007199254740991)',
    '$random.integer(1, 2',
    '$random.float(1, 0)',
    '$random.alphabetic(0)',
    '$random.alphabetic(65537)',
    '$random.alphabetic(99999999999999999999)',
    '$random.uuid(1)',
    '$random.address.city',
    '$random.constructor',
    '$random.',
  ];
  for (const expression of wrong) {
    it(`${expression} is refused`, () =>
      assert.throws(
        () => randomVariable(expression),
        (error) => {
          assert.ok(error instanceof UserError && error.code === 'variable-unreadable');
          assert.match(error.remedy, /\$random\./);
          return true;
        },
      ));
  }
});
