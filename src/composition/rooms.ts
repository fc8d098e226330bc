/** The bundles that are loaded when something in them is needed for the first time, each a file of its own beside the main one. */
export const rooms = {
  answers: once(() => import('../lazy/answers.ts')),
  certificates: once(() => import('../lazy/certificates.ts')),
  explanations: once(() => import('../lazy/explanations.ts')),
  httpRequests: once(() => import('../lazy/http-requests.ts')),
  language: once(() => import('../lazy/language.ts')),
  wizards: once(() => import('../lazy/wizards.ts')),
  requests: once(() => import('../lazy/requests.ts')),
};

/** Another `import` of what is loaded already takes a tenth of a millisecond, and a send does several. */
function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => (loaded ??= load());
}
