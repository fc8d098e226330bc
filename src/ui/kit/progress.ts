import * as vscode from 'vscode';
import { plainText } from '../../core/text/plain-text.ts';

/** Work that takes fewer milliseconds needs no notification. */
const patience = 700;
const longestTitle = 120;

/** Runs work that may take long: if it does, a notification shows it and can cancel it. */
export async function withCancellableProgress<T>(title: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const running = work(controller.signal);
  const { promise: late, resolve: becomeLate } = Promise.withResolvers<'late'>();
  const timer = setTimeout(() => becomeLate('late'), patience);
  const settled = running.then(
    () => 'settled' as const,
    () => 'settled' as const,
  );
  const first = await Promise.race([settled, late]);
  clearTimeout(timer);
  if (first === 'late') {
    void vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: plainText(title, longestTitle), cancellable: true },
      async (_progress, token) => {
        token.onCancellationRequested(() => controller.abort());
        await settled;
      },
    );
  }
  return running;
}

/** Runs work with progress shown in a view or, by its title, in the status bar. */
export async function withQuietProgress<T>(
  place: { readonly viewId: string } | { readonly title: string },
  work: () => Promise<T>,
): Promise<T> {
  const options =
    'viewId' in place
      ? { location: place }
      : { location: vscode.ProgressLocation.Window, title: plainText(place.title, longestTitle) };
  return vscode.window.withProgress(options, work);
}
