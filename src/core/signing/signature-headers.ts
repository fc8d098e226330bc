/** The headers that a signature consists of, in lower case: those of an older one go when a request is signed. */
export const signatureHeaders: ReadonlySet<string> = new Set([
  'authorization',
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-region-set',
  'x-amz-security-token',
]);
