/** The bundles that are loaded when something in them is needed for the first time, each a file of its own beside the main one. */
export const rooms = {
  answers: () => import('../lazy/answers.ts'),
  certificates: () => import('../lazy/certificates.ts'),
  explanations: () => import('../lazy/explanations.ts'),
  language: () => import('../lazy/language.ts'),
  requests: () => import('../lazy/requests.ts'),
};
