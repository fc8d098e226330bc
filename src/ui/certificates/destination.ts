import { writeFilesSafely } from '../../core/certificates/writing/write-files-safely.ts';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { baseNameProblem, freeBaseName, namesTaken } from '../../core/certificates/conversion/free-base-name.ts';
import type { WrittenFile } from '../../core/certificates/writing/written-file.ts';
import type { PickItem, PickStep } from '../kit/multi-step-input.ts';
import type { CertificatePorts } from './certificate-ports.ts';
import { nameOf } from './choose-files.ts';
import { showNotification } from '../kit/messages.ts';
import { askText } from '../kit/text-input.ts';

/** The destination of files: shows them before they are written, and asks what to do if names are taken. */
export class Destination {
  readonly #make: (baseName: string) => Promise<readonly WrittenFile[]>;
  /** The remark on the private file. */
  readonly #keyNote: () => string;
  #directory: string;
  #baseName: string;
  #files: readonly WrittenFile[] = [];
  #taken: readonly string[] = [];
  #freeBaseName: string | undefined;

  constructor(
    start: { readonly directory: string; readonly baseName: string },
    make: (baseName: string) => Promise<readonly WrittenFile[]>,
    keyNote: () => string,
  ) {
    this.#directory = start.directory;
    this.#baseName = start.baseName;
    this.#make = make;
    this.#keyNote = keyNote;
  }

  /** Creates the files in memory and checks which of their names are taken. @throws {UserError} what `make` throws */
  async prepare(baseName?: string): Promise<void> {
    this.#baseName = baseName ?? this.#baseName;
    this.#files = await this.#make(this.#baseName);
    await this.#look();
  }

  /** The step that shows what will be written, and where. */
  step(): PickStep {
    const free = this.#freeBaseName;
    const names = this.#files.map(({ name }) => name);
    const note = this.#files.some((file) => file.private) ? { description: this.#keyNote() } : {};
    const list = names.length > 1 ? { detail: names.join(', ') } : {};
    const verb = names.length === 1 ? `Write ${names[0] ?? ''}` : `Write ${names.length} files`;
    const write: PickItem[] =
      free === undefined
        ? [{ id: 'write', label: verb, ...note, ...list, icon: 'save' }]
        : [
            {
              id: 'free',
              label: `Keep what is there and write “${free}”`,
              ...note,
              detail: names.map((name) => name.replace(this.#baseName, free)).join(', '),
              icon: 'save',
            },
            { id: 'write', label: `Replace ${this.#taken.join(' and ')}`, ...list, icon: 'warning' },
          ];
    return {
      kind: 'pick',
      placeholder: `What will be written into ${this.#directory}`,
      prompt: '',
      active: write[0]?.id,
      items: [
        ...write,
        { id: 'change', label: 'Change', icon: undefined },
        { id: 'folder', label: 'Another folder…', icon: 'folder-opened', description: this.#directory },
        { id: 'name', label: 'Another name…', icon: 'edit', description: this.#baseName },
      ],
      accept: async (id) => {
        if (id === 'free') await this.prepare(free);
        if (id === 'folder') return this.#askDirectory();
        if (id === 'name') return this.#askName();
        return undefined;
      },
    };
  }

  /** Writes all files or none; those that the step showed as replaced may be replaced. @throws {UserError} */
  async write(): Promise<WrittenPaths> {
    const paths = await writeFilesSafely(this.#directory, this.#files, { overwrite: this.#taken });
    return { paths, files: this.#files };
  }

  async #askDirectory(): Promise<'stay'> {
    const chosen = await vscode.window.showOpenDialog({
      title: 'Folder for the files',
      openLabel: 'Use Folder',
      canSelectFolders: true,
      canSelectFiles: false,
      defaultUri: vscode.Uri.file(this.#directory),
    });
    this.#directory = chosen?.[0]?.fsPath ?? this.#directory;
    await this.#look();
    return 'stay';
  }

  async #askName(): Promise<'stay'> {
    const name = await askText({
      title: 'Name of the files',
      prompt: 'Without an extension; each file gets its own',
      value: this.#baseName,
      problem: (text) => baseNameProblem(text),
    });
    if (name !== undefined) await this.prepare(name.trim());
    return 'stay';
  }

  async #look(): Promise<void> {
    const names = this.#files.map(({ name }) => name);
    this.#taken = await namesTaken(this.#directory, names);
    this.#freeBaseName =
      this.#taken.length === 0
        ? undefined
        : await freeBaseName(this.#baseName, async (candidate) => {
            const renamed = names.map((name) => name.replace(this.#baseName, candidate));
            return (await namesTaken(this.#directory, renamed)).length === 0;
          });
  }
}

/** Absolute paths, in the order of the files. */
export interface WrittenPaths {
  readonly paths: readonly string[];
  readonly files: readonly WrittenFile[];
}

/** Opens the certificate if it is text, otherwise shows the file in the explorer, and offers the next steps. */
export async function presentWritten(
  { paths, files }: WrittenPaths,
  actions: Readonly<Record<string, () => unknown>>,
): Promise<void> {
  const first = paths[0] ?? '';
  const open = paths.find((path, index) => files[index]?.private === false && /\.(?:pem|crt)$/.test(path));
  if (open !== undefined && isText(files[paths.indexOf(open)])) {
    await vscode.window.showTextDocument(vscode.Uri.file(open), { preview: true });
  } else if (vscode.workspace.getWorkspaceFolder(vscode.Uri.file(first)) !== undefined) {
    await vscode.commands.executeCommand('revealInExplorer', vscode.Uri.file(first));
  }
  const what = paths.length === 1 ? nameOf(first) : `${paths.length} files`;
  const chosen = await showNotification('information', [`${what} written into ${dirname(first)}.`], Object.keys(actions));
  if (chosen !== undefined) await actions[chosen]?.();
}

function isText(file: WrittenFile | undefined): boolean {
  return Buffer.from(file?.bytes.subarray(0, 10) ?? []).toString('latin1') === '-----BEGIN';
}

/** The remark on a private key to be written. */
export function keyNote(password: string): string {
  return `key ${password === '' ? 'without' : 'with'} a password, readable by you alone`;
}

/** The default folder: the workspace, else the home folder. */
export function defaultDirectory({ paths }: Pick<CertificatePorts, 'paths'>): string {
  return paths.workspaceFolder ?? paths.home;
}
