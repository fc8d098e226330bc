import { once } from './core/once.ts';

/**
 * The bundles that are loaded when first needed, each a file of its own beside the main one. Importing again what is already loaded
 * takes a tenth of a millisecond, and one send would do so several times.
 */
export const bundles = {
  certificates: once(() => import('./bundles/certificates.ts')),
  explanations: once(() => import('./bundles/explanations.ts')),
  httpFiles: once(() => import('./bundles/http-files.ts')),
  language: once(() => import('./bundles/language.ts')),
  multiRegion: once(() => import('./bundles/multi-region.ts')),
  requests: once(() => import('./bundles/requests.ts')),
  responses: once(() => import('./bundles/responses.ts')),
  sandbox: once(() => import('./bundles/sandbox.ts')),
  wizards: once(() => import('./bundles/wizards.ts')),
  xmlPath: once(() => import('./bundles/xml-path.ts')),
};
