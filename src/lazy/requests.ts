/** Signing and sending as a bundle of its own: it is loaded when the first request is sent or the first session started. */
export { openDestinations } from '../composition/destinations.ts';
export { maskedUrl } from '../core/http/answers/masked-url.ts';
export { receiveBody } from '../core/http/answers/receive-body.ts';
export { sendRequest } from '../core/http/transport.ts';
export { atEndpoint } from '../core/requests/at-endpoint.ts';
export { exchange } from '../core/requests/exchange/exchange.ts';
export { obtainConsentedSession } from '../core/requests/obtain-consented-session.ts';
export { prepareRequest } from '../core/requests/prepare-request.ts';
export { sendingWishes } from '../core/requests/sending-wishes.ts';
export { sendWithServerTime } from '../core/requests/send-with-server-time.ts';
export { signatureEdits } from '../core/requests/signature-edits.ts';
export { answerVariables } from '../core/variables/answer-variables.ts';
export { readEnvironments } from '../core/variables/environments.ts';
export { requestSources } from '../core/variables/request-sources.ts';
export { forgetSigningKeys } from '../core/signing/signature.ts';
export { performExchange } from '../ui/response/perform-exchange.ts';
