import type { NamedIdentity } from '../../core/certificates/named-identity.ts';
import type { ReadIdentityOptions } from '../../core/certificates/read-identity.ts';
import { isUserError } from '../../core/errors.ts';
import type { Profile } from '../../core/profiles/profile.ts';
import type { DestinationGuard } from '../../core/destinations/destination-guard.ts';
import { hasCertificate, kindRow, type ProfileKind, profileKindNames } from '../../core/profiles/kinds.ts';
import type { ProfileQuestion, QuestionInput } from '../../core/profiles/kinds/profile-kind.ts';
import { parseProfile } from '../../core/profiles/profile.ts';
import type { ChangeableProfile } from '../../storage/stored-profile.ts';
import type { ProfileDraft, ProfileStore } from '../../storage/profile-store.ts';
import type { UsableProfile } from '../../storage/stored-profile.ts';
import { chooseIdentity } from '../certificates/choose-identity.ts';
import type { CertificatePrefill } from '../certificates/certificate-ports.ts';
import { accessKeySteps, isForeignKey } from './access-key-steps.ts';
import { type CertificateFilePorts, certificateFileSteps } from './certificate-file-steps.ts';
import { runWizard } from '../kit/multi-step-input.ts';
import type { Aside, TextStep, WizardStep } from '../kit/multi-step-input.ts';
import { type EnteredProfile, fieldStep } from './field-step.ts';

export interface ProfileWizardPorts {
  readonly profiles: ProfileStore;
  /** Records the consent that entering a profile implies. */
  readonly destinations: () => Promise<Pick<DestinationGuard, 'agreeTo'>>;
  /** Whether the window has a folder whose settings can hold profiles. */
  readonly hasWorkspace: () => boolean;
  /** The parts in a file for a field of a profile. @throws {UserError} */
  readonly certificateFileParts: CertificateFilePorts['certificateFileParts'];
  /** Opens the certificate of a profile; without a password, with the one stored for `existing`. @throws {UserError} */
  readonly verifyCertificate: (
    profile: Profile,
    password: string | undefined,
    existing: UsableProfile | undefined,
    choose: NonNullable<ReadIdentityOptions['choose']>,
  ) => Promise<void>;
}

/** The start of the steps: a profile to edit, or a certificate to create one with. */
export interface ProfileWizardStart {
  readonly existing?: ChangeableProfile<UsableProfile>;
  readonly prefill?: CertificatePrefill;
}

/** Asks for a profile step by step; undefined if the person leaves. */
export async function runProfileWizard(
  ports: ProfileWizardPorts,
  { existing, prefill }: ProfileWizardStart = {},
): Promise<ProfileDraft | undefined> {
  const { password = '', ...files } = prefill ?? {};
  const entered: EnteredProfile = {
    kind: existing?.profile.kind ?? 'rolesAnywhere',
    scope: existing?.scope ?? 'user',
    name: existing?.name ?? '',
    fields: existing === undefined ? { ...files } : textFields(existing.profile),
    secret: undefined,
    prefilled: prefill !== undefined,
    keyApart: existing !== undefined && hasCertificate(existing.profile) && existing.profile.privateKey !== undefined,
    password,
  };
  const title = existing === undefined ? 'Add AWS Profile' : `Edit AWS Profile ${existing.name}`;
  const finished = await runWizard(title, () => stepsFor(entered, ports, existing));
  const profile = finished ? draftProfile(entered, existing?.profile) : undefined;
  if (profile === undefined || profile.kind === 'invalid') return undefined;
  return { name: entered.name, scope: entered.scope, profile, ...(entered.secret !== undefined && { secret: entered.secret }) };
}

function stepsFor(entered: EnteredProfile, ports: ProfileWizardPorts, existing: UsableProfile | undefined): WizardStep[] {
  const steps: WizardStep[] = [];
  if (existing === undefined && !entered.prefilled) steps.push(kindStep(entered));
  // The scope comes before the name, which has to be free in it.
  if (existing === undefined && ports.hasWorkspace()) steps.push(scopeStep(entered));
  if (existing === undefined) steps.push(nameStep(entered, ports));
  return [
    ...steps,
    ...kindRow(entered.kind).questions.flatMap((question) => questionSteps[question.input](question, entered, ports, existing)),
    // Saving implies consent, so an endpoint is shown.
    ...(existing?.profile.endpoint === undefined && !isForeignKey(entered) ? [] : [endpointStep(entered)]),
  ];
}

/** The steps for a field of a kind. */
const questionSteps: Readonly<
  Record<
    QuestionInput,
    (
      question: ProfileQuestion,
      entered: EnteredProfile,
      ports: ProfileWizardPorts,
      existing: UsableProfile | undefined,
    ) => TextStep[]
  >
> = {
  text: ({ field, prompt, example }, entered) => [fieldStep(entered, field, prompt, example)],
  accessKey: (question, entered, _ports, existing) => accessKeySteps(question, entered, existing),
  certificate: (question, entered, ports, existing) => [
    ...certificateFileSteps(question, entered, ports, existing),
    passwordStep(entered, ports, existing),
  ],
};

function endpointStep(entered: EnteredProfile): TextStep {
  const step = fieldStep(
    entered,
    'endpoint',
    isForeignKey(entered)
      ? 'Endpoint: where LocalStack, MinIO or moto listens, as AWS has no access key ids such as this one'
      : 'Endpoint: requests that this profile signs go there in place of AWS; empty for AWS itself',
    'http://127.0.0.1:4566',
  );
  return { ...step, problem: (text) => (text.trim() === '' && !isForeignKey(entered) ? undefined : step.problem(text)) };
}

function kindStep(entered: EnteredProfile): WizardStep {
  return {
    kind: 'pick',
    placeholder: 'How do requests get their credentials?',
    prompt: '',
    items: profileKindNames.map((id) => {
      const { title: label, detail, icon } = kindRow(id);
      return { id, label, detail, icon };
    }),
    active: entered.kind,
    accept: (id) => chooseKind(entered, id as ProfileKind),
  };
}

/** Fields and secrets of one kind are meaningless for another. */
function chooseKind(entered: EnteredProfile, kind: ProfileKind): void {
  if (entered.kind === kind) return;
  entered.kind = kind;
  entered.fields = {};
  entered.secret = undefined;
}

function nameStep(entered: EnteredProfile, ports: ProfileWizardPorts): WizardStep {
  return {
    kind: 'text',
    prompt: 'Name of the profile; requests refer to it as “# @aws-profile name”',
    placeholder: 'build',
    value: entered.name,
    problem: (text) => ports.profiles.nameProblem(text.trim(), entered.scope),
    accept: (text) => {
      entered.name = text.trim();
      return undefined;
    },
  };
}

function passwordStep(entered: EnteredProfile, ports: ProfileWizardPorts, existing: UsableProfile | undefined): TextStep {
  return {
    kind: 'text',
    password: true,
    prompt: 'Password of the certificate; it is kept in the secret storage of this machine',
    placeholder: existing === undefined ? 'Leave empty if there is no password' : 'Leave empty to keep the stored one',
    value: entered.password,
    problem: () => undefined,
    accept: (text, _signal, aside) => acceptPassword(text, { entered, ports, existing, aside }),
  };
}

/** The file is opened with the password before anything is saved, so that a wrong one is found here and not at the first session. */
async function acceptPassword(
  text: string,
  {
    entered,
    ports,
    existing,
    aside,
  }: { entered: EnteredProfile; ports: ProfileWizardPorts; existing: UsableProfile | undefined; aside: Aside },
): Promise<string | undefined> {
  // Which of several certificates is meant is asked again: the files may have changed.
  entered.fields['certificateFingerprint'] = '';
  const profile = draftProfile(entered, existing?.profile);
  if (profile.kind === 'invalid') return profile.reasons.join('; ');
  const choose = async (identities: readonly NamedIdentity[]): Promise<string | undefined> => {
    const fingerprint = await aside(() => chooseIdentity(identities));
    entered.fields['certificateFingerprint'] = fingerprint ?? '';
    return fingerprint;
  };
  try {
    await ports.verifyCertificate(profile, text === '' ? undefined : text, existing, choose);
  } catch (error) {
    if (isUserError(error)) return `${error.message} ${error.remedy}`;
    throw error;
  }
  if (text !== '') entered.secret = { kind: 'rolesAnywhere', password: text };
  return undefined;
}

function scopeStep(entered: EnteredProfile): WizardStep {
  return {
    kind: 'pick',
    placeholder: 'Where is the profile kept? Secrets are in neither place.',
    prompt: '',
    items: [
      { id: 'user', label: 'User settings', detail: 'For you, in every workspace', icon: 'account' },
      {
        id: 'workspace',
        label: 'Workspace settings',
        detail: 'For this workspace; can be shared in its repository',
        icon: 'root-folder',
      },
    ],
    active: entered.scope,
    accept: (id) => (entered.scope = id === 'workspace' ? 'workspace' : 'user'),
  };
}

function textFields(profile: Profile): Record<string, string> {
  return Object.fromEntries(Object.entries(profile).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

/** Fields that no step asks for (durations, session names) are kept; empty ones are left out. */
function draftProfile(entered: EnteredProfile, existing: Profile | undefined): ReturnType<typeof parseProfile> {
  const fields = Object.entries({ ...existing, ...entered.fields, kind: entered.kind });
  return parseProfile(Object.fromEntries(fields.filter(([, value]) => value !== '')));
}
