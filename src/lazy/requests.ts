/** Signing and sending as a bundle of its own: it is loaded when the first request is sent or the first session started. */
export { obtainSession } from '../core/credentials/obtain-session.ts';
export { formatResponse } from '../core/http/format-response.ts';
export { readBody } from '../core/http/read-body.ts';
export { sendRequest } from '../core/http/transport.ts';
export { prepareRequest } from '../core/requests/prepare-request.ts';
export { sendWithServerTime } from '../core/requests/send-with-server-time.ts';
export { signatureEdits } from '../core/requests/signature-edits.ts';
export { forgetSigningKeys } from '../core/signing/signature.ts';
