/** Explaining signatures and refusals as a bundle of its own: it is loaded for the first answer that refuses, and on demand. */
export { explainOwnRefusal } from '../core/requests/explain-own-refusal.ts';
export { explainRequest, signatureRecord, signedText } from '../core/requests/explain-request.ts';
export { refusalPage } from '../core/requests/explain-refusal-page.ts';
export { fixEdits } from '../core/requests/fix-edits.ts';
export { trustPolicy } from '../core/setup/trust-policy.ts';
export { explainRefusal } from '../core/signing/refusals/explain-refusal.ts';
export { readPastedAnswer } from '../core/signing/refusals/read-pasted-answer.ts';
