import type { UserError } from '../../core/errors.ts';
import type { CommandId, RequestTarget, SendTarget } from '../../platform/contributions.ts';

/** A button that leads on from a failure. */
export interface NextStep {
  readonly title: string;
  readonly command: CommandId | `workbench.${string}`;
  readonly argument?: unknown;
  /** Whether that is all there was to do, so that what failed is done again after it. */
  readonly thenAgain?: true;
}

/** Codes of what the check before a session finds. */
const checkedRule = /^(?:certificate-(?!damaged|missing)|profile-(?:region|same-|duration|[a-z-]+-arn))/;

const addProfile: NextStep = { title: 'Add Profile…', command: 'awsAuth.profile.add' };
const editProfile: NextStep = { title: 'Edit Profile…', command: 'awsAuth.profile.edit' };
const profileSettings: NextStep = { title: 'Open Settings', command: 'awsAuth.profiles.openSettings' };
const startSandbox: NextStep = { title: 'Start Local Sandbox', command: 'awsAuth.sandbox.start', thenAgain: true };
const setting = (title: string, name: string): NextStep => ({ title, command: 'workbench.action.openSettings', argument: name });
const proxySettings = setting('Proxy Settings', 'http.proxy');

const steps: Readonly<Record<string, readonly NextStep[]>> = {
  'workspace-untrusted': [{ title: 'Manage Workspace Trust', command: 'workbench.trust.manage' }],
  'profile-none': [startSandbox, addProfile],
  'profile-missing': [{ title: 'Switch Active Profile…', command: 'awsAuth.profile.activate' }, addProfile],
  'profile-unknown': [addProfile],
  'profile-invalid': [profileSettings],
  'endpoint-refused': [profileSettings],
  'settings-unwritable': [profileSettings],
  'secret-unreadable': [editProfile],
  'credentials-malformed': [editProfile],
  'password-required': [editProfile],
  'password-wrong': [editProfile],
  'request-invalid': [editProfile],
  'resource-not-found': [editProfile],
  'request-not-found': [{ title: 'New AWS Request…', command: 'awsAuth.request.new' }],
  'body-not-text': [{ title: 'Save Response Body…', command: 'awsAuth.response.saveBody' }],
  'sandbox-stopped': [startSandbox],
  'proxy-failed': [proxySettings],
  'tls-untrusted': [proxySettings],
  timeout: [setting('Change Time Limit', 'awsAuth.request.timeout')],
};

/**
 * What can be done about a failure, by its code; nothing where its words have to do.
 * @param request the one that failed
 */
export function nextSteps(
  { code, place, unsentRequest }: Pick<UserError, 'code' | 'place' | 'unsentRequest'>,
  request?: RequestTarget,
): readonly NextStep[] {
  if (unsentRequest !== undefined && request !== undefined) {
    const title = `Send ${unsentRequest.length > 30 ? 'That Request' : `“${unsentRequest}”`} First`;
    const argument: SendTarget = { ...request, first: unsentRequest };
    return [{ title, command: 'awsAuth.request.send', argument }];
  }
  // These name their profile by its id.
  const argument = place?.field === undefined ? undefined : { profileId: place.field };
  if (code === 'secret-missing') return [{ title: 'Enter New Keys…', command: 'awsAuth.profile.enterKeys', argument }];
  if (code === 'role-not-assumable') {
    return [{ title: 'Show Trust Policy', command: 'awsAuth.trustPolicy.show', argument }];
  }
  // A file that no profile names is unreadable as well; the profile's is told by its field.
  if (code === 'file-unreadable') return place?.field === undefined ? [] : [editProfile];
  if (checkedRule.test(code)) return [{ title: 'Check Profile…', command: 'awsAuth.profile.check' }];
  return steps[code] ?? [];
}
