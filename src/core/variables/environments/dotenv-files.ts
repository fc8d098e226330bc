import { opendir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import { isUserError, UserError } from '../../errors.ts';
import { longestForeignFile } from '../../foreign-file.ts';
import { readEnvironmentFile } from './read-environment-file.ts';

/** A `.env` file, or a `.env.NAME` of one environment. */
export interface DotenvFile {
  readonly path: string;
  readonly name: string;
  /** The environment that it belongs to; undefined for `.env`, which applies to all. */
  readonly environment: string | undefined;
  readonly values: Readonly<Record<string, string | undefined>>;
}

export interface DotenvFiles {
  /** By precedence, the highest first. */
  readonly files: readonly DotenvFile[];
  /** `environment-file-unreadable` if one of them exists but cannot be read: another one would take its place. */
  readonly failure: UserError | undefined;
}

/** Templates beside `.env` for people and tools to copy. */
const patterns = new Set(['example', 'sample', 'template', 'dist', 'defaults']);

/**
 * The files that apply to a folder: going up through the parent folders, the nearest of every environment, up to the first folder
 * with a `.env`. Within a folder, the file of an environment comes before `.env`, as in REST Client. Together they may be as long
 * as one file.
 * @throws the signal's reason when aborted
 */
export async function readDotenvFiles(directory: string | undefined, signal?: AbortSignal): Promise<DotenvFiles> {
  const files: DotenvFile[] = [];
  const environments = new Set<string | undefined>();
  let failure: UserError | undefined;
  let left = longestForeignFile;
  for (let folder = directory; folder !== undefined; folder = dirname(folder) === folder ? undefined : dirname(folder)) {
    const names = await namesIn(folder);
    if (names.length > mostNames) failure ??= tooMany(folder);
    for (const name of failure === undefined ? names : []) {
      const environment = name === '.env' ? undefined : name.slice('.env.'.length);
      if (patterns.has(environment ?? '') || environments.has(environment)) continue;
      const path = join(folder, name);
      // Python keeps a whole environment in a folder of this name.
      if (await isFolder(path)) continue;
      try {
        const file = await readEnvironmentFile(path, { limit: left, signal });
        if (file === undefined) continue;
        left -= file.size;
        files.push({ path, name, environment, values: parseEnv(file.text) });
      } catch (error) {
        if (!isUserError(error)) throw error;
        failure ??= error;
      }
      environments.add(environment);
    }
    if (environments.has(undefined) || failure !== undefined) break;
  }
  return { files, failure };
}

/** More of them in one folder are not a person's environments. */
const mostNames = 100;

function tooMany(file: string): UserError {
  return new UserError({
    code: 'environment-file-unreadable',
    message: `The folder “${file}” holds more than ${mostNames} files “.env.…”, and none of them is read.`,
    remedy: 'Keep those that are not environments elsewhere.',
    place: { file },
  });
}

/** “.env” last: longer names come before it. Only few files of a large folder are kept in memory. */
async function namesIn(folder: string): Promise<string[]> {
  const names: string[] = [];
  try {
    for await (const { name } of await opendir(folder)) {
      if (/^\.env\..+$/.test(name) && names.length <= mostNames) names.push(name);
    }
  } catch {
    // A folder that cannot be listed may still be passed through to a file of a known name.
  }
  return [...names.sort(), '.env'];
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
