/** The bundle that lays out responses and failures, with the actions on them; loaded when the first one arrives. */
export { failureText } from '../core/responses/failure-text.ts';
export { remediesOf } from '../core/remedies/error-remedies.ts';
export { runRemedy } from '../ui/kit/run-remedy.ts';
export { responseActions } from '../ui/responses/response-actions.ts';
export { askAboutLongBody } from '../ui/responses/bodies/ask-about-long-body.ts';
export { responseLenses, arrivingLenses, failureLenses } from '../ui/responses/response-lenses.ts';
export { followEvents, layOutResponse, previewBody } from '../ui/responses/shown-response.ts';
