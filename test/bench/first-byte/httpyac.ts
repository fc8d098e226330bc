// The published engine of httpYac, sent with as its own extension does: one region of a file that its store has read.
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import httpyac from 'httpyac';
import type { Subject } from './subject.ts';

Object.assign(httpyac.io.fileProvider, {
  EOL: '\n',
  isAbsolute: (file: string) => Promise.resolve(path.isAbsolute(file)),
  dirname: (file: string) => path.dirname(file),
  hasExtension: (file: string, ...extensions: string[]) => extensions.some((extension) => file.endsWith(extension)),
  joinPath: (folder: string, file: string) => path.join(folder, file),
  exists: (file: string) => Promise.resolve(existsSync(file)),
  readFile: (file: string) => readFile(file, 'utf8'),
  readBuffer: (file: string) => readFile(file),
  readdir: (folder: string) => readdir(folder),
  fsPath: String,
  toString: String,
});

export async function open(text: string, directory: string): Promise<Subject> {
  const store = new httpyac.store.HttpFileStore();
  const httpFile = await store.parse(path.join(directory, 'bench.http'), text, { workingDir: directory, config: {} });
  const httpRegion = httpFile.httpRegions.find(({ request }) => request !== undefined);
  if (httpRegion === undefined) throw new Error('The text holds no request.');
  return async () => {
    let answer: unknown;
    const logResponse = (response: httpyac.HttpResponse | undefined): Promise<void> => {
      answer = response?.body;
      return Promise.resolve();
    };
    await httpyac.send({ httpFile, httpRegion, logResponse });
    return String(answer);
  };
}
