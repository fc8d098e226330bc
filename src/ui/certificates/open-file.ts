import { readContainer } from '../../core/certificates/read-container.ts';
import type { Container } from '../../core/certificates/read-container.ts';
import { isLocked, withPassword } from '../../core/credentials/with-password.ts';
import { UserError } from '../../core/errors.ts';
import { ForeignFileError, longestForeignFile, readForeignFile } from '../../core/foreign-file.ts';
import { withCancellableProgress } from '../kit/progress.ts';
import { nameOf } from './choose-files.ts';
import { askText } from '../kit/text-input.ts';

/** A file that was read but not opened yet. */
export interface ReadFile {
  readonly path: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** An opened file, with the password that opened it. */
export interface OpenedFile {
  readonly path: string;
  readonly container: Container;
  readonly password: string | undefined;
}

/** @throws {UserError} `file-unreadable` */
export async function readCertificateFile(path: string): Promise<ReadFile> {
  try {
    return { path, name: nameOf(path), bytes: await readForeignFile(path, { limit: longestForeignFile }) };
  } catch (cause) {
    if (!(cause instanceof ForeignFileError)) throw cause;
    const [what, remedy] = problems[cause.reason];
    throw new UserError({ code: 'file-unreadable', message: `${path} ${what}.`, remedy, place: { file: path }, cause });
  }
}

const check = 'Check that the file is there and that you may read it.';
const problems: Readonly<Record<ForeignFileError['reason'], readonly [what: string, remedy: string]>> = {
  missing: ['cannot be read', check],
  unreadable: ['cannot be read', check],
  'not-a-file': ['is not a regular file', 'Choose a file; pipes, devices and folders are not read.'],
  'too-large': [
    'is too large for certificates and keys',
    'Choose another file; those of certificates and keys are smaller than 1 MB.',
  ],
};

/**
 * Opens a file, and asks for its password as often as necessary; undefined if the person leaves. With `wantKey`, it also asks if
 * only the key is locked.
 * @throws {UserError} as `readContainer`
 */
export async function openFile(
  path: string,
  { title, password, wantKey }: { title: string; password?: string | undefined; wantKey: boolean },
): Promise<OpenedFile | undefined> {
  const file = await readCertificateFile(path);
  const open = async (tried: string | undefined): Promise<OpenedFile> => {
    const container = await withCancellableProgress(`Opening ${file.name}…`, (signal) => readContainer(file, tried, { signal }));
    const locked = wantKey ? container.problems.find(isLocked) : undefined;
    if (locked !== undefined) throw locked;
    return { path, container, password: tried };
  };
  return withPassword(password, open, ({ code, message, remedy }) =>
    askText({
      title,
      password: true,
      placeHolder: `Password of ${file.name}`,
      prompt: code === 'password-wrong' ? `${message} ${remedy}` : message,
    }),
  );
}
