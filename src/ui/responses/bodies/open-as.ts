import * as vscode from 'vscode';
import { UserError } from '../../../core/errors.ts';
import type { ResponseContent } from '../../../core/responses/response-content.ts';
import { mayOpenOutside } from '../../../core/responses/may-open-outside.ts';
import { bodyText, decodeText, hexText } from '../../../core/responses/response-text.ts';
import { bodyTitle, type ResponseView } from '../response-view.ts';
import { openBody, openFile, type ShownResponse } from '../shown-response.ts';

/** The editor's picture preview. */
export const imagePreview = 'imagePreview.previewEditor';

interface Choice extends vscode.QuickPickItem {
  readonly open: () => Thenable<unknown>;
}

/** Asks how to open the body, and opens it. @throws {UserError} `body-not-opened` */
export async function openAs(shown: ShownResponse, view: ResponseView): Promise<void> {
  const { exchange, content, files, name } = shown;
  const { response, secrets } = exchange;
  const { headers, body } = response;
  const text = body instanceof Uint8Array ? decodeText(headers, body) : undefined;
  const as = (language: string, extension: string) => () =>
    view.show(bodyTitle(response), bodyText(response, { kind: 'text', language, extension }, secrets), extension);
  const inLanguage = async (): Promise<void> => {
    const language = await vscode.window.showQuickPick(await titledLanguages(), {
      title: 'Open Response Body As',
      placeHolder: 'Language',
      matchOnDescription: true,
    });
    if (language === undefined) return;
    const { document } = await as('plaintext', '')();
    await vscode.languages.setTextDocumentLanguage(document, language.description);
  };
  const choices: Choice[] = [
    {
      label: 'As Detected',
      description: wordsFor(content),
      open: () => {
        if (content.kind === 'events') return view.show(bodyTitle(response), bodyText(response, content, secrets), '.txt');
        return text !== undefined && content.kind === 'text' ? as(content.language, content.extension)() : openBody(shown);
      },
    },
    ...(text === undefined
      ? []
      : [
          { label: 'JSON', description: 'indented', open: as('json', '.json') },
          { label: 'XML', description: 'indented', open: as('xml', '.xml') },
          { label: 'Plain Text', description: 'as it came', open: as('plaintext', '.txt') },
        ]),
    {
      label: 'Hex',
      description: 'bytes and their characters',
      open: async () => view.show(bodyTitle(response), await hexText(body, secrets), '.hex.txt'),
    },
    {
      label: 'Image',
      description: 'in the image preview',
      open: async () => {
        const extension = content.kind === 'picture' || content.extension === '.svg' ? content.extension : '.png';
        return openFile(await files.body(name, extension), imagePreview);
      },
    },
    ...(text === undefined ? [] : [{ label: 'Another Language…', open: inLanguage }]),
    // External programs run on the user's machine, and a remote file is not there.
    ...(vscode.env.remoteName !== undefined || vscode.env.uiKind === vscode.UIKind.Web || !mayOpenOutside(content.extension)
      ? []
      : [
          {
            label: 'External Program',
            description: `whatever opens ${content.extension} files on this machine`,
            open: async () => openOutside(await files.body(name, content.extension)),
          },
        ]),
  ];
  const picked = await vscode.window.showQuickPick(choices, { title: 'Open Response Body As', placeHolder: 'How to show it' });
  await picked?.open();
}

async function openOutside(path: string): Promise<void> {
  if (mayOpenOutside(path) && (await vscode.env.openExternal(vscode.Uri.file(path)))) return;
  throw new UserError({
    code: 'body-not-opened',
    message: 'No program on this machine opened the body.',
    remedy: 'Save the body, then open its file with a program of your choice.',
  });
}

function wordsFor({ kind, language, extension }: ResponseContent): string {
  return kind === 'text' ? `${language === 'plaintext' ? 'text' : language} (${extension})` : `${kind} (${extension})`;
}

/** Languages by their display names; those without one are internal to other languages or the editor. */
async function titledLanguages(): Promise<{ readonly label: string; readonly description: string }[]> {
  const known = new Set(await vscode.languages.getLanguages());
  const titles = new Map<string, string>();
  for (const { packageJSON } of vscode.extensions.all) {
    const { contributes } = packageJSON as { contributes?: { languages?: { id: string; aliases?: string[] }[] } };
    for (const { id, aliases } of contributes?.languages ?? []) {
      const title = aliases?.[0];
      if (title !== undefined && known.has(id) && !titles.has(id)) titles.set(id, title);
    }
  }
  return [...titles]
    .map(([description, label]) => ({ label, description }))
    .sort((one, other) => one.label.localeCompare(other.label));
}
