import * as vscode from 'vscode';
import type { Credentials } from '../../core/credentials/credentials.ts';
import { UserError } from '../../core/errors.ts';
import { profileFieldProblem, profileRegion } from '../../core/profiles/profile.ts';
import type * as Language from '../../lazy/language.ts';
import type { RequestTarget } from '../../platform/contributions.ts';
import { withCancellableProgress } from '../progress.ts';
import { requireUsable } from '../../storage/usable-profile.ts';
import { editOf } from './editor-ranges.ts';
import { locate, prepare, requestTitle } from './request-commands.ts';
import type { Located, PreparePorts, RequestCommandsPorts } from './request-commands.ts';

export interface AuthoringCommandsPorts extends PreparePorts {
  readonly commands: RequestCommandsPorts['commands'];
  readonly language: () => Promise<typeof Language>;
}

/** Where nothing else tells a region, templates are for the one that most examples are for; the person sees and changes it. */
const exampleRegion = 'us-east-1';

/** `New AWS Request…`, `Copy Request As…` and `Move Keys into a Profile…`. */
export function registerAuthoringCommands(ports: AuthoringCommandsPorts): vscode.Disposable {
  return vscode.Disposable.from(
    ports.commands.register('awsAuth.request.new', () => newRequest(ports)),
    ports.commands.registerTrusted('awsAuth.request.copyAs', (target) => copyAs(ports, target)),
    ports.commands.register('awsAuth.keys.moveToProfile', (target) => moveKeys(ports, target)),
  );
}

async function newRequest(ports: AuthoringCommandsPorts): Promise<void> {
  const { requestTemplates, templateText } = await ports.language();
  const picked = await vscode.window.showQuickPick(
    requestTemplates.map((template) => ({ label: template.label, description: template.description, template })),
    { title: 'New AWS Request', placeHolder: 'Service and operation', matchOnDescription: true },
  );
  if (picked === undefined) return;
  const profile = ports.active.get()?.profile;
  const region = profile === undefined || profile.kind === 'invalid' ? exampleRegion : profileRegion(profile);
  const content = templateText(picked.template, region);
  const document = await vscode.workspace.openTextDocument({ language: 'http', content });
  const line = ports.documents.parse(document).requests[0]?.requestLineRange.start.line ?? 0;
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(line, 0, line, 0) });
}

interface CopyChoice extends vscode.QuickPickItem {
  readonly text: (located: Located, signal: AbortSignal) => Promise<{ text: string; note: string }>;
}

async function copyAs(ports: AuthoringCommandsPorts, target: RequestTarget | undefined): Promise<void> {
  const located = await locate(ports, target);
  const { copyTexts } = await ports.language();
  const environment =
    (shell: 'posix' | 'powershell') =>
    async (_: Located, signal: AbortSignal): Promise<{ text: string; note: string }> => {
      const { credentials, region } = await usedCredentials(ports, located, signal);
      const text = copyTexts.environment(credentials, region, shell);
      return { text, note: 'The clipboard holds secret keys now. Paste them where you need them, then copy something else.' };
    };
  const choices: CopyChoice[] = [
    {
      label: 'curl, signed',
      description: 'works for 5 minutes (S3: 15; presigned: longer), no secret key',
      text: async (one, signal) => {
        const { request, expiresIn } = await prepare(ports, one, signal);
        const life = expiresIn === undefined ? '5 minutes (S3: 15)' : `${expiresIn} seconds`;
        return { text: copyTexts.curl(request), note: `Signed curl command copied. AWS accepts it for ${life}.` };
      },
    },
    {
      label: 'curl --aws-sigv4',
      description: 'signs for itself with AWS_ACCESS_KEY_ID … of the shell, holds no secret',
      text: async (one, signal) => {
        const { request, scope } = await prepare(ports, one, signal, true, false);
        return {
          text: copyTexts.curlSigV4(request, scope),
          note: 'curl command copied. It signs with the keys of the shell’s environment.',
        };
      },
    },
    { label: 'AWS environment variables for sh', description: 'puts secret keys on the clipboard', text: environment('posix') },
    {
      label: 'AWS environment variables for PowerShell',
      description: 'puts secret keys on the clipboard',
      text: environment('powershell'),
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
  void vscode.window.showInformationMessage(note);
}

/** The credentials that would sign a request. @throws {UserError} those of `prepare` */
async function usedCredentials(
  ports: AuthoringCommandsPorts,
  located: Located,
  signal: AbortSignal,
): Promise<{ credentials: Credentials; region: string }> {
  const { literalKeysOf } = await ports.language();
  const { profile, scope } = await prepare(ports, located, signal, false);
  if (profile !== undefined) return { credentials: await ports.credentials(profile, signal), region: scope.region };
  const keys = literalKeysOf(located.request, ports.documents.parse(located.document));
  if (keys !== undefined) return { credentials: keys.credentials, region: scope.region };
  throw new UserError({
    code: 'profile-missing',
    message: 'The keys of this request come from variables that are only known while it is sent.',
    remedy: 'Name a profile: “# @aws-profile name”.',
  });
}

async function moveKeys(ports: AuthoringCommandsPorts, target: RequestTarget | undefined): Promise<void> {
  const { document, request } = await locate(ports, target);
  const { inferFromRequest, literalKeysOf, moveKeysEdits } = await ports.language();
  const file = ports.documents.parse(document);
  const keys = literalKeysOf(request, file);
  if (keys === undefined) {
    throw new UserError({
      code: 'keys-missing',
      message: 'This request holds no keys that can be moved.',
      remedy: 'Put the cursor into a request with “Authorization: AWS <access key id> <secret access key>”.',
    });
  }
  const { accessKeyId, secretAccessKey, sessionToken } = keys.credentials;
  const active = ports.active.get();
  const profile = active === undefined ? undefined : requireUsable(active).profile;
  const entered = {
    name: freeName((name) => ports.profiles.nameProblem(name, 'user') === undefined),
    region: keys.region ?? inferFromRequest(request, file)?.region ?? (profile && profileRegion(profile)) ?? '',
  };
  const fieldProblem = (field: string, value: string): string | undefined => profileFieldProblem('static', field, value);
  const keyProblem = fieldProblem('accessKeyId', accessKeyId);
  if (keyProblem !== undefined) {
    throw new UserError({ code: 'keys-illegal', message: keyProblem, remedy: 'Correct the key in the request first.' });
  }
  const { runWizard } = await import('../../lazy/wizards.ts');
  const done = await runWizard('Move Keys into a Profile', () => [
    {
      kind: 'text',
      placeholder: 'build',
      prompt: 'Name of the profile. The secret goes into the secret storage, and out of this file.',
      value: entered.name,
      problem: (text) => ports.profiles.nameProblem(text.trim(), 'user'),
      accept: (text) => {
        entered.name = text.trim();
        return undefined;
      },
    },
    {
      kind: 'text',
      placeholder: 'eu-central-1',
      prompt: 'Region of requests whose host names none',
      value: entered.region,
      problem: (text) => fieldProblem('region', text.trim()),
      accept: (text) => {
        entered.region = text.trim();
        return undefined;
      },
    },
  ]);
  if (!done) return;
  await ports.profiles.save({
    name: entered.name,
    scope: 'user',
    profile: { kind: 'static', accessKeyId, region: entered.region },
    secret: { kind: 'static', secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) },
  });
  // Where the text has changed meanwhile, the places are those of the new one.
  const now = ports.documents.parse(document);
  await vscode.workspace.applyEdit(editOf(document.uri, moveKeysEdits(now, document.getText(), keys, entered.name)));
}

function freeName(isFree: (name: string) => boolean): string {
  for (let count = 1; ; count++) {
    const name = count === 1 ? 'keys' : `keys ${count}`;
    if (isFree(name)) return name;
  }
}
