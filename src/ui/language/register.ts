import { once } from '../../core/once.ts';
import type { RequestServices } from '../requests/request-services.ts';
import { type ProblemSearch, RequestDiagnostics } from './request-diagnostics.ts';
import { type EnvironmentChoice, EnvironmentStatus } from './environment-status.ts';
import type { LanguageFeatures } from './language-features.ts';

/** The language features of .http files beyond lenses. */
export interface Language extends ProblemSearch, EnvironmentChoice {
  readonly LanguageFeatures: typeof LanguageFeatures;
}

/** Registers problems and the chosen environment; gives the other language features. @param language loaded with the first file that is shown */
export function registerLanguage(services: RequestServices, language: () => Promise<Language>): () => Promise<LanguageFeatures> {
  const { store, standings } = services;
  const diagnostics = store.add(new RequestDiagnostics(services, language));
  store.add(standings.onDidChange(() => diagnostics.sessionsMayHaveEnded()));
  store.add(new EnvironmentStatus(services, language));
  return once(async () => new (await language()).LanguageFeatures(services));
}
