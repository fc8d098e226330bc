import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { pictureSize } from '../../../../../src/core/responses/pictures/picture-size.ts';

const segment = (marker: number, content: Buffer): Buffer => {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
};
const start = Buffer.from([0xff, 0xd8]);
const jfif = segment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1'));
const tables = segment(0xc4, Buffer.alloc(20, 7));
/** 300 wide, 200 high. */
const frame = (marker: number): Buffer => segment(marker, Buffer.from([8, 0, 200, 1, 44, 1, 1, 0x11, 0]));

function exif(orientation: number, little: boolean): Buffer {
  const tiff = Buffer.alloc(8 + 2 + 2 * 12);
  const word = (value: number, at: number): unknown => (little ? tiff.writeUInt16LE(value, at) : tiff.writeUInt16BE(value, at));
  const long = (value: number, at: number): unknown => (little ? tiff.writeUInt32LE(value, at) : tiff.writeUInt32BE(value, at));
  tiff.write(little ? 'II' : 'MM', 'latin1');
  word(42, 2);
  long(8, 4);
  word(2, 8);
  word(0x010f, 10);
  word(0x0112, 22);
  word(3, 24);
  long(1, 26);
  word(orientation, 30);
  return segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]));
}

describe('the size of a picture', () => {
  const cases: [what: string, bytes: Buffer, expected: [number, number] | undefined][] = [
    ['PNG', readFileSync('media/icon.png'), [256, 256]],
    ['PNG that is wider than high', readFileSync('media/screenshot.png'), [1280, 800]],
    ['baseline JPEG', Buffer.concat([start, jfif, frame(0xc0)]), [300, 200]],
    ['progressive JPEG behind its tables', Buffer.concat([start, jfif, tables, frame(0xc2)]), [300, 200]],
    ['JPEG on its side', Buffer.concat([start, exif(6, true), tables, frame(0xc0)]), [200, 300]],
    ['JPEG on its side, high byte first', Buffer.concat([start, jfif, exif(8, false), frame(0xc0)]), [200, 300]],
    ['JPEG on its head', Buffer.concat([start, exif(3, true), frame(0xc0)]), [300, 200]],
    ['GIF', Buffer.from('GIF89a\x05\0\x05\0'), undefined],
    ['nothing', Buffer.alloc(0), undefined],
  ];
  for (const [what, bytes, expected] of cases) {
    it(what, () => {
      assert.deepEqual(pictureSize(bytes), expected && { width: expected[0], height: expected[1] });
    });
  }

  it('of one that is cut off anywhere, or damaged, is unknown and no failure', () => {
    for (const whole of [
      readFileSync('media/icon.png').subarray(0, 40),
      Buffer.concat([start, jfif, exif(6, true), frame(0xc0)]),
    ]) {
      for (let length = 0; length < whole.length; length++) assert.doesNotThrow(() => pictureSize(whole.subarray(0, length)));
      for (let at = 0; at < whole.length; at++) {
        const damaged = Buffer.from(whole);
        for (const value of [0, 1, 0x7f, 0xff]) {
          damaged[at] = value;
          assert.doesNotThrow(() => pictureSize(damaged), `${value} at ${at}`);
        }
      }
    }
  });
});
