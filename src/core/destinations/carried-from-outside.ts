import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';
import type { CarriedValue } from '../variables/carried-value.ts';

/**
 * The carried values that a repository could not contain itself: values of the editor's environment, and of files outside these
 * folders. Links are followed on both sides: one in a repository may lead anywhere.
 *
 * @param folders absolute; those of the workspace, and that of the request's file if it is in none of them
 */
export async function carriedFromOutside(carried: readonly CarriedValue[], folders: readonly string[]): Promise<CarriedValue[]> {
  if (carried.length === 0) return [];
  const roots = await Promise.all(folders.map(realPath));
  const inside = await Promise.all(
    carried.map(async (value) => {
      if (value.kind === 'process-environment') return false;
      const path = await realPath(value.path);
      return roots.some((root) => isWithin(path, root));
    }),
  );
  return carried.filter((_, index) => inside[index] !== true);
}

/** The folders that count as the workspace for a request in `directory`. */
export async function foldersAround(
  directory: string | undefined,
  workspaceFolders: readonly string[],
): Promise<readonly string[]> {
  if (directory === undefined) return workspaceFolders;
  const [path, ...roots] = await Promise.all([directory, ...workspaceFolders].map(realPath));
  const isKnown = roots.some((root) => path !== undefined && isWithin(path, root));
  return isKnown ? workspaceFolders : [...workspaceFolders, directory];
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/** A path that leads nowhere stays as it is: reading it will show that. */
async function realPath(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}
