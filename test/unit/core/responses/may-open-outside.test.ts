import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayOpenOutside } from '../../../../src/core/responses/may-open-outside.ts';

const shown = ['a.png', '/tmp/x y/report.pdf', 'b.csv', 'song.mp3', 'a.b.json', 'notes.txt', 'c - cut after 5 bytes.jpg'];
const refused = [
  ...[
    'a.exe',
    'a.bat',
    'a.cmd',
    'a.com',
    'a.msi',
    'a.ps1',
    'a.vbs',
    'a.js',
    'a.jse',
    'a.wsf',
    'a.hta',
    'a.scr',
    'a.cpl',
    'a.lnk',
  ],
  ...[
    'a.url',
    'a.desktop',
    'a.sh',
    'a.command',
    'a.app',
    'a.jar',
    'a.py',
    'a.terminal',
    'a.workflow',
    'a.scpt',
    'a.dmg',
    'a.deb',
  ],
  ...['a.html', 'a.htm', 'a.svg', 'a.xml', 'a.mht', 'a.bin', 'a.eventstream', 'a.zip', 'a.gz', 'a.docm', 'a.iso'],
  ...[
    'a',
    '',
    '.',
    'png',
    'a.',
    'a.png.exe',
    'a.png ',
    'a.PNG.lnk',
    'a.txt\u202Egnp.exe',
    '.png/a',
    '.png\\a',
    'a.constructor',
    'a.__proto__',
  ],
];
for (const name of shown) test(`“${name}” may be opened outside`, () => assert.ok(mayOpenOutside(name)));
for (const name of refused) test(`“${name}” may not be opened outside`, () => assert.ok(!mayOpenOutside(name)));
