/** The bundle that explains signatures and refusals; loaded for the first response that refuses a request, and on demand. */
export { explainOwnRefusal } from '../core/refusals/explain-own-refusal.ts';
export { explainRequest, signatureRecord } from '../core/requests/explain-request.ts';
export { trustPolicyPage } from '../core/setup/trust-policy-page.ts';
export { copyPolicyStatement, explainRefusedText, refusalActions, refusalLenses } from '../ui/signatures/refusal-actions.ts';
