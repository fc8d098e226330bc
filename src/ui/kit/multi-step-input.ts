import * as vscode from 'vscode';
import { createTextInput, showProblem } from './text-input.ts';

interface StepBase {
  readonly placeholder: string;
  readonly prompt: string;
}

/** A line of text. When the user comes back, it contains the earlier input. */
export interface TextStep extends StepBase {
  readonly kind: 'text';
  readonly value: string;
  readonly password?: boolean;
  /** Checks only the format, at once; undefined if it is correct. */
  readonly problem: (text: string) => string | undefined;
  /**
   * Runs after Enter: may read files or ask a server, until `signal` says that the person left, and ask something else in a
   * dialog run by `aside`. Gives the problem, or accepts the value.
   */
  readonly accept: (text: string, signal: AbortSignal, aside: Aside) => Promise<string | undefined> | string | undefined;
  /** A button that opens a file dialog and puts the path in. */
  readonly browse?: vscode.OpenDialogOptions;
}

export interface PickStep extends StepBase {
  readonly kind: 'pick';
  readonly items: readonly PickItem[];
  readonly active: string | undefined;
  /** May ask something else, in dialogs of its own; `stay` then shows the updated step again, `leave` ends the wizard. */
  readonly accept: (id: string) => unknown;
}

export interface PickItem {
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  /** A codicon; undefined for a heading between rows. */
  readonly icon: string | undefined;
}

export type WizardStep = TextStep | PickStep;

/** Gives the steps for the input so far; called again before each step. */
export type WizardSteps = () => readonly WizardStep[];

const showButton: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('eye'), tooltip: 'Show or Hide Password' };
const browseButton: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('folder-opened'), tooltip: 'Browse…' };

/** Walks a person through steps, back and forth. True at the end, false when they leave. */
export async function runWizard(title: string, steps: WizardSteps): Promise<boolean> {
  for (let index = 0; ;) {
    const all = steps();
    const step = all[index];
    if (step === undefined) return true;
    const frame = { title, step: index + 1, totalSteps: all.length };
    const outcome = await (step.kind === 'text' ? showText(step, frame) : showPick(step, frame));
    if (outcome === 'cancel') return false;
    index += { next: 1, back: -1, stay: 0 }[outcome];
  }
}

type Outcome = 'next' | 'back' | 'stay' | 'cancel';

interface Frame {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
}

async function showText(step: TextStep, frame: Frame): Promise<Outcome> {
  const input = createTextInput(step.prompt);
  Object.assign(input, frame, {
    placeholder: step.placeholder,
    value: step.value,
    password: step.password ?? false,
    ignoreFocusOut: true,
  });
  input.buttons = [
    ...(frame.step > 1 ? [vscode.QuickInputButtons.Back] : []),
    ...(step.browse ? [browseButton] : []),
    ...(step.password === true ? [showButton] : []),
  ];
  input.onDidChangeValue((text) => showProblem(input, text === '' ? undefined : step.problem(text)));
  return showInput(input, async (signal, aside, button) => {
    if (button === showButton) {
      input.password = !input.password;
      return undefined;
    }
    if (button === browseButton && step.browse !== undefined) {
      const options = step.browse;
      const path = (await aside(() => vscode.window.showOpenDialog(options)))?.[0]?.fsPath;
      if (path !== undefined) input.value = path;
      input.show();
      return undefined;
    }
    const text = input.value;
    const problem = step.problem(text) ?? (await busily(input, () => step.accept(text, signal, aside)));
    showProblem(input, problem);
    if (problem === undefined) return 'next';
    // Another dialog may have replaced it meanwhile.
    if (!signal.aborted) input.show();
    return undefined;
  });
}

async function showPick(step: PickStep, frame: Frame): Promise<Outcome> {
  const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { id: string }>();
  Object.assign(pick, frame, { placeholder: step.placeholder, ignoreFocusOut: true });
  pick.items = step.items.map(({ icon, ...item }) =>
    icon === undefined
      ? { ...item, kind: vscode.QuickPickItemKind.Separator }
      : { ...item, iconPath: new vscode.ThemeIcon(icon) },
  );
  // An empty list would leave no row active, not even the first.
  const active = pick.items.find(({ id }) => id === step.active);
  if (active !== undefined) pick.activeItems = [active];
  pick.buttons = frame.step > 1 ? [vscode.QuickInputButtons.Back] : [];
  return showInput(pick, async (_signal, aside) => {
    const chosen = pick.selectedItems[0];
    if (chosen === undefined) return undefined;
    const outcome = await busily(pick, () => aside(() => Promise.resolve(step.accept(chosen.id))));
    return outcome === 'stay' ? 'stay' : outcome === 'leave' ? 'cancel' : 'next';
  });
}

/** Runs a dialog that replaces the input for a while without ending the step. */
export type Aside = <T>(dialog: () => Thenable<T>) => Promise<T>;

/** Handles Enter (no button) and custom buttons; an outcome ends the step. */
type Act = (signal: AbortSignal, aside: Aside, button?: vscode.QuickInputButton) => Promise<Outcome | undefined>;

/** Shows an input until it is accepted, left or gone back from. */
async function showInput(
  input: (vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem & { id: string }>) & vscode.QuickInput,
  act: Act,
): Promise<Outcome> {
  const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
  const left = new AbortController();
  let acting = false;
  let asides = 0;
  const aside: Aside = async (dialog) => {
    asides += 1;
    try {
      return await dialog();
    } finally {
      asides -= 1;
    }
  };
  const run = (button?: vscode.QuickInputButton): void => {
    if (acting) return;
    acting = true;
    act(left.signal, aside, button)
      .then(
        (outcome) => {
          if (outcome !== undefined) resolve(outcome);
        },
        (error: unknown) => {
          if (!left.signal.aborted) reject(error);
        },
      )
      .finally(() => (acting = false));
  };
  input.onDidAccept(() => run());
  input.onDidTriggerButton((button) => (button === vscode.QuickInputButtons.Back ? resolve('back') : run(button)));
  input.onDidHide(() => {
    if (asides === 0) resolve('cancel');
  });
  input.show();
  try {
    return await promise;
  } finally {
    left.abort();
    input.dispose();
  }
}

async function busily<T>(input: vscode.QuickInput, work: () => Promise<T> | T): Promise<T> {
  input.busy = true;
  input.enabled = false;
  try {
    return await work();
  } finally {
    input.busy = false;
    input.enabled = true;
  }
}
