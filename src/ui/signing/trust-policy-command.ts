import type * as vscode from 'vscode';
import { UserError } from '../../core/errors.ts';
import type { RolesAnywhereProfile } from '../../core/profiles/profile.ts';
import type * as Explanations from '../../lazy/explanations.ts';
import type { ProfileTarget } from '../../platform/contributions.ts';
import type { ActiveProfile } from '../../storage/active-profile.ts';
import type { ProfileStore } from '../../storage/profile-store.ts';
import type { CommandRegistrar } from '../command-registrar.ts';
import { pickProfile } from '../pick-profile.ts';
import { requireUsable } from '../../storage/usable-profile.ts';
import type { ExplanationDocuments } from './explanation-documents.ts';

export interface TrustPolicyCommandPorts {
  readonly commands: CommandRegistrar;
  readonly profiles: ProfileStore;
  readonly active: ActiveProfile;
  readonly pages: ExplanationDocuments;
  readonly explanations: () => Promise<Pick<typeof Explanations, 'trustPolicy'>>;
  /** The common name of a profile's certificate. @throws {UserError} when the certificate cannot be opened */
  readonly commonName: (profileId: string, profile: RolesAnywhereProfile) => Promise<string | undefined>;
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
    const commonName = await ports.commonName(id, profile);
    const { trustPolicy } = await ports.explanations();
    const policy = trustPolicy({ trustAnchorArn: profile.trustAnchorArn, commonName });
    const text = [
      '// The trust policy of the role',
      `//   ${profile.roleArn}`,
      `// that lets the certificate of “${name}” in. The Roles Anywhere profile`,
      `//   ${profile.profileArn}`,
      '// has to list the role too.',
      JSON.stringify(policy, undefined, 2),
      '',
    ].join('\n');
    await pages.show({ name: 'Trust Policy.jsonc', text });
  });
}
