import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ResponseTextOptions } from '../../../../src/core/responses/response-text.ts';
import { mask } from '../../../../src/core/redaction/mask-by-name.ts';
import type { Header } from '../../../../src/core/http/message.ts';
import { EventFollower } from '../../../../src/ui/responses/event-follower.ts';
import { chunk, exception } from '../../core/responses/events/event-frames.ts';

const options: ResponseTextOptions = {
  request: { method: 'POST', protocol: 'https:', host: 'bedrock-runtime.eu-west-1.amazonaws.com', target: '/model/m/invoke' },
  signer: 'ci for 20260131/eu-west-1/bedrock/aws4_request',
  notes: [],
  secrets: ['a-secret-token'],
  secretVariables: [],
};

function follow(type = 'application/vnd.amazon.eventstream') {
  const headers: Header[] = [['Content-Type', type]];
  const shown: string[] = [];
  const follower = EventFollower.of({ status: 200, statusText: 'OK', httpVersion: '1.1', headers }, options, (text) => {
    shown.push(text);
    return Promise.resolve();
  });
  return { follower, shown };
}

test('events are shown as they arrive, the first at once, and no more often than four times a second', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  const { follower, shown } = follow();
  assert.ok(follower);
  const first = chunk({ completion: 'a-secret-token' });
  follower.add(first.subarray(0, 20));
  t.mock.timers.tick(1000);
  assert.equal(shown.length, 0, 'no event is there yet');
  follower.add(first.subarray(20));
  t.mock.timers.tick(0);
  await settle();
  assert.deepEqual(shown[0]?.split('\n').slice(0, 4), [
    'HTTP/1.1 200 OK (arriving)',
    '# POST https://bedrock-runtime.eu-west-1.amazonaws.com/model/m/invoke',
    `# 1 event so far, ${first.length} B`,
    '# signed by ci for 20260131/eu-west-1/bedrock/aws4_request',
  ]);
  assert.ok(shown[0].includes(`"completion": "${mask}"`), 'secrets are masked while it arrives, too');
  for (let count = 0; count < 10; count++) follower.add(chunk({ completion: count }));
  t.mock.timers.tick(249);
  await settle();
  assert.equal(shown.length, 1);
  t.mock.timers.tick(1);
  await settle();
  assert.equal(shown.length, 2);
  assert.match(shown[1] ?? '', /# 11 events so far/);
  t.mock.timers.tick(5000);
  await settle();
  assert.equal(shown.length, 2, 'nothing came, so nothing is painted');
  follower.add(exception('throttlingException', '{"message":"Slow down"}'));
  t.mock.timers.tick(250);
  await settle();
  assert.match(shown[2] ?? '', /^HTTP\/1\.1 200 OK \(exception throttlingException: Slow down; arriving\)\n/);
  follower.add(chunk({ completion: 'late' }));
  await follower.stop();
  t.mock.timers.tick(1000);
  await settle();
  assert.equal(shown.length, 3, 'who has stopped shows nothing any more');
});

test('what a server sends as events is followed, other answers are not', () => {
  assert.ok(follow('text/event-stream').follower);
  assert.equal(follow('application/json').follower, undefined);
});
