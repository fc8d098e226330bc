/** The bundles that are loaded when something in them is needed for the first time, each a file of its own beside the main one. */
export const rooms = {
  responses: once(() => import('../bundles/responses.ts')),
  certificates: once(() => import('../bundles/certificates.ts')),
  explanations: once(() => import('../bundles/explanations.ts')),
  httpRequests: once(() => import('../bundles/http-requests.ts')),
  language: once(() => import('../bundles/language.ts')),
  wizards: once(() => import('../bundles/wizards.ts')),
  requests: once(() => import('../bundles/requests.ts')),
};

/** Another `import` of what is loaded already takes a tenth of a millisecond, and a send does several. */
function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => (loaded ??= load());
}
