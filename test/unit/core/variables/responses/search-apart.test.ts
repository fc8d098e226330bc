import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { searchApart } from '../../../../../src/core/variables/responses/search-apart.ts';
import { followXmlPath } from '../../../../../src/bundles/xml-path.ts';

const file = fileURLToPath(new URL('../../../../../src/bundles/xml-path.ts', import.meta.url));
const many = `<a>${'<b><c/></b>'.repeat(40_000)}</a>`;

describe('an XPath in a thread of its own', () => {
  it('gives what it gives elsewhere', async () => {
    assert.deepEqual(await followXmlPath('<a><b>1</b></a>', '//b'), { value: '1' });
    assert.deepEqual(await followXmlPath('<a>', '//b'), { problem: 'xml-malformed' });
    assert.deepEqual(await followXmlPath('<a/>', '//['), { problem: 'path-malformed' });
  });

  const hostile: [what: string, path: string][] = [
    ['every element with every other', '//*[count(//*[count(//*) > 1]) > 1]'],
    ['every order of conditions', '//b[//b[//b[//b[//c = 1]]]]'],
  ];
  for (const [what, path] of hostile) {
    it(`is given up when it compares ${what}`, async () => {
      const found = await searchApart(file, { xml: many, path }, { milliseconds: 1500, megabytes: 256 });
      assert.deepEqual(found, { problem: 'search-too-long' });
    });
  }

  it('is given up when it takes more memory than it may', async () => {
    const found = await searchApart(file, { xml: many, path: '//b' }, { milliseconds: 60_000, megabytes: 12 });
    assert.deepEqual(found, { problem: 'search-too-long' });
  });

  it('leaves the environment behind', async () => {
    const code =
      'data:text/javascript,import{parentPort as p}from"node:worker_threads";p.postMessage({value:JSON.stringify(process.env)})';
    process.env['SEARCH_APART_SECRET'] = 's';
    const found = await searchApart(new URL(code) as unknown as string, { xml: '', path: '' });
    assert.deepEqual(found, { value: '{}' });
  });
});
