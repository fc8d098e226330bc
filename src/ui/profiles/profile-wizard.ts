import type { NamedIdentity } from '../../core/certificates/named-identity.ts';
import type { ReadIdentityOptions } from '../../core/certificates/read-identity.ts';
import { isUserError } from '../../core/errors.ts';
import type { Profile } from '../../core/profiles/profile.ts';
import type { DestinationGuard } from '../../core/destinations/destination-guard.ts';
import { isAccessKeyIdOfAws, parseProfile, profileFieldProblem } from '../../core/profiles/profile.ts';
import type { ChangeableProfile } from '../../storage/stored-profile.ts';
import type { ProfileDraft, ProfileStore } from '../../storage/profile-store.ts';
import type { UsableProfile } from '../../storage/stored-profile.ts';
import { chooseIdentity } from '../certificates/choose-identity.ts';
import type { CertificatePrefill } from '../certificates/certificate-ports.ts';
import { type CertificateFilePorts, certificateFileSteps } from './certificate-file-steps.ts';
import { runWizard } from '../kit/multi-step-input.ts';
import type { Aside, TextStep, WizardStep } from '../kit/multi-step-input.ts';
import { type EnteredProfile, fieldStep } from './profile-field-step.ts';

export interface ProfileWizardPorts {
  readonly profiles: ProfileStore;
  /** What is entered is agreed to. */
  readonly destinations: () => Promise<Pick<DestinationGuard, 'agreeTo'>>;
  /** Whether the window has a folder whose settings can hold profiles. */
  readonly hasWorkspace: () => boolean;
  /** What a file holds that a field of a profile is to name. @throws {UserError} */
  readonly certificateFileParts: CertificateFilePorts['certificateFileParts'];
  /** Opens the certificate of a profile, without a password with the one that is stored for `existing`. @throws {UserError} */
  readonly verifyCertificate: (
    profile: Profile,
    password: string | undefined,
    existing: UsableProfile | undefined,
    choose: NonNullable<ReadIdentityOptions['choose']>,
  ) => Promise<void>;
}

/** What the steps start from: a profile that is edited, or a certificate that one is made with. */
export interface ProfileWizardStart {
  readonly existing?: ChangeableProfile<UsableProfile>;
  readonly prefill?: CertificatePrefill;
}

/** Asks for a profile step by step; undefined when the person leaves. */
export async function runProfileWizard(
  ports: ProfileWizardPorts,
  { existing, prefill }: ProfileWizardStart = {},
): Promise<ProfileDraft | undefined> {
  const { password = '', ...files } = prefill ?? {};
  const entered: EnteredProfile = {
    kind: existing?.profile.kind ?? (prefill === undefined ? undefined : 'rolesAnywhere'),
    scope: existing?.scope ?? 'user',
    name: existing?.name ?? '',
    fields: existing === undefined ? { ...files } : textFields(existing.profile),
    secret: undefined,
    prefilled: prefill !== undefined,
    keyApart: existing?.profile.kind === 'rolesAnywhere' && existing.profile.privateKey !== undefined,
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
    ...(entered.kind === 'static' ? staticSteps(entered, existing) : rolesAnywhereSteps(entered, ports, existing)),
    // What is saved is agreed to, so an endpoint is shown.
    ...(existing?.profile.endpoint === undefined && !isForeignKey(entered) ? [] : [endpointStep(entered)]),
  ];
}

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
    items: [
      {
        id: 'rolesAnywhere',
        label: 'IAM Roles Anywhere',
        detail: 'An X.509 certificate (PFX or PEM) gets short-lived session credentials',
        icon: 'shield',
      },
      { id: 'static', label: 'Static keys', detail: 'An access key id and its secret access key', icon: 'key' },
    ],
    active: entered.kind,
    accept: (id) => chooseKind(entered, id === 'static' ? 'static' : 'rolesAnywhere'),
  };
}

/** Fields and secrets of one kind mean nothing for the other. */
function chooseKind(entered: EnteredProfile, kind: Profile['kind']): void {
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

function staticSteps(entered: EnteredProfile, existing: UsableProfile | undefined): WizardStep[] {
  // A stored secret belongs to its access key id.
  const kept = existing?.profile.kind === 'static' && existing.profile.accessKeyId === entered.fields['accessKeyId'];
  const steps: WizardStep[] = [
    accessKeyIdStep(entered, existing),
    {
      kind: 'text',
      password: true,
      prompt: 'Secret access key; it is kept in the secret storage of this machine',
      placeholder: kept ? 'Leave empty to keep the stored one' : 'Secret access key',
      value: '',
      problem: (text) =>
        text.trim() === '' && !kept && entered.secret === undefined ? 'Enter the secret access key.' : undefined,
      accept: (text) => {
        if (text.trim() !== '') entered.secret = { kind: 'static', secretAccessKey: text.trim() };
        return undefined;
      },
    },
  ];
  if (entered.fields['accessKeyId']?.startsWith('ASIA') === true && entered.secret?.kind === 'static') {
    steps.push(sessionTokenStep(entered));
  }
  return [...steps, fieldStep(entered, 'region', 'Region of requests whose host names none', 'eu-central-1')];
}

/** An id that AWS cannot have given belongs to an endpoint, which is asked for too. */
function accessKeyIdStep(entered: EnteredProfile, existing: UsableProfile | undefined): TextStep {
  const step = fieldStep(entered, 'accessKeyId', 'Access key id', 'AKIAIOSFODNN7EXAMPLE');
  return {
    ...step,
    problem: (text) => {
      // Most likely one of AWS that was cut while it was copied.
      const endpoint = existing?.profile.endpoint ?? (/^A[KS]IA/.test(text.trim()) ? undefined : anyEndpoint);
      return profileFieldProblem('static', 'accessKeyId', text.trim(), endpoint);
    },
    accept: (text, signal, aside) => {
      if (isAccessKeyIdOfAws(text.trim()) && existing?.profile.endpoint === undefined) delete entered.fields['endpoint'];
      return step.accept(text, signal, aside);
    },
  };
}

/** Stands for the endpoint that is asked for. */
const anyEndpoint = 'http://127.0.0.1';

function isForeignKey({ fields }: EnteredProfile): boolean {
  const { accessKeyId } = fields;
  return accessKeyId !== undefined && accessKeyId !== '' && !isAccessKeyIdOfAws(accessKeyId);
}

/** Access key ids that start with ASIA are temporary, and worth nothing without their token. */
function sessionTokenStep(entered: EnteredProfile): TextStep {
  return {
    kind: 'text',
    password: true,
    prompt: 'Session token: keys that start with ASIA are temporary and need it',
    placeholder: 'Session token',
    value: '',
    problem: (text) => (text.trim() === '' ? 'Enter the session token.' : undefined),
    accept: (text) => {
      if (entered.secret?.kind === 'static') entered.secret = { ...entered.secret, sessionToken: text.trim() };
      return undefined;
    },
  };
}

function rolesAnywhereSteps(
  entered: EnteredProfile,
  ports: ProfileWizardPorts,
  existing: UsableProfile | undefined,
): WizardStep[] {
  const example = 'arn:aws:rolesanywhere:eu-central-1:111122223333';
  return [
    fieldStep(entered, 'trustAnchorArn', 'ARN of the trust anchor; the region is taken from it', `${example}:trust-anchor/…`),
    fieldStep(entered, 'profileArn', 'ARN of the Roles Anywhere profile', `${example}:profile/…`),
    fieldStep(entered, 'roleArn', 'ARN of the role to assume', 'arn:aws:iam::111122223333:role/build'),
    ...certificateFileSteps(entered, ports, existing),
    {
      kind: 'text',
      password: true,
      prompt: 'Password of the certificate; it is kept in the secret storage of this machine',
      placeholder: existing === undefined ? 'Leave empty if there is no password' : 'Leave empty to keep the stored one',
      value: entered.password,
      problem: () => undefined,
      accept: (text, _signal, aside) => acceptPassword(text, { entered, ports, existing, aside }),
    },
  ];
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
  // Which certificate of several is meant is asked anew: the files may be others by now.
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

/** Left out where they are empty. */
const optional = new Set(['endpoint', 'certificateFingerprint', 'privateKey', 'certificateChain']);

/** Fields that no step asks for (durations, session names) stay as they were. */
function draftProfile(entered: EnteredProfile, existing: Profile | undefined): ReturnType<typeof parseProfile> {
  const fields = Object.entries({ ...existing, ...entered.fields, kind: entered.kind });
  return parseProfile(Object.fromEntries(fields.filter(([name, value]) => !(optional.has(name) && value === ''))));
}
