import * as vscode from 'vscode';
import type { Event } from '../core/event.ts';

/** Every setting but the profiles (ProfileStore reads those), with its default; package.json says the same, and a test compares. */
export interface Settings {
  'codeLens.mode': 'auto' | 'always' | 'never';
  'environment.overridesFile': boolean;
  /** Seconds. */
  'request.timeout': number;
  /** Minutes. */
  'session.renewBefore': number;
  /** Minutes. */
  'session.warnBefore': number;
  'sandbox.autoStart': boolean;
}

export const settingDefaults: Settings = {
  'codeLens.mode': 'auto',
  'environment.overridesFile': false,
  'request.timeout': 30,
  'session.renewBefore': 5,
  'session.warnBefore': 10,
  'sandbox.autoStart': false,
};

const section = 'awsAuth';

/** One setting: its value now, and an event for when it changes. */
export class ConfigValue<Key extends keyof Settings> implements vscode.Disposable {
  readonly #key: Key;
  readonly #changed = new vscode.EventEmitter<Settings[Key]>();
  readonly #subscription: vscode.Disposable;
  readonly onDidChange: Event<Settings[Key]> = this.#changed.event;

  constructor(key: Key) {
    this.#key = key;
    this.#subscription = vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(`${section}.${key}`)) this.#changed.fire(this.value);
    });
  }

  /** The default where the settings hold a value of another type, as hand-edited ones may. */
  get value(): Settings[Key] {
    const value: unknown = vscode.workspace.getConfiguration(section).get(this.#key);
    const fallback = settingDefaults[this.#key];
    return typeof value === typeof fallback ? (value as Settings[Key]) : fallback;
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }
}

import type { ProfileScope } from '../storage/profile-store.ts';

/** The raw `awsAuth.profiles` entries of one scope. Anything that is no object counts as no entries. */
export function profileEntries(scope: ProfileScope): Readonly<Record<string, unknown>> {
  const inspected = vscode.workspace.getConfiguration(section).inspect<unknown>('profiles');
  const value = scope === 'user' ? inspected?.globalValue : inspected?.workspaceValue;
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** Replaces the `awsAuth.profiles` entries of one scope. */
export async function writeProfileEntries(scope: ProfileScope, entries: Readonly<Record<string, unknown>>): Promise<void> {
  const target = scope === 'user' ? vscode.ConfigurationTarget.Global : vscode.ConfigurationTarget.Workspace;
  const value = Object.keys(entries).length === 0 ? undefined : entries;
  await vscode.workspace.getConfiguration(section).update('profiles', value, target);
}

export function onDidChangeProfileEntries(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration(`${section}.profiles`)) listener();
  });
}

const restClientKey = 'rest-client.environmentVariables';

/** What people have set up for REST Client, read as it is; undefined where it is not set. */
export function restClientEnvironments(resource: vscode.Uri): unknown {
  return vscode.workspace.getConfiguration(undefined, resource).get(restClientKey);
}

export function onDidChangeRestClientEnvironments(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration(restClientKey)) listener();
  });
}
