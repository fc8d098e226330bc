import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseEnv } from 'node:util';

/** A `.env` file, or a `.env.NAME` of one environment. */
export interface DotenvFile {
  readonly path: string;
  readonly name: string;
  /** The environment that it belongs to; undefined for `.env`, which counts for all. */
  readonly environment: string | undefined;
  readonly values: Readonly<Record<string, string | undefined>>;
}

/** What stands beside `.env` for people and tools to copy from. */
const patterns = new Set(['example', 'sample', 'template', 'dist', 'defaults']);

/**
 * The files that count for a folder, those that win first: on the way up through the folders above, the nearest of every environment, up
 * to the first folder with a `.env`. In one folder that of an environment comes before `.env`, as in REST Client.
 */
export async function readDotenvFiles(directory: string | undefined): Promise<DotenvFile[]> {
  const found: DotenvFile[] = [];
  for (let folder = directory; folder !== undefined; folder = dirname(folder) === folder ? undefined : dirname(folder)) {
    const here = folder;
    const entries = await readdir(here).catch(() => []);
    // “.env” last: what begins with a longer name stands before it.
    const names = entries
      .filter((entry) => /^\.env(?:\..+)?$/.test(entry))
      .sort((a, b) => (a === '.env' ? 1 : b === '.env' ? -1 : 0));
    for (const name of names) {
      const environment = name === '.env' ? undefined : name.slice('.env.'.length);
      if (patterns.has(environment ?? '') || found.some((file) => file.environment === environment)) continue;
      const path = join(here, name);
      const text = await readFile(path, 'utf8').catch(() => undefined);
      if (text !== undefined) found.push({ path, name, environment, values: parseEnv(text) });
    }
    if (found.some(({ environment }) => environment === undefined)) break;
  }
  return found;
}
