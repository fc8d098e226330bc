import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';

/**
 * The files that long responses are streamed to and that pictures and sounds are shown from. They exist as long as their response
 * is the last one.
 */
export class ResponseFiles implements vscode.Disposable {
  readonly #parent: string;
  readonly #directory: string;
  #ready: Promise<unknown> | undefined;

  /** @param storage the extension's own directory; it need not exist */
  constructor(storage: string) {
    this.#parent = join(storage, 'responses');
    this.#directory = join(this.#parent, `${process.pid}-${randomUUID()}`);
  }

  /** An unused absolute path. @param name as people should see it; characters that file systems refuse are removed */
  async newPath(name: string, extension: string): Promise<string> {
    this.#ready ??= this.#removeLeftovers();
    await this.#ready;
    const directory = join(this.#directory, randomUUID());
    await mkdir(directory, { recursive: true, mode: 0o700 });
    return join(directory, safeName(name) + extension);
  }

  async write(name: string, extension: string, bytes: Uint8Array): Promise<string> {
    const path = await this.newPath(name, extension);
    await writeFile(path, bytes, { mode: 0o600, flag: 'wx' });
    return path;
  }

  /** Removes a response's file, and closes the tabs that show it. */
  async remove(path: string): Promise<void> {
    const tabs = vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .filter(
        ({ input }) =>
          (input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText) && input.uri.fsPath === path,
      );
    if (tabs.length > 0) await vscode.window.tabGroups.close(tabs, true);
    await rm(path, { force: true });
  }

  dispose(): void {
    rmSync(this.#directory, { recursive: true, force: true });
  }

  /** The files of windows that ended without cleaning up. */
  async #removeLeftovers(): Promise<void> {
    const names = await readdir(this.#parent).catch(() => []);
    const dead = names.filter((name) => !isRunning(Number.parseInt(name, 10)));
    await Promise.all(dead.map((name) => rm(join(this.#parent, name), { recursive: true, force: true })));
  }
}

function safeName(name: string): string {
  const safe = name.replace(/[^\p{L}\p{N} _.-]+/gu, '-').replace(/^[-. ]+|[-. ]+$/g, '');
  return safe === '' ? 'response' : safe.slice(0, 80);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // It runs, and belongs to someone else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
