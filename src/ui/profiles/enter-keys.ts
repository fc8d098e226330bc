import * as vscode from 'vscode';
import type { Credentials } from '../../core/signing/credentials.ts';
import { readPastedKeys } from '../../core/credentials/read-pasted-keys.ts';
import type { DestinationGuard } from '../../core/destinations/destination-guard.ts';
import { UserError } from '../../core/errors.ts';
import { hasOwnKeys, hasSessions, kindRow, type OwnKeysProfile } from '../../core/profiles/kinds.ts';
import { profileFieldProblem } from '../../core/profiles/profile.ts';
import type { ProfileTarget } from '../../platform/contributions.ts';
import type { ActiveProfile } from '../../storage/active-profile.ts';
import { requireChangeable, requireUsable } from '../../storage/stored-profile.ts';
import type { ProfileStore } from '../../storage/profile-store.ts';
import type { StoredProfile } from '../../storage/stored-profile.ts';
import { showModalError, showNotification } from '../kit/messages.ts';
import { pickProfile } from '../kit/pick-profile.ts';
import { runWizard } from '../kit/multi-step-input.ts';
import type { TextStep, WizardStep } from '../kit/multi-step-input.ts';

export interface EnterKeysPorts {
  readonly profiles: ProfileStore;
  readonly active: ActiveProfile;
  /** Records the consent that entering keys implies. */
  readonly destinations: () => Promise<Pick<DestinationGuard, 'agreeTo'>>;
  /** Forgets the signing keys derived from secrets. */
  readonly forgetSigningKeys: () => Promise<void>;
}

/** The input so far. */
interface Entered {
  way: string | undefined;
  /** Keys pasted as one block: then nothing else is asked. */
  whole: Credentials | undefined;
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
}

const notes = 'kept in the secret storage of this machine';

/**
 * Asks for new keys of a profile with static keys: temporary ones expire, and others are rotated.
 * @throws {UserError} `keys-not-needed`, `profile-invalid`, `profile-built-in`, and what saving throws
 */
export async function enterKeys(ports: EnterKeysPorts, target: ProfileTarget | undefined): Promise<void> {
  const stored = await chooseProfile(ports, target);
  if (stored === undefined) return;
  const { profile } = requireUsable(stored);
  if (!hasOwnKeys(profile)) {
    throw new UserError({
      code: 'keys-not-needed',
      message: `The profile “${stored.name}” signs with ${kindRow(profile.kind).signsWith}, not with keys of its own.`,
      remedy: hasSessions(profile) ? 'Start a session instead.' : 'Send a request with it.',
    });
  }
  const keys = await askForKeys(stored.name);
  if (keys === undefined) return;
  await saveKeys(ports, { ...stored, profile }, keys);
  void showNotification('information', [`The new keys of “${stored.name}” are stored. Send the request again.`]);
}

/** The profile of a row, the active one if it has keys, or one that the person picks among those that have. */
async function chooseProfile(
  { profiles, active }: EnterKeysPorts,
  target: ProfileTarget | undefined,
): Promise<StoredProfile | undefined> {
  if (target !== undefined) return profiles.find(target.profileId);
  const current = active.get();
  if (current !== undefined && hasOwnKeys(current.profile)) return current;
  return pickProfile(
    profiles.list().filter(({ profile }) => hasOwnKeys(profile)),
    'Enter New Keys',
  );
}

async function askForKeys(name: string): Promise<Credentials | undefined> {
  const entered: Entered = { way: undefined, whole: undefined, accessKeyId: '', secretAccessKey: '', sessionToken: '' };
  const finished = await runWizard(`Enter New Keys of ${name}`, () => stepsFor(entered));
  if (!finished) return undefined;
  const { whole, accessKeyId, secretAccessKey, sessionToken } = entered;
  return whole ?? { accessKeyId, secretAccessKey, ...(sessionToken !== '' && { sessionToken }) };
}

function stepsFor(entered: Entered): WizardStep[] {
  if (entered.way !== 'type') return [wayStep(entered)];
  const steps = [wayStep(entered), idStep(entered)];
  if (entered.whole !== undefined) return steps;
  // IAM user keys need no token; for ids of other products this is unknown.
  const isOfUser = entered.accessKeyId.startsWith('AKIA');
  return [...steps, secretStep(entered), ...(isOfUser ? [] : [tokenStep(entered)])];
}

function wayStep(entered: Entered): WizardStep {
  return {
    kind: 'pick',
    prompt: '',
    placeholder: 'Where are the new keys?',
    items: [
      {
        id: 'clipboard',
        label: 'Take Keys from the Clipboard',
        detail: 'As copied from the AWS access portal, a shell (export AWS_…), a credentials file or JSON',
        icon: 'clippy',
      },
      { id: 'type', label: 'Enter Keys One by One', detail: 'Access key id, secret access key, session token', icon: 'edit' },
    ],
    active: entered.way,
    accept: async (id) => {
      entered.way = id;
      entered.whole = id === 'clipboard' ? await keysOfClipboard() : undefined;
      return id === 'clipboard' && entered.whole === undefined ? 'stay' : undefined;
    },
  };
}

/** Undefined if it has none, after saying why. */
async function keysOfClipboard(): Promise<Credentials | undefined> {
  const pasted = readPastedKeys(await vscode.env.clipboard.readText());
  if (pasted !== undefined && !('problem' in pasted)) return pasted;
  await showModalError({
    message: pasted?.problem ?? 'The clipboard holds no keys of AWS.',
    remedy: 'Copy the whole block: access key id, secret access key and, for temporary keys, the session token.',
  });
  return undefined;
}

function idStep(entered: Entered): TextStep {
  return {
    kind: 'text',
    prompt: 'Access key id, or the whole block of keys',
    placeholder: 'ASIAIOSFODNN7EXAMPLE',
    value: entered.accessKeyId,
    problem: (text) => {
      const pasted = readPastedKeys(text);
      if (pasted === undefined) return profileFieldProblem('static', 'accessKeyId', text.trim());
      return 'problem' in pasted ? pasted.problem : undefined;
    },
    accept: (text) => {
      const pasted = readPastedKeys(text);
      entered.whole = pasted === undefined || 'problem' in pasted ? undefined : pasted;
      entered.accessKeyId = entered.whole === undefined ? text.trim() : '';
      return undefined;
    },
  };
}

function secretStep(entered: Entered): TextStep {
  return {
    kind: 'text',
    password: true,
    prompt: `Secret access key; it is ${notes}`,
    placeholder: 'Secret access key',
    value: entered.secretAccessKey,
    problem: (text) => (text.trim() === '' ? 'Enter the secret access key.' : undefined),
    accept: (text) => {
      entered.secretAccessKey = text.trim();
      return undefined;
    },
  };
}

function tokenStep(entered: Entered): TextStep {
  const isTemporary = entered.accessKeyId.startsWith('ASIA');
  return {
    kind: 'text',
    password: true,
    prompt: `Session token; it is ${notes}`,
    placeholder: isTemporary ? 'Session token' : 'Leave empty if there is no token',
    value: entered.sessionToken,
    problem: (text) =>
      isTemporary && text.trim() === '' ? 'Enter the session token: keys that start with ASIA need it.' : undefined,
    accept: (text) => {
      entered.sessionToken = text.trim();
      return undefined;
    },
  };
}

async function saveKeys(
  { profiles, destinations, forgetSigningKeys }: EnterKeysPorts,
  stored: StoredProfile & { readonly profile: OwnKeysProfile },
  { accessKeyId, ...secret }: Credentials,
): Promise<void> {
  const { name, scope } = requireChangeable(stored);
  const profile = { ...stored.profile, accessKeyId };
  await profiles.save({ name, scope, profile, secret: { kind: profile.kind, ...secret } }, stored);
  // An endpoint was not shown here, and may have come with a pull: the next use asks about it.
  if (profile.endpoint === undefined) await (await destinations()).agreeTo(stored.id, profile);
  await forgetSigningKeys();
}
