import type * as vscode from 'vscode';
import type { SessionTags } from '../../core/certificates/session-tags.ts';
import { UserError } from '../../core/errors.ts';
import type { RolesAnywhereProfile } from '../../core/profiles/profile.ts';
import type * as Explanations from '../../bundles/explanations.ts';
import type { ProfileTarget } from '../../platform/contributions.ts';
import type { ActiveProfile } from '../../storage/active-profile.ts';
import type { ProfileStore } from '../../storage/profile-store.ts';
import type { CommandRegistrar } from '../kit/command-registrar.ts';
import { pickProfile } from '../kit/pick-profile.ts';
import { requireUsable } from '../../storage/stored-profile.ts';
import type { ExplanationDocuments } from './explanation-documents.ts';

export interface TrustPolicyCommandPorts {
  readonly commands: CommandRegistrar;
  readonly profiles: ProfileStore;
  readonly active: ActiveProfile;
  readonly pages: ExplanationDocuments;
  readonly explanations: () => Promise<Pick<typeof Explanations, 'trustPolicyPage'>>;
  /** The session tags of a profile's certificate. @throws {UserError} when the certificate cannot be opened */
  readonly tags: (profileId: string, profile: RolesAnywhereProfile) => Promise<SessionTags>;
}

/** `Show Trust Policy`: the policy that lets the certificate of a profile into its role. */
export function registerTrustPolicyCommand(ports: TrustPolicyCommandPorts): vscode.Disposable {
  const { commands, profiles, active, pages } = ports;
  return commands.register('awsAuth.trustPolicy.show', async (target: ProfileTarget | undefined) => {
    const stored =
      target === undefined
        ? (active.get() ?? (await pickProfile(profiles.list(), 'Show Trust Policy')))
        : profiles.find(target.profileId);
    if (stored === undefined) return;
    const { id, name, profile } = requireUsable(stored);
    if (profile.kind === 'static') {
      throw new UserError({
        code: 'role-missing',
        message: `The profile “${name}” signs with its access key and assumes no role.`,
        remedy: 'Choose a profile of IAM Roles Anywhere.',
      });
    }
    const tags = await ports.tags(id, profile);
    const { trustPolicyPage } = await ports.explanations();
    const text = trustPolicyPage({ name, profile, tags });
    await pages.show({ name: 'Trust Policy.jsonc', text });
  });
}
