import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What the registry's package leaves out: its licence is declared, but its text is not in it. */
const withoutText = {
  '@nodable/entities': 'Copyright (c) Amit Gupta (https://solothought.com)',
};

const permissionOfMit = `Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.`;

/**
 * The folders of the packages whose code is in the bundles, from esbuild's metafile.
 * @param {Record<string, unknown>} inputs
 */
export function bundledPackages(inputs) {
  const folders = Object.keys(inputs).map((input) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input)?.[0]);
  return [...new Set(folders.filter((folder) => folder !== undefined))].sort();
}

/**
 * Names, versions and licence texts of the packages in these folders.
 * @throws {Error} for a package whose licence text is not known: nothing is published without it
 */
export function thirdPartyNotices(folders) {
  const notices = folders.map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const files = readdirSync(folder).filter((file) => /^(?:licen[cs]e|copying|notice)(?:\.(?:md|txt))?$/i.test(file));
    const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').trim());
    if (texts.length === 0 && license === 'MIT' && name in withoutText) texts.push(`${withoutText[name]}\n\n${permissionOfMit}`);
    if (texts.length === 0)
      throw new Error(`${name} ${version} carries no licence text. Add what it is under to ${import.meta.filename}.`);
    return `${name} ${version} (${license})\n\n${texts.join('\n\n')}`;
  });
  const line = '-'.repeat(80);
  return `${['The bundles of this extension contain code of these packages.', ...notices].join(`\n\n${line}\n\n`)}\n`;
}
