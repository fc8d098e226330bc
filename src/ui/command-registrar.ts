import * as vscode from 'vscode';
import { UserError } from '../core/errors.ts';
import { registerCommand } from '../platform/contributions.ts';
import type { CommandId, Commands } from '../platform/contributions.ts';
import type { ErrorPresenter } from './error-presenter.ts';

/** Registers commands so that every failure of one reaches the person who ran it. */
export class CommandRegistrar {
  readonly #presenter: ErrorPresenter;

  constructor(presenter: ErrorPresenter) {
    this.#presenter = presenter;
  }

  /** The command gives whether it did what it is for. */
  register<Id extends CommandId>(id: Id, handler: (...args: Commands[Id]) => unknown): vscode.Disposable {
    return registerCommand(id, async (...args) => {
      try {
        await handler(...args);
        return true;
      } catch (error) {
        this.#presenter.show(error, { again: () => vscode.commands.executeCommand(id, ...args) });
        return false;
      }
    });
  }

  /** As {@link register}, for what signs or sends: menus hide it in Restricted Mode, but a command can be run all the same. */
  registerTrusted<Id extends CommandId>(id: Id, handler: (...args: Commands[Id]) => unknown): vscode.Disposable {
    return this.register(id, (...args) => {
      if (vscode.workspace.isTrusted) return handler(...args);
      throw new UserError({
        code: 'workspace-untrusted',
        message: 'Nothing is signed or sent in a workspace that is not trusted.',
        remedy: 'Trust the workspace first if you know where it comes from.',
      });
    });
  }
}
