import * as vscode from 'vscode';
import { serviceOfHost } from '../../core/aws/infer-service.ts';
import { UserError } from '../../core/errors.ts';
import { hostOf } from '../../core/http/origin.ts';
import { keysInText, literalKeysOf, moveKeysEdits } from '../../core/language/literal-keys.ts';
import { TextPlaces } from '../../core/language/text-places.ts';
import { isAccessKeyIdOfAws } from '../../core/profiles/kinds/static.ts';
import { profileFieldProblem, profileRegion, type Profile } from '../../core/profiles/profile.ts';
import { inferFromRequest, staticOrigin } from '../../core/requests/static-address.ts';
import { staticVariables } from '../../core/variables/static-variables.ts';
import type { RequestTarget } from '../../platform/contributions.ts';
import { requireUsable } from '../../storage/stored-profile.ts';
import type { RequestServices } from './request-services.ts';
import { editOf } from '../kit/editor-ranges.ts';
import type { runWizard, TextStep } from '../kit/multi-step-input.ts';
import { locate } from './preparing/locate.ts';

/** Asks for a profile in several steps. */
export interface ProfileForm {
  readonly runWizard: typeof runWizard;
}

/** Creates a profile from the keys in a request, and removes them from the text. @throws {UserError} */
export async function moveKeys(
  ports: Pick<RequestServices, 'active' | 'destinations' | 'documents' | 'profiles'>,
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
  const variables = staticVariables(file);
  const origin = staticOrigin(request, variables);
  const isOfAws = origin !== undefined && serviceOfHost(hostOf(origin)) !== undefined;
  const isForeign = !isOfAws && !isAccessKeyIdOfAws(accessKeyId);
  const fieldProblem = (field: string, value: string): string | undefined => profileFieldProblem('static', field, value);
  const entered = {
    name: freeName((name) => ports.profiles.nameProblem(name, 'user') === undefined),
    region: keys.region ?? inferFromRequest(request, variables)?.region ?? (profile && profileRegion(profile)) ?? '',
    endpoint: origin === undefined || fieldProblem('endpoint', origin) !== undefined ? '' : origin,
  };
  const keyProblem = profileFieldProblem('static', 'accessKeyId', accessKeyId, isForeign ? anyEndpoint : undefined);
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
    ...(isForeign ? [endpointStep(entered, (typed) => fieldProblem('endpoint', typed))] : []),
  ]);
  if (!done) return;
  const moved: Profile = {
    kind: 'static',
    accessKeyId,
    region: entered.region,
    ...(isForeign && { endpoint: entered.endpoint }),
  };
  const stored = await ports.profiles.save({
    name: entered.name,
    scope: 'user',
    profile: moved,
    secret: { kind: 'static', secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) },
  });
  // Where the endpoint was shown, it need not be asked about.
  if (isForeign) await (await ports.destinations()).agreeTo(stored.id, moved);
  // Where the text has changed meanwhile, the places are those of the new one.
  const now = ports.documents.parse(document);
  const edits = moveKeysEdits(now, document.getText(), keys, entered.name);
  if (edits.length > 0 && (await vscode.workspace.applyEdit(editOf(document.uri, edits)))) return;
  throw new UserError({
    code: 'keys-not-removed',
    message: `The profile “${entered.name}” exists now and holds the keys, but the editor did not take the change: the keys are still in the text.`,
    remedy: `Take them out of the text, and write “# @aws-profile ${entered.name}” above the request.`,
  });
}

/** Stands for the endpoint that is asked for. */
const anyEndpoint = 'http://127.0.0.1';

/** LocalStack, MinIO and moto have access key ids that AWS has not: such keys belong to an endpoint. */
function endpointStep(entered: { endpoint: string }, problem: (endpoint: string) => string | undefined): TextStep {
  return {
    kind: 'text',
    placeholder: 'http://127.0.0.1:4566',
    prompt: 'Endpoint: where LocalStack, MinIO or moto listens, as AWS has no access key ids such as this one',
    value: entered.endpoint,
    problem: (typed) => problem(typed.trim()),
    accept: (typed) => {
      entered.endpoint = typed.trim();
      return undefined;
    },
  };
}

function freeName(isFree: (name: string) => boolean): string {
  for (let count = 1; ; count++) {
    const name = count === 1 ? 'keys' : `keys ${count}`;
    if (isFree(name)) return name;
  }
}
