import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Session } from '../../../../../src/core/signing/credentials.ts';
import { SessionClock } from '../../../../../src/core/credentials/standing/session-clock.ts';
import type { SessionState } from '../../../../../src/core/credentials/session-manager.ts';

const minute = 60_000;

/** A clock whose time and single timer the test drives. */
function drivenClock(states: SessionState[], start = 0) {
  const world = { now: start, due: undefined as number | undefined, callback: (): void => undefined, timers: 0, ticks: 0 };
  const clock = new SessionClock({
    visible: () => states,
    now: () => world.now,
    setTimer: (milliseconds, callback) => {
      world.due = world.now + milliseconds;
      world.callback = callback;
      world.timers += 1;
      return { dispose: () => (world.due = undefined) };
    },
  });
  clock.onDidTick(() => (world.ticks += 1));
  const fire = (): void => {
    assert.ok(world.due !== undefined, 'no timer is set');
    world.now = Math.max(world.now, world.due);
    world.due = undefined;
    world.callback();
  };
  return { clock, world, fire };
}

function active(expiration: number): SessionState {
  const session: Session = {
    credentials: { accessKeyId: 'ASIA', secretAccessKey: 's', sessionToken: 't' },
    expiration: new Date(expiration),
    subjectArn: '',
    roleArn: '',
    assumedRoleArn: '',
  };
  return { kind: 'active', session, end: expiration };
}

test('without a visible session there is no timer', () => {
  const { clock, world } = drivenClock([{ kind: 'none' }, { kind: 'starting' }]);
  clock.update();
  assert.equal(world.timers, 0);
});

test('one hour takes 60 ticks to the last minute and 60 more to the end, then the timer stops', () => {
  const states: SessionState[] = [active(60 * minute)];
  const { clock, world, fire } = drivenClock(states);
  clock.update();
  while (world.now < 59 * minute) fire();
  assert.equal(world.ticks, 60, 'from 1h 00m through 59m … 1m to 59s');
  while (world.due !== undefined) fire();
  assert.equal(world.ticks, 120);
  assert.equal(world.now, 60 * minute);
});

test('after two hours of sleep the late timer ticks once and goes on by the wall clock', () => {
  const { clock, world, fire } = drivenClock([active(180 * minute)]);
  clock.update();
  world.now += 125 * minute;
  fire();
  assert.equal(world.ticks, 1);
  assert.equal(world.due, 125 * minute + 1);
});

test('the soonest of several sessions sets the timer', () => {
  const { clock, world } = drivenClock([active(50 * minute + 30_000), active(40 * minute + 10_000)]);
  clock.update();
  assert.equal(world.due, 10_001);
});

test('disposing stops the timer', () => {
  const { clock, world } = drivenClock([active(minute)]);
  clock.update();
  clock.dispose();
  assert.equal(world.due, undefined);
});
