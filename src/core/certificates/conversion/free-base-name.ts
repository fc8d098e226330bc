import { access } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';

/** The names among `names` that are taken in `directory`. */
export async function namesTaken(directory: string, names: readonly string[]): Promise<string[]> {
  const taken = await Promise.all(
    names.map((name) =>
      access(join(directory, name)).then(
        () => true,
        () => false,
      ),
    ),
  );
  return names.filter((_name, index) => taken[index]);
}

/** `build` of `certificates/build.pem`; also where the name is nothing but an extension. */
export function baseNameOf(path: string): string {
  return basename(path, extname(path)).replace(/^\.+/, '') || 'certificate';
}

/** The reason why a text cannot be the beginning of file names on every system; undefined when it can. */
export function baseNameProblem(name: string): string | undefined {
  if (name.trim() === '') return 'Enter a name.';
  if (/[\\/:*?"<>|]|\p{Cc}/u.test(name)) return 'A file name cannot contain \\ / : * ? " < > |';
  return name.startsWith('.') || name.length > 100 ? 'Use up to 100 characters that do not start with a dot.' : undefined;
}

/** `build-2`, `build-3` and so on: the first for which `isFree` holds. */
export async function freeBaseName(baseName: string, isFree: (candidate: string) => Promise<boolean>): Promise<string> {
  for (let count = 2; ; count += 1) {
    const candidate = `${baseName}-${count}`;
    if (await isFree(candidate)) return candidate;
  }
}
