import type { WrittenFile } from './written-file.ts';

export interface WriteFilesOptions {
  /** Names of `files` that may replace what is there. */
  readonly overwrite?: readonly string[] | undefined;
}

/**
 * Writes all files or none into an existing directory, each through a temporary file and a rename; private ones with mode 0600.
 * Gives their paths in the order of `files`. Throws UserError `file-exists` (its `place.file` is the first path in the way) or `file-unwritable`.
 */
export async function writeFilesSafely(
  directory: string,
  files: readonly WrittenFile[],
  options: WriteFilesOptions = {},
): Promise<string[]> {
  return Promise.resolve([]);
}
