/** The certificates room as a bundle of its own: it is loaded when the first certificate is opened. */
export { checkIdentity } from '../core/certificates/check-identity.ts';
export { describeCertificate } from '../core/certificates/describe.ts';
export { readIdentity } from '../core/certificates/read-identity.ts';
