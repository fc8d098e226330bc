/** Laying out answers and failures, and what can be done with them, as a bundle of its own: it is loaded when the first one has arrived. */
export { failureText } from '../core/responses/failure-text.ts';
export { remediesOf } from '../core/remedies/error-remedies.ts';
export { runRemedy } from '../ui/kit/run-remedy.ts';
export { responseActions } from '../ui/responses/response-actions.ts';
export { askAboutLongBody } from '../ui/responses/bodies/ask-about-long-body.ts';
export { responseLenses, arrivingLenses, failureLenses } from '../ui/responses/response-lenses.ts';
export { followEvents, layOutResponse, previewBody } from '../ui/responses/shown-response.ts';
