/** The headers of a signature, in lower case: those of an older one are removed when a request is signed. */
export const signatureHeaders: ReadonlySet<string> = new Set([
  'authorization',
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-region-set',
  'x-amz-security-token',
]);
