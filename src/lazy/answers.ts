/** Laying out answers as a bundle of its own: it is loaded when the first one has arrived. */
export { answerFolds } from '../core/http/answers/answer-folds.ts';
export { answerText, bodyText, decodeText } from '../core/http/answers/answer-text.ts';
export { sentText } from '../core/http/answers/sent-text.ts';
