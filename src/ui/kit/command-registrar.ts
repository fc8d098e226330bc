import * as vscode from 'vscode';
import { UserError } from '../../core/errors.ts';
import { registerCommand } from '../../platform/contributions.ts';
import type { CommandId, Commands } from '../../platform/contributions.ts';
import type { ErrorPresenter } from './error-presenter.ts';

/** Registers commands so that every failure of one reaches the person who ran it. */
export class CommandRegistrar {
  readonly #presenter: ErrorPresenter;
  /** The handlers of deferred commands, once loaded. */
  readonly #handlers = new Map<CommandId, ((...args: never[]) => unknown) | undefined>();

  constructor(presenter: ErrorPresenter) {
    this.#presenter = presenter;
  }

  /**
   * Registers commands whose handlers come later: `load` brings the code that passes them to {@link register} or
   * {@link registerTrusted}.
   */
  defer(ids: readonly CommandId[], load: () => Promise<unknown>): vscode.Disposable {
    for (const id of ids) this.#handlers.set(id, undefined);
    return vscode.Disposable.from(
      ...ids.map((id) =>
        this.#register(id, async (...args) => {
          await load();
          await (this.#handlers.get(id) as ((...args: Commands[CommandId]) => unknown) | undefined)?.(...args);
        }),
      ),
    );
  }

  /** The command returns whether it did its work. */
  register<Id extends CommandId>(id: Id, handler: (...args: Commands[Id]) => unknown): vscode.Disposable {
    if (!this.#handlers.has(id)) return this.#register(id, handler);
    this.#handlers.set(id, handler);
    return new vscode.Disposable(() => this.#handlers.set(id, undefined));
  }

  #register<Id extends CommandId>(id: Id, handler: (...args: Commands[Id]) => unknown): vscode.Disposable {
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

  /** Like {@link register}, for commands that sign or send: menus hide them in Restricted Mode, but they can still be run. */
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
