import type { RequestTarget } from '../commands.ts';
import { certificateRules, profileRules } from '../error-codes.ts';
import type { ErrorCode } from '../error-codes.ts';
import type { UserError } from '../errors.ts';
import { addProfile, editProfile, enterKeys, forProfile, manageTrust, startSandbox, switchProfile } from './remedy.ts';
import type { CommandRemedy, EditorRemedy } from './remedy.ts';

/** A button of a notification. */
export type ErrorRemedy = CommandRemedy | EditorRemedy;

const profileSettings = { kind: 'command', title: 'Open Settings', command: 'awsAuth.profiles.openSettings' } as const;
const checkProfile = { kind: 'command', title: 'Check Profile…', command: 'awsAuth.profile.check' } as const;
const proxySettings = { kind: 'setting', title: 'Proxy Settings', name: 'http.proxy' } as const;

/** Remedies of errors, by their codes; the others have only their text. */
export const errorRemedies: Readonly<Partial<Record<ErrorCode, readonly ErrorRemedy[]>>> = {
  ...Object.fromEntries(certificateRules.map((rule) => [`certificate-${rule}`, [checkProfile]])),
  ...Object.fromEntries(profileRules.map((rule) => [`profile-${rule}`, [checkProfile]])),
  'certificate-insufficient': [checkProfile],
  'certificate-untrusted': [checkProfile],
  'workspace-untrusted': [manageTrust],
  'profile-none': [startSandbox, addProfile],
  'profile-missing': [switchProfile, addProfile],
  'profile-unknown': [addProfile],
  'profile-invalid': [profileSettings],
  'endpoint-refused': [profileSettings],
  'settings-unwritable': [profileSettings],
  'secret-missing': [enterKeys],
  'environment-keys-empty': [switchProfile],
  'environment-keys-incomplete': [switchProfile],
  'environment-keys-missing': [switchProfile],
  'secret-unreadable': [editProfile],
  'role-not-assumable': [{ kind: 'command', title: 'Show Trust Policy', command: 'awsAuth.trustPolicy.show' }],
  'credentials-malformed': [editProfile],
  'password-required': [editProfile],
  'password-wrong': [editProfile],
  'request-invalid': [editProfile],
  'resource-not-found': [editProfile],
  'request-not-found': [{ kind: 'command', title: 'New AWS Request…', command: 'awsAuth.request.new' }],
  'body-not-text': [{ kind: 'command', title: 'Save Response Body…', command: 'awsAuth.response.saveBody' }],
  'sandbox-stopped': [startSandbox],
  'proxy-failed': [proxySettings],
  'tls-untrusted': [proxySettings],
  timeout: [{ kind: 'setting', title: 'Change Time Limit', name: 'awsAuth.request.timeout' }],
};

/**
 * The remedies of an error; none if it has only its text.
 * @param request the one that failed
 */
export function remediesOf(
  { code, subject, unsentRequest }: Pick<UserError, 'code'> & Partial<Pick<UserError, 'subject' | 'unsentRequest'>>,
  request?: RequestTarget,
): readonly ErrorRemedy[] {
  if (unsentRequest !== undefined && request !== undefined) {
    const title = `Send ${unsentRequest.length > 30 ? 'That Request' : `“${unsentRequest}”`} First`;
    return [{ kind: 'command', title, command: 'awsAuth.request.send', target: { ...request, first: unsentRequest } }];
  }
  // Files that no profile names may be unreadable too.
  if (code === 'file-unreadable') return subject?.kind === 'profile-file' ? [editProfile] : [];
  const profileId = subject?.kind === 'profile' ? subject.id : undefined;
  return (errorRemedies[code] ?? []).map((remedy) => forProfile(remedy, profileId));
}
