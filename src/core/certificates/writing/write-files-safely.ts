import { randomBytes } from 'node:crypto';
import { copyFile, open, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { UserError } from '../../errors.ts';
import type { WrittenFile } from './written-file.ts';

export interface WriteFilesOptions {
  /** Names of `files` that may replace existing files. */
  readonly overwrite?: readonly string[] | undefined;
}

/** Undoes one completed step. */
type Undo = () => Promise<void>;

/**
 * Writes all files or none into an existing directory, each through a temporary file and a rename; private ones with mode 0600.
 * Gives their paths in the order of `files`. Throws UserError `file-exists` (its `place.file` is the first path in the way),
 * `file-name-invalid` or `file-unwritable`; whatever it throws, the directory is as it was.
 */
export async function writeFilesSafely(
  directory: string,
  files: readonly WrittenFile[],
  { overwrite = [] }: WriteFilesOptions = {},
): Promise<string[]> {
  const undo: Undo[] = [];
  const leftovers: string[] = [];
  const beside = (file: WrittenFile, ending: string): string => {
    const path = join(directory, `.${file.name}.${randomBytes(6).toString('hex')}.${ending}`);
    leftovers.push(path);
    return path;
  };
  try {
    files.forEach(({ name }) => assertName(name));
    const steps: { from: string; to: string; replaces: boolean; file: WrittenFile }[] = [];
    for (const file of files) {
      const from = beside(file, 'partial');
      await writeExclusively(from, file);
      steps.push({ from, to: join(directory, file.name), replaces: overwrite.includes(file.name), file });
    }
    for (const { to, file } of steps.filter(({ replaces }) => !replaces)) {
      // An empty file of that name, created only if there is none: from here on nobody else can use the name.
      await reserve(to, file);
      undo.push(() => rm(to, { force: true }));
    }
    for (const { from, to, replaces, file } of steps) {
      if (replaces) {
        undo.push(await restorable(to, beside(file, 'before')));
      }
      await rename(from, to);
    }
    return steps.map(({ to }) => to);
  } catch (error) {
    for (const step of undo.reverse()) {
      await step().catch(() => undefined);
    }
    throw error instanceof UserError ? error : unwritable(directory, error);
  } finally {
    await Promise.all(leftovers.map((path) => rm(path, { force: true }).catch(() => undefined)));
  }
}

function assertName(name: string): void {
  if (name === '' || name === '.' || name === '..' || name !== basename(name) || /[\\:\0]/.test(name)) {
    throw new UserError({
      code: 'file-name-invalid',
      message: `“${name.replaceAll('\0', ' ')}” cannot be the name of a file.`,
      remedy: 'Choose a name without slashes and colons.',
      place: { file: name },
    });
  }
}

async function writeExclusively(path: string, file: WrittenFile): Promise<void> {
  const handle = await open(path, 'wx', file.private ? 0o600 : 0o644);
  try {
    await handle.writeFile(file.bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function reserve(path: string, file: WrittenFile): Promise<void> {
  try {
    await (await open(path, 'wx', file.private ? 0o600 : 0o644)).close();
  } catch (cause) {
    if (codeOf(cause) !== 'EEXIST') {
      throw cause;
    }
    throw new UserError({
      code: 'file-exists',
      message: `${path} exists already and was left as it is; nothing was written.`,
      remedy: 'Choose another name or directory, or allow the file to be replaced.',
      place: { file: path },
      cause,
    });
  }
}

/** Keeps a copy of each file to be replaced until all is done. */
async function restorable(path: string, copy: string): Promise<Undo> {
  try {
    await copyFile(path, copy);
    return () => rename(copy, path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') {
      throw error;
    }
    return () => rm(path, { force: true });
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'the directory does not exist',
  ENOTDIR: 'it is not a directory',
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EISDIR: 'a directory has the name of the file',
  ENAMETOOLONG: 'the name is too long',
};

function unwritable(directory: string, cause: unknown): UserError {
  const code = codeOf(cause);
  const reason = (typeof code === 'string' ? reasons[code] : undefined) ?? 'the file system refused it';
  return new UserError({
    code: 'file-unwritable',
    message: `Nothing could be written into ${directory}: ${reason}.`,
    remedy: 'Choose a directory that you can write to.',
    place: { file: directory },
    cause,
  });
}
