import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { environmentFileProblem } from '../../../../../src/core/variables/environments/environment-file-problem.ts';

describe('an environment file', () => {
  const cases: [text: string, place: string | undefined][] = [
    ['{}', undefined],
    ['\uFEFF{"dev": {"a": 1}}', undefined],
    ['{ // no\n}', '0:2'],
    ['{\r\n  "dev": {\r\n    "host": "x",\r\n  }\r\n}', '3:2'],
    ['{"a" 1}', '0:5'],
    ['{"dev":{"a":1}}}', '0:15'],
    ['\uFEFF{\n"a":"b\nc"}', '1:6'],
    ['{\n  "development": {\n    "aaaaaaaaaaaaaaaa": tru,\n    "bbbbbbbbbbbbb": 1\n  }\n}', '2:27'],
    ['{\n"dev": {', '1:8'],
    ['', '0:0'],
    ['{"a":}', '0:0'],
    [`{"dev":\n{"a": ${'['.repeat(198)}${']'.repeat(198)}}}`, undefined],
    [`{"dev":\n{"a": ${'['.repeat(199)}${']'.repeat(199)}}}`, '1:204'],
  ];
  for (const [text, place] of cases) {
    it(JSON.stringify(text), () => {
      const position = environmentFileProblem(text);
      assert.equal(position && `${position.line}:${position.character}`, place);
    });
  }
});
