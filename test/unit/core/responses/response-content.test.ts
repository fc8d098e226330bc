import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { responseContent } from '../../../../src/core/responses/response-content.ts';

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');
const pngStart = latin1('\x89PNG\r\n\x1a\n\0\0\0\rIHDR');
const noText = Buffer.from([0, 1, 2, 0xff, 0xfe]);

describe('what a body is', () => {
  const cases: [what: string, type: string | undefined, start: Buffer, expected: string][] = [
    ['JSON', 'application/json', latin1('{}'), 'text json .json'],
    ['JSON of AWS', 'application/x-amz-json-1.1; charset=utf-8', latin1('{}'), 'text json .json'],
    ['JSON of a kind', 'application/problem+json', latin1('{}'), 'text json .json'],
    ['lines of JSON', 'application/x-ndjson', latin1('{}\n{}'), 'text jsonl .jsonl'],
    ['XML', 'text/xml', latin1('<a/>'), 'text xml .xml'],
    ['XML of a kind', 'application/atom+xml;charset=utf-8', latin1('<a/>'), 'text xml .xml'],
    ['a drawing', 'image/svg+xml', latin1('<svg/>'), 'text xml .svg'],
    ['a page', 'TEXT/HTML', latin1('<p>'), 'text html .html'],
    ['text', 'text/plain', latin1('hello'), 'text plaintext .txt'],
    ['text that is JSON', 'text/plain', latin1(' \n{"a":1}'), 'text json .json'],
    ['no type, JSON', undefined, latin1('[1]'), 'text json .json'],
    ['no type, XML behind a byte order mark', undefined, Buffer.from('\ufeff<?xml version="1.0"?><a/>'), 'text xml .xml'],
    ['no type, nothing', undefined, latin1(''), 'text plaintext .txt'],
    ['no type, no text', undefined, noText, 'binary plaintext .bin'],
    ['what S3 says where no type was given, text', 'binary/octet-stream', latin1('hello'), 'text plaintext .txt'],
    ['what S3 says where no type was given, a picture', 'binary/octet-stream', pngStart, 'picture plaintext .png'],
    [
      'text cut in the middle of a character',
      'application/octet-stream',
      Buffer.from('ü'.repeat(9)).subarray(0, 17),
      'text plaintext .txt',
    ],
    ['PNG', 'image/png', pngStart, 'picture plaintext .png'],
    ['PNG under the type of JPEG', 'image/jpeg', pngStart, 'picture plaintext .png'],
    ['JPEG', 'image/jpeg', latin1('\xff\xd8\xff\xe0'), 'picture plaintext .jpg'],
    ['GIF', 'image/gif', latin1('GIF89a'), 'picture plaintext .gif'],
    ['WebP', 'application/octet-stream', latin1('RIFF\x10\0\0\0WEBPVP8 '), 'picture plaintext .webp'],
    ['an error under the type of a picture', 'image/png', latin1('<Error><Code>NoSuchKey</Code></Error>'), 'text xml .xml'],
    ['an error under the type of a sound', 'audio/mpeg', latin1('{"message":"no"}'), 'text json .json'],
    ['MP3 with tags', 'audio/mpeg', latin1('ID3\x04\0'), 'audio plaintext .mp3'],
    ['MP3 without', 'application/octet-stream', latin1('\xff\xf3\x48\xc4\0'), 'audio plaintext .mp3'],
    ['Ogg', 'audio/ogg', latin1('OggS\0\x02'), 'audio plaintext .ogg'],
    ['PCM, which nothing plays', 'audio/pcm', noText, 'binary plaintext .bin'],
    ['a film', 'video/mp4', latin1('\0\0\0\x18ftypmp42'), 'video plaintext .mp4'],
    ['PDF', undefined, latin1('%PDF-1.7'), 'binary plaintext .pdf'],
    ['an error under the type of an event stream', 'application/vnd.amazon.eventstream', latin1('{"a":1}'), 'text json .json'],
    ['an event stream without events', 'application/vnd.amazon.eventstream', latin1(''), 'events plaintext .eventstream'],
    ['an event stream', 'application/vnd.amazon.eventstream; charset=utf-8', noText, 'events plaintext .eventstream'],
    ['events that a server sends', 'text/event-stream;charset=utf-8', Buffer.from('data: {}'), 'events plaintext .txt'],
    ['a type called constructor', 'constructor', noText, 'binary plaintext .bin'],
    ['a type called __proto__', '__proto__', Buffer.from('text'), 'text plaintext .txt'],
    ['text that begins like a picture', 'text/plain', latin1('GIF89a is a format'), 'picture plaintext .gif'],
    ['JSON stays JSON whatever it begins with', 'application/json', pngStart, 'text json .json'],
  ];
  for (const [what, type, start, expected] of cases) {
    it(what, () => {
      const { kind, language, extension } = responseContent(type === undefined ? [] : [['content-TYPE', type]], start);
      assert.equal(`${kind} ${language} ${extension}`, expected);
    });
  }
});
