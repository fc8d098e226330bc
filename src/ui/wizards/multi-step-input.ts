import * as vscode from 'vscode';

interface StepBase {
  readonly placeholder: string;
  readonly prompt: string;
}

/** A line of text. What was entered before stands in it again when the user comes back. */
export interface TextStep extends StepBase {
  readonly kind: 'text';
  readonly value: string;
  readonly password?: boolean;
  /** Format alone, at once; undefined when it is right. */
  readonly problem: (text: string) => string | undefined;
  /** After Enter: may read files or ask a server. Gives what is wrong, or takes the value. */
  readonly accept: (text: string) => Promise<string | undefined> | string | undefined;
  /** A button that opens a file dialog and puts the path in. */
  readonly browse?: vscode.OpenDialogOptions;
}

export interface PickStep extends StepBase {
  readonly kind: 'pick';
  readonly items: readonly PickItem[];
  readonly active: string | undefined;
  readonly accept: (id: string) => void;
}

export interface PickItem {
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  readonly icon: string;
}

export type WizardStep = TextStep | PickStep;

/** The steps as they follow from what was entered so far; asked again before each step. */
export type WizardSteps = () => readonly WizardStep[];

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
    index += outcome === 'next' ? 1 : -1;
  }
}

type Outcome = 'next' | 'back' | 'cancel';

interface Frame {
  readonly title: string;
  readonly step: number;
  readonly totalSteps: number;
}

async function showText(step: TextStep, frame: Frame): Promise<Outcome> {
  const input = vscode.window.createInputBox();
  Object.assign(input, frame, {
    prompt: step.prompt,
    placeholder: step.placeholder,
    value: step.value,
    password: step.password ?? false,
    ignoreFocusOut: true,
  });
  input.buttons = [...(frame.step > 1 ? [vscode.QuickInputButtons.Back] : []), ...(step.browse ? [browseButton] : [])];
  input.onDidChangeValue((text) => (input.validationMessage = text === '' ? undefined : step.problem(text)));
  return showInput(input, async (button) => {
    if (button === browseButton && step.browse !== undefined) {
      const path = (await vscode.window.showOpenDialog(step.browse))?.[0]?.fsPath;
      if (path !== undefined) input.value = path;
      input.show();
      return false;
    }
    const text = input.value;
    const problem = step.problem(text) ?? (await busily(input, () => step.accept(text)));
    input.validationMessage = problem;
    return problem === undefined;
  });
}

async function showPick(step: PickStep, frame: Frame): Promise<Outcome> {
  const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { id: string }>();
  Object.assign(pick, frame, { placeholder: step.placeholder, ignoreFocusOut: true });
  pick.items = step.items.map(({ icon, ...item }) => ({ ...item, iconPath: new vscode.ThemeIcon(icon) }));
  pick.activeItems = pick.items.filter(({ id }) => id === step.active);
  pick.buttons = frame.step > 1 ? [vscode.QuickInputButtons.Back] : [];
  return showInput(pick, () => {
    const chosen = pick.selectedItems[0];
    if (chosen !== undefined) step.accept(chosen.id);
    return Promise.resolve(chosen !== undefined);
  });
}

/** Shows an input until it is done, left or gone back from. `act` handles Enter (no button) and our own buttons; true ends the step. */
async function showInput(
  input: (vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem & { id: string }>) & vscode.QuickInput,
  act: (button?: vscode.QuickInputButton) => Promise<boolean>,
): Promise<Outcome> {
  const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
  let acting = false;
  const run = (button?: vscode.QuickInputButton): void => {
    if (acting) return;
    acting = true;
    act(button)
      .then((done) => {
        if (done) resolve('next');
      }, reject)
      .finally(() => (acting = false));
  };
  input.onDidAccept(() => run());
  input.onDidTriggerButton((button) => (button === vscode.QuickInputButtons.Back ? resolve('back') : run(button)));
  input.onDidHide(() => {
    // A file dialog hides the input without ending the step.
    if (!acting) resolve('cancel');
  });
  input.show();
  try {
    return await promise;
  } finally {
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
