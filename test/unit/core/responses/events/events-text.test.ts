import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EventStreamCodec } from '@smithy/eventstream-codec';
import { EventsText } from '../../../../../src/core/responses/events/events-text.ts';
import type { Header } from '../../../../../src/core/http/message.ts';
import { checksum, chunk, event, exception, frame } from './event-frames.ts';

const amazon: Header[] = [['Content-Type', 'application/vnd.amazon.eventstream']];
const served: Header[] = [['Content-Type', 'text/event-stream; charset=utf-8']];

function start(headers: Header[]): EventsText {
  const events = EventsText.of(headers);
  assert.ok(events);
  return events;
}

/** What stands there when these pieces were all. */
function textOf(headers: Header[], ...pieces: (Uint8Array | string)[]): string {
  const events = start(headers);
  for (const piece of pieces) events.push(Buffer.from(piece));
  return events.end();
}

describe('an event stream of AWS', () => {
  const bedrock = Buffer.concat([
    chunk({ completion: ' Here' }),
    chunk({ completion: ' you are', stop_reason: 'end' }, 'abcdef'),
  ]);
  const shown = [
    '# 1: event chunk, application/json, 44 B',
    '# bytes, decoded',
    '{',
    '  "completion": " Here"',
    '}',
    '',
    '# 2: event chunk, application/json, 90 B',
    '# bytes, decoded',
    '{',
    '  "completion": " you are",',
    '  "stop_reason": "end"',
    '}',
    '',
  ].join('\n');

  it('is decoded message by message', () => {
    assert.equal(textOf(amazon, bedrock).replace(/\d+ B$/gm, 'n B'), shown.replace(/\d+ B$/gm, 'n B'));
  });
  it('reads the same however it is cut on the way', () => {
    const whole = textOf(amazon, bedrock);
    for (const size of [1, 2, 7, 11, 12, 13, 100]) {
      const pieces = Array.from({ length: Math.ceil(bedrock.length / size) }, (_, at) =>
        bedrock.subarray(at * size, (at + 1) * size),
      );
      assert.equal(textOf(amazon, ...pieces), whole, `pieces of ${size}`);
    }
  });
  it('shows a message as soon as its last byte is there', () => {
    const events = start(amazon);
    const [first, second] = [chunk({ a: 1 }), chunk({ b: 2 })];
    assert.equal(events.push(first.subarray(0, -1)), false);
    assert.equal(events.latest, '');
    assert.equal(events.push(first.subarray(-1)), true);
    assert.match(events.latest, /"a": 1/);
    assert.equal(events.push(second), true);
    assert.match(events.latest, /"a": 1[^]*"b": 2/);
    assert.equal(events.count, 2);
  });
  it('writes what the codec of AWS writes', () => {
    const codec = new EventStreamCodec(String, (value) => Buffer.from(value));
    const headers = {
      ':event-type': { type: 'string', value: 'chunk' },
      ':content-type': { type: 'string', value: 'application/json' },
      ':message-type': { type: 'string', value: 'event' },
    } as const;
    assert.deepEqual(Buffer.from(codec.encode({ headers, body: Buffer.from('{}') })), event('chunk', '{}'));
  });

  const payloads: [what: string, message: Buffer, expected: RegExp][] = [
    ['JSON', event('e', '{"a":[1]}'), /^# 1: event e, application\/json, 9 B\n\{\n {2}"a": \[\n {4}1\n {2}\]\n\}\n$/],
    ['XML', event('Stats', '<Stats><Bytes>5</Bytes></Stats>', 'text/xml'), /<Stats>\n {2}<Bytes>5<\/Bytes>\n<\/Stats>\n$/],
    ['text', event('Records', 'a,b\nc,d\n', 'application/octet-stream'), /8 B\na,b\nc,d\n$/],
    [
      'bytes',
      event('audio', Buffer.from([0, 255, 1]), 'audio/pcm'),
      /3 B\n# 3 B of binary data\n00000000 {2}00 ff 01 +\.\.\.\n$/,
    ],
    ['many bytes', event('audio', Buffer.alloc(1000)), /# 1\.0 KB of binary data\n[^]*\n# 744 B more\n$/],
    ['nothing', event('ping', ''), /^# 1: event ping, application\/json, 0 B\n$/],
    ['bytes of bytes', event('chunk', JSON.stringify({ bytes: Buffer.from([0, 1]).toString('base64') })), /# 2 B of binary data/],
    ['bytes that are no Base64', event('chunk', '{"bytes":"a"}'), /"bytes": "a"/],
    ['bytes and more', event('chunk', '{"bytes":"e30=","usage":1}'), /"bytes": "e30=",\n {2}"usage": 1/],
    ['JSON that is none', event('e', '{"a":'), /\{"a":\n$/],
    ['JSON too deep to be indented', event('e', '['.repeat(5000) + ']'.repeat(5000)), /\n\[{5000}\]{5000}\n$/],
  ];
  for (const [what, message, expected] of payloads) it(`shows ${what}`, () => assert.match(textOf(amazon, message), expected));

  it('shows headers of every type, each on a line of its own', () => {
    const number = (length: number, value: number): Buffer => {
      const bytes = Buffer.alloc(length);
      bytes.writeIntBE(value, Math.max(length - 6, 0), Math.min(length, 6));
      return bytes;
    };
    const message = frame(
      {
        ':message-type': 'event',
        yes: [0, Buffer.alloc(0)],
        no: [1, Buffer.alloc(0)],
        byte: [2, number(1, -3)],
        short: [3, number(2, 300)],
        integer: [4, number(4, 70_000)],
        long: [5, number(8, 5_000_000_000)],
        blob: [6, Buffer.from([0, 2, 0xab, 0xcd])],
        time: [8, number(8, 1_700_000_000_000)],
        'end of time': [8, Buffer.alloc(8, 0x7f)],
        id: [9, Buffer.from('0123456789abcdef0123456789abcdef', 'hex')],
        'odd\n# 9: event forged': 'line\u2028break \u202Eesrever',
        constructor: 'c',
      },
      '',
    );
    assert.deepEqual(textOf(amazon, message).split('\n'), [
      '# 1: event, 0 B',
      '#    yes: true',
      '#    no: false',
      '#    byte: -3',
      '#    short: 300',
      '#    integer: 70000',
      '#    long: 5000000000',
      '#    blob: 2 B (abcd)',
      '#    time: 2023-11-14T22:13:20.000Z',
      '#    end of time: no date',
      '#    id: 01234567-89ab-cdef-0123-456789abcdef',
      '#    odd # 9: event forged: line break \\u{202e}esrever',
      '#    constructor: c',
      '',
    ]);
  });

  const failures: [what: string, message: Buffer, failure: string][] = [
    [
      'an exception',
      exception('throttlingException', '{"message":"Too many tokens"}'),
      'exception throttlingException: Too many tokens',
    ],
    ['an exception without words', exception('internalServerException', '{}'), 'exception internalServerException'],
    ['an exception of several lines', exception('e', '{"Message":"a\\n\\u202eb"}'), 'exception e: a \\u{202e}b'],
    [
      'an error',
      frame({ ':message-type': 'error', ':error-code': '503', ':error-message': 'Try later' }, ''),
      'error 503: Try later',
    ],
  ];
  for (const [what, message, failure] of failures) {
    it(`${what} is told as a failure`, () => {
      const events = start(amazon);
      events.push(Buffer.concat([event('chunk', '{}'), message]));
      assert.equal(events.failure, failure);
      assert.match(events.end(), /\n# 2: (exception|error) /);
    });
  }

  const good = event('chunk', '{"good":1}');
  const damaged = (at: number): Buffer => {
    const bytes = Buffer.from(good);
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    return bytes;
  };
  const prelude = (length: number, headers: number): Buffer => {
    const bytes = Buffer.alloc(8);
    bytes.writeUInt32BE(length, 0);
    bytes.writeUInt32BE(headers, 4);
    return Buffer.concat([bytes, checksum(bytes), Buffer.alloc(100)]);
  };
  const broken: [what: string, bytes: Buffer, expected: RegExp][] = [
    ['a length that its checksum does not fit', damaged(3), /message 2 is damaged: its beginning does not match its checksum/],
    [
      'a payload that its checksum does not fit',
      damaged(good.length - 8),
      /message 2 is damaged: it does not match its checksum/,
    ],
    ['a checksum that is another', damaged(good.length - 1), /message 2 is damaged: it does not match its checksum/],
    ['a length of 4 GB', prelude(0xffffffff, 0), /message 2 is damaged: it says that it is 4294967295 bytes long/],
    ['a length of nothing', prelude(0, 0), /it says that it is 0 bytes long/],
    ['a length below the least', prelude(15, 0), /it says that it is 15 bytes long/],
    ['more headers than there is room for', prelude(100, 85), /100 bytes long, 85 of them headers/],
    ['headers of an unknown type', frame({ a: [77, Buffer.alloc(0)] }, ''), /its headers cannot be read/],
    ['a header that leads out of the message', frame({ a: [7, Buffer.from([0xff, 0xff])] }, 'x'), /its headers cannot be read/],
  ];
  for (const [what, bytes, expected] of broken) {
    it(`${what} ends the reading, and says so`, () => {
      const events = start(amazon);
      events.push(good);
      events.push(bytes);
      events.push(good);
      assert.equal(events.count, 1);
      assert.match(events.end(), /"good": 1/);
      assert.match(events.end(), expected);
    });
  }
  for (const length of [1, 11, 12, good.length - 1]) {
    it(`a message that breaks off after ${length} bytes is told`, () => {
      const text = textOf(amazon, good, good.subarray(0, length));
      assert.match(text, /# message 2 is incomplete: only \d+ B( of \d+ B)? came\n$/);
    });
  }
  it('shows the latest of many while more arrive, and all in the end', () => {
    const events = start(amazon);
    for (let count = 0; count < 1000; count++) events.push(event('e', `"${'x'.repeat(1000)}"`));
    assert.ok(events.latest.length < 110_000, String(events.latest.length));
    assert.match(events.latest, /^# 9\d\d events before, shown when all have come\n/);
    assert.match(events.latest, /\n# 1000: event e, /);
    assert.ok(events.end().length > 1_000_000);
    const one = start(amazon);
    one.push(event('e', `"${'x'.repeat(1_000_000)}"`));
    assert.match(one.latest, /^# 1: event e, /);
  });
  it('does not grow beyond all use', () => {
    const wide = event('e', '['.repeat(190) + '1,'.repeat(900) + '1' + ']'.repeat(190));
    const text = textOf(amazon, ...Array.from({ length: 200 }, () => wide));
    assert.ok(text.length < 25_000_000, String(text.length));
    assert.match(text, /# \d+ more events: save the body to see them\n$/);
  });
});

describe('events that a server sends', () => {
  const rows: [what: string, text: string, expected: string][] = [
    ['one', 'data: hello\n\n', '# 1: event message\nhello\n'],
    ['its type', 'event: add\ndata: 1\n\n', '# 1: event add\n1\n'],
    ['several lines', 'data: a\ndata:b\ndata\n\n', '# 1: event message\na\nb\n'],
    ['JSON', 'event: delta\ndata: {"a":1}\n\n', '# 1: event delta\n{\n  "a": 1\n}\n'],
    ['id and retry', 'id: 7\nretry: 10\ndata: x\n\n', '# 1: event message\n#    id: 7\n#    retry: 10\nx\n'],
    ['comments and unknown fields', ': ping\n\nfoo: bar\ndata: x\n\n', '# 1: event message\nx\n'],
    [
      'line breaks of every kind',
      'data: a\r\rdata: b\r\n\r\ndata: c\n\n',
      '# 1: event message\na\n\n# 2: event message\nb\n\n# 3: event message\nc\n',
    ],
    ['a byte order mark', '\ufeffdata: x\n\n', '# 1: event message\nx\n'],
    ['a type alone', 'event: ping\n\n', '# 1: event ping\n'],
    ['two blanks, of which one goes', 'data:  x\n\n', '# 1: event message\n x\n'],
    [
      'an event that is not whole',
      'data: a\n\ndata: b\n',
      '# 1: event message\na\n\n# the last event is incomplete: the empty line that ends it did not come\n',
    ],
    ['nothing', '', ''],
    ['a type with a name of JavaScript', 'event: __proto__\ndata: x\n\n', '# 1: event __proto__\nx\n'],
  ];
  for (const [what, text, expected] of rows) {
    it(`${what}, in one piece and byte by byte`, () => {
      assert.equal(textOf(served, text), expected);
      assert.equal(textOf(served, ...Array.from(Buffer.from(text), (byte) => Buffer.from([byte]))), expected);
    });
  }
  it('characters that are cut in two', () => {
    const bytes = Buffer.from('data: grüße\n\n');
    assert.equal(textOf(served, bytes.subarray(0, 9), bytes.subarray(9)), '# 1: event message\ngrüße\n');
  });
  it('empty lines without end', () => {
    const count = 400_000;
    const text = textOf(served, `${'data:\n'.repeat(count)}data:x\n\ndata:y\n${'data:\n'.repeat(count)}\n`);
    assert.equal(text, `# 1: event message\n${'\n'.repeat(count)}x\n\n# 2: event message\ny\n`);
  });
  it('an error is told as a failure', () => {
    const events = start(served);
    events.push(Buffer.from('data: 1\n\nevent: error\ndata: {"type":"overloaded_error"}\n\n'));
    assert.equal(events.failure, 'event error: {"type":"overloaded_error"}');
  });
});

it('other answers are no event streams', () => {
  for (const type of ['application/json', 'text/plain', '', 'constructor', 'text/event-stream-not']) {
    assert.equal(EventsText.of([['Content-Type', type]]), undefined);
  }
  assert.equal(EventsText.of([]), undefined);
});
