import { TextDecoder } from 'node:util';
import { UserError } from '../../errors.ts';
import { ForeignFileError, longestForeignFile, readForeignFile } from '../../foreign-file.ts';

export interface ReadEnvironmentFileOptions {
  /** Bytes, at most {@link longestForeignFile}. */
  readonly limit?: number;
  readonly signal?: AbortSignal | undefined;
}

/** A `.env` or JSON environment file, as read. */
export interface EnvironmentFile {
  /** Without a byte order mark. */
  readonly text: string;
  /** Bytes. */
  readonly size: number;
}

/**
 * Reads an environment file: UTF-8, or UTF-16 as Windows writes it, with or without a byte order mark.
 * @returns undefined if there is none
 * @throws {UserError} `environment-file-unreadable` if it exists but cannot be read completely; the signal's reason when aborted
 */
export async function readEnvironmentFile(
  path: string,
  { limit = longestForeignFile, signal }: ReadEnvironmentFileOptions = {},
): Promise<EnvironmentFile | undefined> {
  let bytes: Uint8Array;
  try {
    bytes = await readForeignFile(path, { limit, signal });
  } catch (error) {
    if (!(error instanceof ForeignFileError)) throw error;
    if (error.reason === 'missing') return undefined;
    throw unreadable(path, reasons[error.reason], error);
  }
  const text = decode(bytes);
  if (text === undefined) throw unreadable(path, ['is not UTF-8 or UTF-16 text', 'Save it as UTF-8.']);
  return { text, size: bytes.length };
}

const reasons: Readonly<Record<Exclude<ForeignFileError['reason'], 'missing'>, readonly [what: string, remedy: string]>> = {
  'not-a-file': ['is not a regular file', 'Put a file with its text there; pipes, devices and folders are not read.'],
  'too-large': ['is too large to be read', `Keep what variables need below ${longestForeignFile / 1_000_000} MB.`],
  unreadable: ['cannot be read', 'Make sure that it is a file and that you may read it.'],
};

function unreadable(file: string, [what, remedy]: readonly [what: string, remedy: string], cause?: unknown): UserError {
  const message = `The environment file “${file}” ${what}.`;
  return new UserError({ code: 'environment-file-unreadable', message, remedy, place: { file }, cause });
}

/** These files begin with an ASCII character, so that a zero byte beside it shows UTF-16 even without a mark. */
function decode(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  const isLittle = (first === 0xff && second === 0xfe) || (first !== 0 && second === 0);
  const isBig = (first === 0xfe && second === 0xff) || (first === 0 && second !== 0);
  try {
    return new TextDecoder(isLittle ? 'utf-16le' : isBig ? 'utf-16be' : 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
