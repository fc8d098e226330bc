import * as vscode from 'vscode';
import { copyTexts, environmentTarget } from '../../core/language/copying/copy-as.ts';
import type { Shell } from '../../core/language/copying/shell-quoting.ts';
import type { RequestTarget } from '../../platform/contributions.ts';
import { withCancellableProgress } from '../kit/progress.ts';
import { locate, prepare, requestTitle } from './request-commands.ts';
import type { Located } from './request-commands.ts';
import type { RequestServices } from './request-services.ts';
import { showNotification } from '../kit/messages.ts';

interface CopyChoice extends vscode.QuickPickItem {
  readonly text: (located: Located, signal: AbortSignal) => Promise<{ text: string; note: string }>;
}

/** Puts a request on the clipboard in the form that a person picks. @throws {UserError} those of `locate` and `prepare` */
export async function copyRequestAs(ports: RequestServices, target: RequestTarget | undefined): Promise<void> {
  const located = await locate(ports, target);
  const environment =
    (shell: Shell) =>
    async (one: Located, signal: AbortSignal): Promise<{ text: string; note: string }> => {
      const prepared = await prepare(ports, one, signal, { writesAnswers: false });
      const target = environmentTarget(prepared);
      const text = copyTexts.environment(prepared.credentials, target, shell);
      const note = 'The clipboard holds secret keys now. Paste them where you need them, then copy something else.';
      const where = `They work at ${target.endpoint} only; AWS CLIs before 2.13 do not read AWS_ENDPOINT_URL.`;
      return { text, note: target.endpoint === undefined ? note : `${note} ${where}` };
    };
  const choices: CopyChoice[] = [
    {
      label: 'curl, signed',
      description: 'works for 5 minutes (S3: 15; presigned: longer), no secret key',
      text: async (one, signal) => {
        const { request, expiresIn, scope } = await prepare(ports, one, signal);
        const life = expiresIn === undefined ? `${scope.service === 's3' ? 15 : 5} minutes` : `${expiresIn} seconds`;
        return { text: copyTexts.curl(request), note: `Signed curl command copied. AWS accepts it for ${life}.` };
      },
    },
    {
      label: 'curl --aws-sigv4',
      description: 'signs for itself with AWS_ACCESS_KEY_ID … of the shell, holds no secret',
      text: async (one, signal) => {
        const { request, scope } = await prepare(ports, one, signal, { presigning: false });
        const { text, note = '' } = copyTexts.curlSigV4(request, scope);
        return { text, note: `curl command copied. It signs with the keys of the shell’s environment. ${note}`.trimEnd() };
      },
    },
    { label: 'AWS environment variables for sh', description: 'puts secret keys on the clipboard', text: environment('posix') },
    {
      label: 'AWS environment variables for PowerShell',
      description: 'puts secret keys on the clipboard',
      text: environment('powershell'),
    },
    {
      label: 'AWS environment variables for cmd.exe',
      description: 'puts secret keys on the clipboard',
      text: environment('cmd'),
    },
  ];
  const picked = await vscode.window.showQuickPick(choices, {
    title: `Copy ${requestTitle(located.request)} As`,
    placeHolder: 'What to put on the clipboard',
  });
  if (picked === undefined) return;
  const { text, note } = await withCancellableProgress(`Signing ${requestTitle(located.request)}…`, (signal) =>
    picked.text(located, signal),
  );
  await vscode.env.clipboard.writeText(text);
  void showNotification('information', [note]);
}
