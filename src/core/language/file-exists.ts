import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';

/**
 * Whether a path in a text leads to a file, relative to the text's folder.
 * @returns undefined if unknown, or not tested: on Windows a path may name another machine, to which merely opening a text would
 * reveal the user
 */
export async function fileExists(
  directory: string | undefined,
  path: string,
  platform = process.platform,
): Promise<boolean | undefined> {
  if (directory === undefined || (platform === 'win32' && /^[\\/]{2}/.test(path))) return undefined;
  return stat(resolve(directory, path)).then(
    () => true,
    () => false,
  );
}
