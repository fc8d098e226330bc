/** Laying out answers and failures, and what can be done with them, as a bundle of its own: it is loaded when the first one has arrived. */
export { failureText } from '../core/http/answers/failure-text.ts';
export { nextSteps } from '../ui/next-steps.ts';
export { answerActions } from '../ui/response/answer-actions.ts';
export { askAboutLongBody } from '../ui/response/ask-about-long-body.ts';
export { answerLenses, arrivingLenses, failureLenses } from '../ui/response/answer-lenses.ts';
export { followEvents, layOutAnswer, previewBody } from '../ui/response/shown-answer.ts';
