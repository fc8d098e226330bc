import * as vscode from 'vscode';
import { UserError } from '../core/errors.ts';
import type { Event } from '../core/event.ts';
import type { ProfileScope } from '../core/profiles/profile.ts';
import { isAllowed, settingDefaults } from './settings.ts';
import type { Settings } from './settings.ts';

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

  /** The default if the settings contain something that the manifest does not allow, as hand-edited ones may. */
  get value(): Settings[Key] {
    const value: unknown = vscode.workspace.getConfiguration(section).get(this.#key);
    return isAllowed(this.#key, value) ? value : settingDefaults[this.#key];
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }
}

/** The raw `awsAuth.profiles` entries of one scope. Anything but an object counts as no entries. */
export function profileEntries(scope: ProfileScope): Readonly<Record<string, unknown>> {
  const inspected = vscode.workspace.getConfiguration(section).inspect<unknown>('profiles');
  const value = scope === 'user' ? inspected?.globalValue : inspected?.workspaceValue;
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** Replaces the `awsAuth.profiles` entries of one scope. @throws {UserError} `settings-unwritable` */
export async function writeProfileEntries(scope: ProfileScope, entries: Readonly<Record<string, unknown>>): Promise<void> {
  const target = scope === 'user' ? vscode.ConfigurationTarget.Global : vscode.ConfigurationTarget.Workspace;
  const value = Object.keys(entries).length === 0 ? undefined : entries;
  try {
    await vscode.workspace.getConfiguration(section).update('profiles', value, target);
  } catch (cause) {
    throw new UserError({
      code: 'settings-unwritable',
      message: `The ${scope} settings could not be written: their file cannot be read as JSON, or has unsaved changes.`,
      remedy: 'Correct and save settings.json, then try again.',
      place: { field: `${section}.profiles` },
      cause,
    });
  }
}

export function onDidChangeProfileEntries(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration(`${section}.profiles`)) listener();
  });
}

const restClientKey = 'rest-client.environmentVariables';

/** A setting of REST Client, unvalidated; undefined if it is not set. */
export function restClientEnvironments(resource: vscode.Uri): unknown {
  return vscode.workspace.getConfiguration(undefined, resource).get(restClientKey);
}

export function onDidChangeRestClientEnvironments(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration(restClientKey)) listener();
  });
}
