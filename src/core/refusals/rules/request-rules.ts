import { longestPresign } from '../../aws/longest-presign.ts';
import { removeSignature, writeDirectives, writeHeader } from '../../remedies/remedy.ts';
import type { RefusalRule } from '../refusal-rule.ts';
import type { SignedTexts } from '../../signing/signed-request.ts';

/** SHA-256 of nothing. */
const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** The checksum that S3 accepts in place of Content-MD5: the hash of the body, which is the last line of what was signed. */
function checksumOf(signed: SignedTexts | undefined): string | undefined {
  const hash = signed?.canonicalRequest.split('\n').at(-1) ?? '';
  return /^[0-9a-f]{64}$/.test(hash) ? Buffer.from(hash, 'hex').toString('base64') : undefined;
}

/** Refusals of how the signature is written into the request: headers, parameters, payload hash. */
export const requestRules: readonly RefusalRule[] = [
  {
    message: /X-Amz-Expires must be (?:less than a week|non-negative)/i,
    explain: () => ({
      sentence: 'The presigned URL asks for more than a week.',
      cause: `A presigned URL works for ${longestPresign} seconds (7 days) at most.`,
      fix: writeDirectives({ name: 'aws-presign', value: String(longestPresign) }),
    }),
  },
  {
    message: /X-Amz-Expires should be a number/i,
    explain: () => ({
      sentence: 'The expiry of the presigned URL is not a number.',
      cause: `X-Amz-Expires is a whole number of seconds from 1 to ${longestPresign}.`,
      fix: writeDirectives({ name: 'aws-presign', value: '900' }),
    }),
  },
  {
    message: /Query-string authentication version 4 requires the (.*?) parameters/is,
    explain: () => ({
      sentence: 'A parameter of the presigned URL is missing.',
      cause:
        'The URL was cut, or something on the way removed a parameter: algorithm, credential, date, expires, signed headers and signature all have to be there.',
    }),
  },
  {
    message: /Missing required header for this request: x-amz-content-sha256/i,
    explain: () => ({
      sentence: 'The header x-amz-content-sha256 is missing.',
      cause: 'S3 wants the hash of the body in a signed header; it is written where a request is signed for the service s3.',
      fix: writeDirectives({ name: 'aws-service', value: 's3' }),
    }),
  },
  {
    // The signature is right: this operation also needs a checksum.
    message:
      /Missing required header for this request: Content-MD5( OR x-amz-checksum-)?|Content-MD5( OR x-amz-checksum-\S{0,9})? HTTP header is required/i,
    explain: ({ match: [, orChecksum, orChecksumOfLock], signed }) => {
      const takesChecksum = (orChecksum ?? orChecksumOfLock) !== undefined;
      const checksum = takesChecksum ? checksumOf(signed) : undefined;
      return {
        sentence: `A checksum of the body is missing: Content-MD5${takesChecksum ? ', or one of the x-amz-checksum-… headers' : ''}.`,
        cause:
          'The signature is not the reason. S3 wants the checksum where a request deletes many objects, sets a lifecycle, a policy or a retention, or writes under Object Lock. Its value is in Base64: `openssl md5 -binary FILE | base64` for Content-MD5, `openssl sha256 -binary FILE | base64` for x-amz-checksum-sha256.',
        ...(checksum !== undefined && { fix: writeHeader('x-amz-checksum-sha256', checksum) }),
      };
    },
  },
  {
    message: /Missing required header for this request: ([\w-]+)/i,
    explain: ({ match: [, header = ''] }) => ({
      sentence: `The header ${header} is missing.`,
      cause: 'The operation wants this header: write it below the request line.',
    }),
  },
  {
    message: /Missing the 'x-amz-content-sha256' in canonical headers/i,
    explain: () => ({
      sentence: 'The header x-amz-content-sha256 is not among the signed headers.',
      cause:
        'VPC Lattice wants “UNSIGNED-PAYLOAD” in it; it is written where a request is signed for the service vpc-lattice-svcs.',
      fix: writeDirectives({ name: 'aws-service', value: 'vpc-lattice-svcs' }),
    }),
  },
  {
    code: /^XAmzContentSHA256Mismatch$/,
    explain: ({ refusal }) => ({
      sentence:
        refusal.details.get('ClientComputedContentSHA256') === emptyHash
          ? 'The body that S3 received is not empty, but the hash of an empty body was signed.'
          : 'The body that S3 received has a different hash from the one that was signed.',
      cause: 'The body was changed after it was hashed, for example by a variable, a line end or a proxy.',
      fix: removeSignature,
    }),
  },
  {
    message: /x-amz-content-sha256'? (?:must be|header must be a valid SHA256)/i,
    explain: () => ({
      sentence: 'The value of x-amz-content-sha256 is neither a SHA-256 in hex nor one of the words that S3 knows.',
      cause: 'The header was written by hand, or in another encoding such as Base64.',
      fix: removeSignature,
    }),
  },
  {
    message: /headers present in the request which were not signed/i,
    explain: ({ refusal }) => {
      const named = refusal.details.get('HeadersNotSigned');
      return {
        sentence: `The request has headers that the signature does not cover${named === undefined ? '' : `: ${named}`}.`,
        cause: 'S3 wants every x-amz-… header signed; this one was added after signing, by hand or by a proxy.',
        fix: removeSignature,
      };
    },
  },
  {
    message: /(?<![\w-])([\w-]{1,100})'? is named as a SignedHeader, but it does not exist/i,
    explain: ({ match: [, header = ''] }) => ({
      sentence: `The header ${header} is among the signed headers, but it did not reach AWS.`,
      cause: /^x-amz-security-token$/i.test(header)
        ? 'The session token was signed and then left out, or a proxy removed it: send it as the header that was signed.'
        : 'The client left it out after signing, or a proxy removed or renamed it: send it as it was signed, or leave it out of the signature.',
      fix: removeSignature,
    }),
  },
  {
    message: /'Host'(?: or ':authority')? must be a 'SignedHeader'/i,
    explain: () => ({
      sentence: 'The Host header is not among the signed headers.',
      cause: 'The signature was made by a signer that does not add the host by itself.',
      fix: removeSignature,
    }),
  },
  {
    message: /not a valid key=value pair|Invalid key=value pair/i,
    explain: () => ({
      sentence: 'The Authorization header cannot be read as a SigV4 signature.',
      cause:
        'It holds a blank or line end inside the access key id, another scheme (Bearer, Basic), or its own name a second time in the value.',
      fix: removeSignature,
    }),
  },
  {
    message: /requires '?(?:Credential|Signature|SignedHeaders)'? parameter|requires existence of either a 'X-Amz-Date'/i,
    explain: () => ({
      sentence: 'The Authorization header is not a SigV4 signature, or parts of it are missing.',
      cause: 'Another scheme (Basic, Bearer) was sent to a service that wants SigV4, or X-Amz-Date was removed on the way.',
      fix: removeSignature,
    }),
  },
  {
    message: /requires a valid Date or x-amz-date header/i,
    explain: () => ({
      sentence: 'The date of the signature is missing or not written as AWS reads it.',
      cause: 'X-Amz-Date is written as in 20260131T235959Z.',
      fix: removeSignature,
    }),
  },
  {
    message: /authorization mechanism you have provided is not supported/i,
    explain: () => ({
      sentence: 'The request was signed with an older version of the signature than this region accepts.',
      cause: 'Every region since 2014 wants AWS4-HMAC-SHA256 (SigV4).',
      fix: removeSignature,
    }),
  },
  {
    code: /^(?:AuthorizationHeaderMalformed|AuthorizationQueryParametersError|IncompleteSignature(?:Exception)?)$/,
    explain: ({ refusal }) => ({
      sentence: 'The signature in the request cannot be read.',
      cause: `AWS says: ${refusal.message}`,
      fix: removeSignature,
    }),
  },
];
