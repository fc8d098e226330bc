import * as vscode from 'vscode';
import { milliseconds } from '../../../core/text/units.ts';
import type { HistoryEntry, RequestHistory, RequestPlace } from '../../../storage/request-history.ts';
import type { CommandRegistrar } from '../../kit/command-registrar.ts';

export interface HistoryCommandsPorts {
  readonly commands: CommandRegistrar;
  readonly history: RequestHistory;
  /** Sends the request at that place. @throws {UserError} if it is gone */
  readonly sendFrom: (place: RequestPlace) => Promise<void>;
}

/** Shows the history, and sends requests from it that are still in their file. */
export function registerHistoryCommands({ commands, history, sendFrom }: HistoryCommandsPorts): vscode.Disposable {
  return vscode.Disposable.from(
    commands.registerTrusted('awsAuth.history.show', async () => {
      const rows = history.list().map(historyRow);
      const placeHolder =
        rows.length === 0 ? 'No request was sent since the history was turned on' : 'Choose a request to send it again';
      const chosen = await vscode.window.showQuickPick(rows, { title: 'Request History', placeHolder, matchOnDescription: true });
      if (chosen !== undefined) await sendFrom(chosen.entry.place);
    }),
    commands.register('awsAuth.history.clear', () => history.clear()),
  );
}

function historyRow(entry: HistoryEntry): vscode.QuickPickItem & { readonly entry: HistoryEntry } {
  const { method, url, status, time, duration, place } = entry;
  const file = vscode.workspace.asRelativePath(vscode.Uri.parse(place.uri));
  return {
    label: `${method} ${url}`,
    description: `${status} in ${milliseconds(duration)}`,
    detail: `${new Date(time).toLocaleString()} · ${file}:${place.line + 1}`,
    iconPath: new vscode.ThemeIcon(status < 400 ? 'pass' : 'error'),
    entry,
  };
}
