import * as vscode from 'vscode';
import { ConfigValue } from '../../platform/config-value.ts';
import type { Services } from '../kit/services.ts';
import { SandboxCommands, type SandboxLauncher } from './sandbox-commands.ts';

/** Registers the commands of the local sandbox, and starts it with the window if the settings ask for it. @param launcher loaded on first use */
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
  // Once a workspace is trusted, its settings take effect, before or after the event.
  store.add(autoStart.onDidChange(() => (wasTrusted ? undefined : startWhenAsked())));
  startWhenAsked();
}
