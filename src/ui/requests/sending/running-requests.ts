import * as vscode from 'vscode';
import { plainText } from '../../../core/text/plain-text.ts';
import { setContext } from '../../../platform/contributions.ts';
import type { CommandId } from '../../../platform/contributions.ts';

/** A request that takes fewer milliseconds is not shown. */
const patience = 200;
/** Milliseconds between two updates of the item. */
const repaintEvery = 250;
const longestTitle = 80;

interface Running {
  readonly title: string;
  readonly controller: AbortController;
  /** Whether it is being sent; before, a person may still be asked for something. */
  isSending: boolean;
  /** Its progress, for example `34.0 MB`. */
  progress: string;
  visible: boolean;
}

/** Shows the requests under way in one item of the status bar, which cancels them on a click. */
export class RunningRequests implements vscode.Disposable {
  readonly #running = new Set<Running>();
  readonly #item: vscode.StatusBarItem;
  #repainted = 0;

  constructor() {
    this.#item = vscode.window.createStatusBarItem('awsAuth.running', vscode.StatusBarAlignment.Left, 49);
    this.#item.name = 'AWS Requests under Way';
    this.#item.command = 'awsAuth.request.cancel' satisfies CommandId;
  }

  /** Runs work that can be cancelled from the status bar. @param work reports when it sends, and its progress as often as it likes */
  async run<T>(
    title: string,
    work: (signal: AbortSignal, onSending: () => void, onProgress: (progress: string) => void) => Promise<T>,
  ): Promise<T> {
    const running: Running = { title, controller: new AbortController(), isSending: false, progress: '', visible: false };
    this.#running.add(running);
    const timer = setTimeout(() => {
      running.visible = true;
      this.#repaint();
    }, patience);
    try {
      return await work(
        running.controller.signal,
        () => {
          running.isSending = true;
          if (running.visible) this.#repaint();
        },
        (progress) => {
          running.progress = progress;
          if (running.visible && Date.now() - this.#repainted >= repaintEvery) this.#repaint();
        },
      );
    } finally {
      clearTimeout(timer);
      this.#running.delete(running);
      if (running.visible) this.#repaint();
    }
  }

  /** Cancels everything that is under way. */
  cancel(): void {
    for (const { controller } of this.#running) controller.abort();
  }

  dispose(): void {
    this.cancel();
    this.#item.dispose();
  }

  #repaint(): void {
    this.#repainted = Date.now();
    const shown = [...this.#running].filter(({ visible }) => visible);
    setContext('awsAuth.hasRunningRequest', shown.length > 0);
    const [first, ...others] = shown;
    if (first === undefined) {
      this.#item.hide();
      return;
    }
    const what = others.length > 0 ? `${shown.length} requests` : plainText(first.title, longestTitle);
    const progress = first.progress === '' || others.length > 0 ? '' : ` · ${first.progress}`;
    const doing = `${shown.some(({ isSending }) => isSending) ? 'Sending' : 'Preparing'} ${what}${progress}`;
    this.#item.text = `$(sync~spin) ${doing}`;
    this.#item.tooltip = `Click to cancel ${others.length > 0 ? 'them' : 'this request'}.`;
    this.#item.accessibilityInformation = { label: `${doing}, press to cancel` };
    this.#item.show();
  }
}
