import assert from 'node:assert/strict';
import { it } from 'node:test';
import { type Locked, withPassword } from '../../../../src/core/credentials/with-password.ts';
import type { ErrorCode } from '../../../../src/core/error-codes.ts';
import { UserError } from '../../../../src/core/errors.ts';

const failure = (code: ErrorCode): UserError => new UserError({ code, message: code, remedy: '' });

/** Opens with `right` alone; undefined for what has no password. */
const lock = (right: string | undefined) => async (password: string | undefined) => {
  await Promise.resolve();
  if (right === undefined || password === right) return `opened with ${password ?? 'nothing'}`;
  throw failure(password === undefined ? 'password-required' : 'password-wrong');
};

const cases: readonly [
  what: string,
  right: string | undefined,
  known: string | undefined,
  entered: readonly (string | undefined)[],
  opened: string | undefined,
  reasons: readonly string[],
][] = [
  ['what has no password is opened without a question', undefined, undefined, [], 'opened with nothing', []],
  ['the known password is tried before anyone is asked', 'a', 'a', [], 'opened with a', []],
  ['a missing one is asked for', 'a', undefined, ['a'], 'opened with a', ['password-required']],
  ['a wrong one is asked for again', 'a', 'b', ['c', 'a'], 'opened with a', ['password-wrong', 'password-wrong']],
  ['the empty password is one', '', undefined, [''], 'opened with ', ['password-required']],
  ['whoever leaves gets nothing', 'a', undefined, ['b', undefined], undefined, ['password-required', 'password-wrong']],
];
for (const [what, right, known, entered, opened, reasons] of cases) {
  it(what, async () => {
    const asked: string[] = [];
    const answers = [...entered];
    const result = await withPassword(known, lock(right), ({ code }: Locked) => {
      asked.push(code);
      return Promise.resolve(answers.shift());
    });
    assert.equal(result, opened);
    assert.deepEqual(asked, reasons);
    assert.deepEqual(answers, []);
  });
}

it('nobody is asked about what no password mends', async () => {
  const open = (): Promise<never> => Promise.reject(failure('file-unreadable'));
  const ask = (): Promise<string> => Promise.reject(new Error('asked'));
  await assert.rejects(withPassword(undefined, open, ask), { code: 'file-unreadable' });
});
