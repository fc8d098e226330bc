import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { responseColumn, type EditorGroup, requestColumn } from '../../../../src/ui/responses/response-column.ts';

/** Groups from the left: `r` shows the request, `a` holds answers, `e` is empty, `!` is active. */
function groups(picture: string): EditorGroup<number>[] {
  return picture.split(' ').map((letters, at) => ({
    column: at + 1,
    isActive: letters.includes('!'),
    isEmpty: letters.includes('e'),
    holdsResponses: letters.includes('a'),
    showsRequest: letters.includes('r'),
  }));
}

describe('an answer goes', () => {
  const cases: [what: string, picture: string, column: number | undefined][] = [
    ['beside the first request', 'r!', undefined],
    ['beside what else is open', 'x! x', undefined],
    ['where answers are', 'r! x a', 3],
    ['where answers are, to the left of the request too', 'a r!', 1],
    ['where answers are, whatever is active', 'r a!', 2],
    ['in the place of an earlier one that covers its request', 'a!', 1],
    ['into the only group where nothing is open', 'e!', 1],
    ['into an empty group', 'e r!', 1],
    ['out of the group in which its request was sent', 'x ra!', 1],
    ['beside that group where there is no other', 'ra!', undefined],
    ['to the answers when their group shows the request as well', 'r! ra', 2],
    ['so also when the focus is elsewhere', 'ra r x!', 1],
  ];
  for (const [what, picture, column] of cases) it(what, () => assert.equal(responseColumn(groups(picture)), column));
});

describe('a request opens', () => {
  const cases: [what: string, picture: string, column: number | undefined][] = [
    ['where the person is', 'r! a', undefined],
    ['where the person is, beside anything else', 'x x!', undefined],
    ['outside of the answers', 'r a!', 1],
    ['to the right of the answers', 'a! x', 2],
    ['among the answers where there is nothing else', 'a!', undefined],
  ];
  for (const [what, picture, column] of cases) it(what, () => assert.equal(requestColumn(groups(picture)), column));
});
