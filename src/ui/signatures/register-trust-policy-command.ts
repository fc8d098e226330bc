import type * as vscode from 'vscode';
import type { sessionTags } from '../../core/certificates/session-tags.ts';
import { UserError } from '../../core/errors.ts';
import { hasCertificate, kindRow } from '../../core/profiles/kinds.ts';
import type { ProfileTarget } from '../../platform/contributions.ts';
import type { trustPolicyPage } from '../../core/setup/trust-policy-page.ts';
import type { Services } from '../kit/services.ts';
import { chooseProfile } from '../kit/pick-profile.ts';
import { requireUsable } from '../../storage/stored-profile.ts';
import type { ExplanationDocuments } from './explanation-documents.ts';

/** Writes the policy. */
export interface TrustPolicies {
  readonly trustPolicyPage: typeof trustPolicyPage;
}

/** Reads session tags from a certificate. */
export interface CertificateTags {
  readonly sessionTags: typeof sessionTags;
}

/** `Show Trust Policy`: the policy that lets the certificate of a profile into its role. */
export function registerTrustPolicyCommand(
  { commands, profiles, active, identity, password }: Services,
  pages: ExplanationDocuments,
  policies: () => Promise<TrustPolicies>,
  certificates: () => Promise<CertificateTags>,
): vscode.Disposable {
  return commands.register('awsAuth.trustPolicy.show', async (target: ProfileTarget | undefined) => {
    const stored = await chooseProfile({ profiles, active }, target, 'Show Trust Policy');
    if (stored === undefined) return;
    const { id, name, profile } = requireUsable(stored);
    if (!hasCertificate(profile)) {
      throw new UserError({
        code: 'role-missing',
        message: `The profile “${name}” signs with ${kindRow(profile.kind).signsWith} and assumes no role.`,
        remedy: 'Choose a profile of IAM Roles Anywhere.',
      });
    }
    const { leaf } = await identity(profile, await password(id));
    const tags = (await certificates()).sessionTags(leaf);
    const { trustPolicyPage } = await policies();
    const text = trustPolicyPage({ name, profile, tags });
    await pages.show({ name: 'Trust Policy.jsonc', text });
  });
}
