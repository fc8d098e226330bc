import * as vscode from 'vscode';
import { byteSize } from '../../../core/text/units.ts';
import type { LongBodyWish } from '../../../core/http/receive-body.ts';
import { askInDialog } from '../../kit/messages.ts';

/** Asks what to do with a response that is still arriving. @param title of the request @param name for its file */
export async function askAboutLongBody(title: string, bytes: number, name: string): Promise<LongBodyWish> {
  for (;;) {
    const question = `${byteSize(bytes)} of the response have arrived, and more is coming.`;
    const chosen = await askInDialog(question, `${title}\n\nWhat has arrived stays if you cancel.`, 'Go On', 'Save As…');
    if (chosen !== 'Save As…') return chosen === 'Go On' ? 'go on' : 'cancel';
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const target = await vscode.window.showSaveDialog({
      title: 'Save the response',
      ...(folder?.scheme === 'file' && { defaultUri: vscode.Uri.joinPath(folder, name) }),
    });
    // A person who cancels the dialog, or chooses a place outside this machine's file system, is asked again.
    if (target?.scheme === 'file') return { saveAs: target.fsPath };
  }
}
