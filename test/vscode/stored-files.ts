import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The regular files below directories, but for the extensions that are installed there. */
export function storedFiles(...directories: readonly string[]): string[] {
  return directories
    .flatMap((directory) => globSync('**/*', { cwd: directory }).map((file) => join(directory, file)))
    .filter((file) => !file.includes('/extensions/') && statSync(file, { throwIfNoEntry: false })?.isFile() === true);
}
