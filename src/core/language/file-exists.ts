import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';

/**
 * Whether there is a file behind a path of a text, relative to the text's own folder.
 * @returns undefined where that cannot be told, or is not asked: on Windows a path may name another machine, which would be shown who
 * asks by merely opening a text
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
