import * as vscode from 'vscode';
import { ConfigValue } from '../../platform/config-value.ts';
import type { Services } from '../kit/services.ts';
import type { showSessionActions } from './show-session-actions.ts';
import { SessionCommands, type SessionCommandsPorts } from './session-commands.ts';
import { SessionStatusBar } from './session-status-bar.ts';

const minute = 60_000;

/** The dialogs of sessions. */
export interface SessionWizards {
  readonly showSessionActions: typeof showSessionActions;
}

/** Registers the commands that start and end sessions, and the countdown in the status bar. @param wizards loaded on first use */
export function registerSessions(
  services: Services,
  wizards: () => Promise<SessionWizards>,
  withViewProgress: SessionCommandsPorts['withViewProgress'],
): void {
  const { store, commands, presenter, sessions, standings, summaries } = services;
  const warnBefore = store.add(new ConfigValue('session.warnBefore'));
  const statusBar = store.add(new SessionStatusBar({ standings, summaries, warnBefore: () => warnBefore.value * minute }));
  const update = (): void => statusBar.update();
  store.add(standings.onDidChange(update));
  store.add(summaries.onDidChange(update));
  store.add(warnBefore.onDidChange(update));
  store.add(vscode.workspace.onDidGrantWorkspaceTrust(update));
  store.add(sessions.onDidHaveTrouble(({ doing, error }) => presenter.note(`Could not ${doing} a session`, error)));
  store.add(commands.register('awsAuth.session.showActions', async () => (await wizards()).showSessionActions(services)));
  update();
  store.add(new SessionCommands({ ...services, withViewProgress }));
}
