import { ConfigValue } from '../../platform/config-value.ts';
import { HttpDocuments } from '../documents/http-documents.ts';
import type { Services } from '../kit/services.ts';
import type { LanguageFeatures } from '../language/language-features.ts';
import { type Language, registerLanguage } from '../language/register.ts';
import type { Authoring } from '../requests/register-authoring-commands.ts';
import type { SignatureExplanations } from '../requests/register-explain-commands.ts';
import type { ProfileForm } from '../requests/move-keys.ts';
import { type PresignedUrls, registerRequests } from '../requests/register.ts';
import type { RequestLenses } from '../requests/request-lenses.ts';
import type { MultiRegionSigning, RequestPreparation } from '../requests/request-services.ts';
import { RequestVariables, type VariableValues, type XmlPaths } from '../requests/request-variables.ts';
import type { Sending } from '../requests/sending/request-sender.ts';
import type { ResponseLayout } from '../responses/last-response.ts';
import { registerResponses } from '../responses/register.ts';
import type { RefusalExplanations } from '../signatures/refusals.ts';
import { registerSignatures } from '../signatures/register.ts';
import type { CertificateTags, TrustPolicies } from '../signatures/register-trust-policy-command.ts';

/** The bundles, each loaded when first needed. */
export interface HttpFileBundles {
  readonly certificates: () => Promise<CertificateTags>;
  readonly explanations: () => Promise<RefusalExplanations & SignatureExplanations & TrustPolicies>;
  readonly language: () => Promise<Language & Authoring & PresignedUrls>;
  readonly multiRegion: () => Promise<MultiRegionSigning>;
  readonly requests: () => Promise<RequestPreparation & Sending & VariableValues>;
  readonly responses: () => Promise<ResponseLayout>;
  readonly wizards: () => Promise<ProfileForm>;
  readonly xmlPath: () => Promise<XmlPaths>;
}

export interface HttpFilesFeature {
  /** The lenses above the requests, registered by the caller that defers this. */
  readonly lenses: RequestLenses;
  readonly languageFeatures: () => Promise<LanguageFeatures>;
}

/** Registers all features of .http files: language, requests and responses. */
export function registerHttpFiles(
  services: Services,
  { certificates, explanations, language, multiRegion, requests, responses, wizards, xmlPath }: HttpFileBundles,
): HttpFilesFeature {
  const { context, store } = services;
  const documents = new HttpDocuments();
  const overridesFile = store.add(new ConfigValue('environment.overridesFile'));
  const variables = store.add(new RequestVariables({ choice: context.workspaceState, overridesFile, values: requests, xmlPath }));
  const shown = registerResponses(services, responses);
  const signed = registerSignatures(services, documents, explanations, certificates);
  const requestServices = {
    ...services,
    ...{ documents, variables, signatures: signed.signatures, preparation: requests, multiRegion },
  };
  const lenses = registerRequests(requestServices, shown, signed, {
    ...{ sending: requests, authoring: language, explanations, form: wizards },
  });
  return { lenses, languageFeatures: registerLanguage(requestServices, language) };
}
