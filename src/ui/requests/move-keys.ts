import * as vscode from 'vscode';
import { UserError } from '../../core/errors.ts';
import { keysInText, literalKeysOf, moveKeysEdits } from '../../core/language/literal-keys.ts';
import { TextPlaces } from '../../core/language/text-places.ts';
import { profileFieldProblem, profileRegion } from '../../core/profiles/profile.ts';
import { inferFromRequest } from '../../core/requests/static-address.ts';
import { staticVariables } from '../../core/variables/static-variables.ts';
import type { RequestTarget } from '../../platform/contributions.ts';
import { requireUsable } from '../../storage/stored-profile.ts';
import type { RequestServices } from './request-services.ts';
import { editOf } from '../kit/editor-ranges.ts';
import type { runWizard } from '../kit/multi-step-input.ts';
import { locate } from './request-commands.ts';

/** Asks for a profile in several steps. */
export interface ProfileForm {
  readonly runWizard: typeof runWizard;
}

/** Creates a profile from the keys in a request, and removes them from the text. @throws {UserError} */
export async function moveKeys(
  ports: Pick<RequestServices, 'active' | 'documents' | 'profiles'>,
  form: () => Promise<ProfileForm>,
  target: RequestTarget | undefined,
): Promise<void> {
  const { document, request } = await locate(ports, target);
  const file = ports.documents.parse(document);
  const keys = literalKeysOf(request, file);
  const text = document.getText();
  if (keys === undefined || keysInText(keys, text, new TextPlaces(text)) === undefined) {
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
    region: keys.region ?? inferFromRequest(request, staticVariables(file))?.region ?? (profile && profileRegion(profile)) ?? '',
  };
  const fieldProblem = (field: string, value: string): string | undefined => profileFieldProblem('static', field, value);
  const keyProblem = fieldProblem('accessKeyId', accessKeyId);
  if (keyProblem !== undefined) {
    throw new UserError({ code: 'keys-illegal', message: keyProblem, remedy: 'Correct the key in the request first.' });
  }
  const { runWizard } = await form();
  const done = await runWizard('Move Keys into a Profile', () => [
    {
      kind: 'text',
      placeholder: 'build',
      prompt: 'Name of the profile. The secret goes into the secret storage, and out of this file.',
      value: entered.name,
      problem: (typed) => ports.profiles.nameProblem(typed.trim(), 'user'),
      accept: (typed) => {
        entered.name = typed.trim();
        return undefined;
      },
    },
    {
      kind: 'text',
      placeholder: 'eu-central-1',
      prompt: 'Region of requests whose host names none',
      value: entered.region,
      problem: (typed) => fieldProblem('region', typed.trim()),
      accept: (typed) => {
        entered.region = typed.trim();
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
  // If the text has changed meanwhile, the places refer to the new one.
  const now = ports.documents.parse(document);
  const edits = moveKeysEdits(now, document.getText(), keys, entered.name);
  if (edits.length > 0 && (await vscode.workspace.applyEdit(editOf(document.uri, edits)))) return;
  throw new UserError({
    code: 'keys-not-removed',
    message: `The profile “${entered.name}” exists now and holds the keys, but the editor did not take the change: the keys are still in the text.`,
    remedy: `Take them out of the text, and write “# @aws-profile ${entered.name}” above the request.`,
  });
}

function freeName(isFree: (name: string) => boolean): string {
  for (let count = 1; ; count++) {
    const name = count === 1 ? 'keys' : `keys ${count}`;
    if (isFree(name)) return name;
  }
}
