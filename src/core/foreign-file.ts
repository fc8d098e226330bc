import { constants } from 'node:fs';
import { type FileHandle, open, stat, statfs } from 'node:fs/promises';
import { untilAborted } from './until-aborted.ts';

/** Why a foreign file is not read. */
export type ForeignFileReason = 'missing' | 'not-a-file' | 'too-large' | 'unreadable';

/** A foreign file that is not read; `cause` is the system's error. The caller reports it to the person. */
export class ForeignFileError extends Error {
  override readonly name = 'ForeignFileError';
  readonly reason: ForeignFileReason;
  /** The system's error code, for example `EACCES`; empty if there is none. */
  readonly systemCode: string;

  constructor(reason: ForeignFileReason, path: string, cause?: unknown) {
    super(`${path}: ${reason}`, { cause });
    this.reason = reason;
    this.systemCode = systemCodeOf(cause);
  }
}

/** The largest size of environment, certificate and key files, in bytes. */
export const longestForeignFile = 1_000_000;

const chunkBytes = 65_536;

/**
 * File systems whose regular files the kernel generates when read, or acts on: proc, sysfs, debugfs, tracefs, securityfs, cgroup,
 * cgroup2, bpf, efivarfs, binfmt_misc, selinuxfs, pstore, configfs, nsfs,
 * https://github.com/torvalds/linux/blob/v6.12/include/uapi/linux/magic.h
 */
const kernelFileSystems: ReadonlySet<number> = new Set([
  0x9fa0, 0x62656572, 0x64626720, 0x74726163, 0x73636673, 0x27e0eb, 0x63677270, 0xcafe4a11, 0xde5e81e4, 0x42494e4d, 0xf97cff8c,
  0x6165676c, 0x62656570, 0x6e736673,
]);

/** An open regular file. Whoever opened it closes it. */
export interface OpenForeignFile {
  readonly handle: FileHandle;
  /** Bytes, when it was opened. */
  readonly size: number;
}

/**
 * Opens a file that somebody else named or left, for reading. Links are followed; the target has to be a regular file on a disk: a
 * pipe, socket, device, folder or kernel file is not opened, or is closed unread. Never waits for a writer.
 * @throws {ForeignFileError}
 */
export async function openForeignFile(path: string): Promise<OpenForeignFile> {
  let handle: FileHandle | undefined;
  try {
    // Merely opening a device may have effects.
    if (!(await stat(path)).isFile()) throw new ForeignFileError('not-a-file', path);
    // The file may have been replaced by now; without this flag a pipe would block the thread until somebody writes into it.
    // Windows has no such flag and needs none: undefined counts as 0.
    handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    const found = await handle.stat();
    if (!found.isFile() || (await isOfKernel(handle))) throw new ForeignFileError('not-a-file', path);
    return { handle, size: found.size };
  } catch (error) {
    await handle?.close();
    throw asForeignFileError(error, path);
  }
}

export interface ReadForeignFileOptions {
  /** Bytes. A file that grows while it is read is not read beyond them. */
  readonly limit: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The bytes of a file that somebody else named or left, under the rules of {@link openForeignFile}.
 * @throws {ForeignFileError} also beyond the limit; the signal's reason when aborted, also if a file system does not respond
 */
export async function readForeignFile(path: string, { limit, signal }: ReadForeignFileOptions): Promise<Uint8Array> {
  signal?.throwIfAborted();
  const reading = readWhole(path, limit, signal);
  return signal === undefined ? reading : untilAborted(reading, signal);
}

async function readWhole(path: string, limit: number, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const { handle, size } = await openForeignFile(path);
  try {
    if (size > limit) throw new ForeignFileError('too-large', path);
    const chunks: Uint8Array[] = [];
    let length = 0;
    for (;;) {
      signal?.throwIfAborted();
      // Reading one byte more than expected shows whether the file grew.
      const wanted = Math.min(Math.max(size + 1 - length, chunkBytes), limit + 1 - length);
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(wanted), 0, wanted);
      if (bytesRead === 0) return chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, length);
      length += bytesRead;
      if (length > limit) throw new ForeignFileError('too-large', path);
      chunks.push(buffer.subarray(0, bytesRead));
    }
  } catch (error) {
    if (signal?.aborted === true) throw signal.reason;
    throw asForeignFileError(error, path);
  } finally {
    await handle.close();
  }
}

/** Tests the open file itself, because its path may lead elsewhere by now. */
async function isOfKernel({ fd }: FileHandle): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  try {
    // 32 bits, which older systems sign-extend.
    return kernelFileSystems.has((await statfs(`/proc/self/fd/${fd}`)).type >>> 0);
  } catch {
    // Without /proc there are no such files either.
    return false;
  }
}

function asForeignFileError(error: unknown, path: string): unknown {
  if (error instanceof ForeignFileError) return error;
  const code = systemCodeOf(error);
  if (code === '') return error;
  return new ForeignFileError(code === 'ENOENT' || code === 'ENOTDIR' ? 'missing' : 'unreadable', path, error);
}

function systemCodeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
