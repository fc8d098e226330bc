import * as vscode from 'vscode';
import { ConfigValue } from '../../platform/config-value.ts';
import type { Services } from '../kit/services.ts';
import { SandboxCommands, type SandboxLauncher } from './sandbox-commands.ts';

/** The commands of the local sandbox, and its start with the window where the settings ask for it. @param launcher loaded on first use */
export function registerSandbox(services: Services, launcher: () => Promise<SandboxLauncher>): void {
  const { store, presenter } = services;
  const sandbox = store.add(new SandboxCommands(services, launcher));
  const autoStart = store.add(new ConfigValue('sandbox.autoStart'));
  const wasTrusted = vscode.workspace.isTrusted;
  const startWhenAsked = (): void => {
    if (!autoStart.value || !vscode.workspace.isTrusted) return;
    sandbox.start().catch((error: unknown) => presenter.show(error));
  };
  store.add(vscode.workspace.onDidGrantWorkspaceTrust(startWhenAsked));
  // With the trust of a workspace its settings begin to count, sooner or later than the event.
  store.add(autoStart.onDidChange(() => (wasTrusted ? undefined : startWhenAsked())));
  startWhenAsked();
}
