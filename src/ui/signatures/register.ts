import { hasSessions } from '../../core/profiles/kinds.ts';
import type { HttpDocuments } from '../documents/http-documents.ts';
import type { Services } from '../kit/services.ts';
import { showClockCorrected } from './show-clock-corrected.ts';
import { ExplanationDocuments } from './explanation-documents.ts';
import { type RefusalExplanations, Refusals } from './refusals.ts';
import { SignatureHistory } from './signature-history.ts';
import { type CertificateTags, registerTrustPolicyCommand, type TrustPolicies } from './register-trust-policy-command.ts';

export interface SignaturesFeature {
  readonly pages: ExplanationDocuments;
  readonly refusals: Refusals;
  readonly signatures: SignatureHistory;
}

/** Registers the commands about signatures, refusals and trust policies. Both bundles are loaded on first use. */
export function registerSignatures(
  services: Services,
  documents: HttpDocuments,
  explanations: () => Promise<RefusalExplanations & TrustPolicies>,
  certificates: () => Promise<CertificateTags>,
): SignaturesFeature {
  const { store, commands, profiles, sessions, standings, vault, clock } = services;
  const pages = store.add(new ExplanationDocuments());
  const signatures = new SignatureHistory();
  const refusals = store.add(new Refusals({ commands, documents, pages, history: signatures, explanations }));
  store.add(registerTrustPolicyCommand(services, pages, explanations, certificates));
  store.add(clock.onDidLearn(showClockCorrected));
  // Temporary keys are not a session of ours: they are valid until others replace them.
  store.add(vault.onDidChangeSecret((changed) => signatures.forgetTokens((profileId) => profileId !== changed)));
  const signsWith = (profileId: string, token: string): boolean => {
    const state = sessions.state(profileId);
    if (state.kind === 'starting') return true;
    if (state.kind === 'active') return state.session.credentials.sessionToken === token;
    const profile = profiles.find(profileId)?.profile;
    return profile !== undefined && profile.kind !== 'invalid' && !hasSessions(profile);
  };
  store.add(standings.onDidChange(() => signatures.forgetTokens(signsWith)));
  return { pages, refusals, signatures };
}
