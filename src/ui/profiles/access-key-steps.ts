import { isAccessKeyIdOfAws } from '../../core/profiles/kinds/static.ts';
import { hasOwnKeys } from '../../core/profiles/kinds.ts';
import type { ProfileQuestion } from '../../core/profiles/kinds/profile-kind.ts';
import { profileFieldProblem } from '../../core/profiles/profile.ts';
import type { UsableProfile } from '../../storage/stored-profile.ts';
import type { TextStep } from '../kit/multi-step-input.ts';
import { type EnteredProfile, fieldStep } from './field-step.ts';

/** Asks for an access key id and its secret access key; for temporary ones, for the session token as well. */
export function accessKeySteps(
  question: ProfileQuestion,
  entered: EnteredProfile,
  existing: UsableProfile | undefined,
): TextStep[] {
  const steps = [accessKeyIdStep(question, entered, existing), secretStep(entered, existing)];
  const isTemporary = entered.fields['accessKeyId']?.startsWith('ASIA') === true;
  return isTemporary && keysIn(entered) !== undefined ? [...steps, sessionTokenStep(entered)] : steps;
}

/** Whether the access key id cannot be AWS's: it then belongs to an endpoint, which is asked for too. */
export function isForeignKey({ fields }: EnteredProfile): boolean {
  const { accessKeyId } = fields;
  return accessKeyId !== undefined && accessKeyId !== '' && !isAccessKeyIdOfAws(accessKeyId);
}

/** A placeholder for the endpoint that is asked for. */
const anyEndpoint = 'http://127.0.0.1';

function accessKeyIdStep(question: ProfileQuestion, entered: EnteredProfile, existing: UsableProfile | undefined): TextStep {
  const step = fieldStep(entered, question.field, question.prompt, question.example);
  return {
    ...step,
    problem: (text) => {
      // Most likely an AWS key id that was cut when copied.
      const endpoint = existing?.profile.endpoint ?? (/^A[KS]IA/.test(text.trim()) ? undefined : anyEndpoint);
      return profileFieldProblem('static', 'accessKeyId', text.trim(), endpoint);
    },
    accept: (text, signal, aside) => {
      if (isAccessKeyIdOfAws(text.trim()) && existing?.profile.endpoint === undefined) delete entered.fields['endpoint'];
      return step.accept(text, signal, aside);
    },
  };
}

function secretStep(entered: EnteredProfile, existing: UsableProfile | undefined): TextStep {
  // A stored secret belongs to its access key id.
  const kept =
    existing !== undefined && hasOwnKeys(existing.profile) && existing.profile.accessKeyId === entered.fields['accessKeyId'];
  return {
    kind: 'text',
    password: true,
    prompt: 'Secret access key; it is kept in the secret storage of this machine',
    placeholder: kept ? 'Leave empty to keep the stored one' : 'Secret access key',
    value: '',
    problem: (text) => (text.trim() === '' && !kept && entered.secret === undefined ? 'Enter the secret access key.' : undefined),
    accept: (text) => {
      if (text.trim() !== '') entered.secret = { kind: 'static', secretAccessKey: text.trim() };
      return undefined;
    },
  };
}

/** Access key ids that start with ASIA are temporary, and useless without their token. */
function sessionTokenStep(entered: EnteredProfile): TextStep {
  return {
    kind: 'text',
    password: true,
    prompt: 'Session token: keys that start with ASIA are temporary and need it',
    placeholder: 'Session token',
    value: '',
    problem: (text) => (text.trim() === '' ? 'Enter the session token.' : undefined),
    accept: (text) => {
      const keys = keysIn(entered);
      if (keys !== undefined) entered.secret = { ...keys, sessionToken: text.trim() };
      return undefined;
    },
  };
}

function keysIn({ secret }: EnteredProfile) {
  return secret !== undefined && 'secretAccessKey' in secret ? secret : undefined;
}
