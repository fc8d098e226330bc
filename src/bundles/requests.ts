/** The bundle that signs and sends; loaded when the first request is sent or the first session is started. */
export { openDestinations } from '../ui/destinations/open-destinations.ts';
export { maskedUrl } from '../core/redaction/masked-url.ts';
export { receiveBody } from '../core/http/receive-body.ts';
export { sendRequest } from '../core/http/transport.ts';
export { atEndpoint } from '../core/destinations/at-endpoint.ts';
export { exchange } from '../core/exchange/exchange.ts';
export { CredentialProvider } from '../core/credentials/credential-provider.ts';
export { prepareRequest } from '../core/requests/prepare-request.ts';
export { sendDirectives } from '../core/requests/send-directives.ts';
export { sendWithServerTime } from '../core/exchange/send-with-server-time.ts';
export { signatureEdits } from '../core/requests/editing/signature-edits.ts';
export { responseVariables } from '../core/variables/responses/response-variables.ts';
export { readEnvironments } from '../core/variables/environments/environments.ts';
export { requestSources } from '../core/variables/request-sources.ts';
export { forgetSigningKeys } from '../core/signing/algorithms/signature.ts';
export { performExchange } from '../ui/requests/sending/perform-exchange.ts';
