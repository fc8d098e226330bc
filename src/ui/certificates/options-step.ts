import * as vscode from 'vscode';
import { keyKinds, readDays } from '../../core/certificates/conversion/issue-choices.ts';
import type { KeyKind } from '../../core/certificates/issue.ts';
import type { PickStep } from '../kit/multi-step-input.ts';
import { askText } from '../kit/text-input.ts';

/** An option with a default. */
export interface Option {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly icon: string;
  /** Asks for another value in an input of its own. */
  readonly change: () => Promise<unknown>;
}

/** One step for all options with defaults: continuing accepts them unchanged. */
export function optionsStep(placeholder: string, goOn: string, options: readonly Option[]): PickStep {
  return {
    kind: 'pick',
    placeholder,
    prompt: '',
    active: 'continue',
    items: [
      { id: 'continue', label: goOn, icon: 'arrow-right' },
      { id: 'options', label: 'Change', icon: undefined },
      ...options.map(({ id, label, value, icon }) => ({ id, label, description: value, icon })),
    ],
    accept: async (id) => {
      if (id === 'continue') return undefined;
      await options.find((option) => option.id === id)?.change();
      return 'stay';
    },
  };
}

export function keyOption(kind: KeyKind, take: (kind: KeyKind) => void): Option {
  return {
    id: 'key',
    label: 'Key',
    value: keyKinds.find((known) => known.kind === kind)?.label ?? kind,
    icon: 'key',
    change: async () => {
      const rows = keyKinds.map(({ kind: id, label, detail }) => ({ id, label, detail }));
      const chosen = await vscode.window.showQuickPick(rows, {
        title: 'Kind of Key',
        placeHolder: 'The key is made on this machine',
        ignoreFocusOut: true,
      });
      if (chosen !== undefined) take(chosen.id);
    },
  };
}

export function daysOption(days: number, most: number, take: (days: number) => void): Option {
  const until = new Date(Date.now() + days * 86_400_000).toLocaleDateString();
  return {
    id: 'days',
    label: 'Validity',
    value: `${days} days, until ${until}`,
    icon: 'calendar',
    change: async () => {
      const text = await askText({
        title: 'Validity in Days',
        prompt: `From now, at most ${most} days`,
        value: String(days),
        problem: (entered) => problemOf(readDays(entered, most)),
      });
      const entered = text === undefined ? undefined : readDays(text, most);
      if (typeof entered === 'number') take(entered);
    },
  };
}

/** Readers give a value or a sentence that says why they cannot. */
export function problemOf(read: unknown): string | undefined {
  return typeof read === 'string' ? read : undefined;
}
