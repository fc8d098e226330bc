import { createHash } from 'node:crypto';
import { utf8 } from './wire-request.ts';

/** The shape in which a service's front end answers. */
export type Family = 's3' | 'query' | 'ec2' | 'json' | 'rest-json';

/** A refusal, in the words of the service that the request was meant for. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;
  /** Elements that S3 adds to `Code` and `Message`. */
  readonly details: readonly (readonly [name: string, value: string])[];
  /** For the sandbox's own log, if AWS's text conceals the cause. */
  readonly reason: string | undefined;

  constructor(code: string, status: number, message: string, more: { details?: Refusal['details']; reason?: string } = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.details = more.details ?? [];
    this.reason = more.reason;
  }
}

type Codes = Readonly<Record<Family, readonly [code: string, status: number]>>;

const INVALID_SIGNATURE: Codes = {
  s3: ['SignatureDoesNotMatch', 403],
  query: ['SignatureDoesNotMatch', 403],
  ec2: ['AuthFailure', 401],
  json: ['InvalidSignatureException', 400],
  'rest-json': ['InvalidSignatureException', 403],
};
const INCOMPLETE: Codes = {
  s3: ['AuthorizationHeaderMalformed', 400],
  query: ['IncompleteSignature', 400],
  ec2: ['AuthFailure', 401],
  json: ['IncompleteSignatureException', 400],
  'rest-json': ['IncompleteSignatureException', 403],
};
const UNKNOWN_KEY: Codes = {
  s3: ['InvalidAccessKeyId', 403],
  query: ['InvalidClientTokenId', 403],
  ec2: ['AuthFailure', 401],
  json: ['UnrecognizedClientException', 400],
  'rest-json': ['UnrecognizedClientException', 403],
};
const EXPIRED_TOKEN: Codes = {
  s3: ['ExpiredToken', 400],
  query: ['ExpiredToken', 403],
  ec2: ['RequestExpired', 400],
  json: ['ExpiredTokenException', 400],
  'rest-json': ['ExpiredTokenException', 403],
};
const UNSIGNED: Codes = {
  s3: ['AccessDenied', 403],
  query: ['MissingAuthenticationToken', 403],
  ec2: ['AuthFailure', 401],
  json: ['MissingAuthenticationTokenException', 400],
  'rest-json': ['MissingAuthenticationTokenException', 403],
};

const EC2_TEXT = 'AWS was not able to validate the provided access credentials';
const MISMATCH = 'The request signature we calculated does not match the signature you provided.';
const TOKEN_INVALID = 'The security token included in the request is invalid.';

function refuse(codes: Codes, family: Family, message: string, details: Refusal['details'] = []): Refusal {
  const [code, status] = codes[family];
  const told = family === 'ec2' && code === 'AuthFailure';
  return new Refusal(code, status, told ? EC2_TEXT : message, told ? { reason: message } : { details });
}

/** What the sandbox computed if a signature differs; the texts are byte strings. */
export interface Computed {
  readonly accessKeyId: string;
  readonly signatureProvided: string;
  readonly canonicalRequest: string;
  readonly stringToSign: string;
}

/** The signature differs; names the expected canonical request and string to sign. */
export function signatureMismatch(family: Family, computed: Computed): Refusal {
  const canonical = utf8(computed.canonicalRequest);
  const toSign = utf8(computed.stringToSign);
  if (family === 's3') {
    return refuse(INVALID_SIGNATURE, family, `${MISMATCH} Check your key and signing method.`, [
      ['AWSAccessKeyId', computed.accessKeyId],
      ['StringToSign', toSign],
      ['SignatureProvided', computed.signatureProvided],
      ['StringToSignBytes', spacedHex(computed.stringToSign)],
      ['CanonicalRequest', canonical],
      ['CanonicalRequestBytes', spacedHex(computed.canonicalRequest)],
    ]);
  }
  const where = 'Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';
  const canonicalText = `The Canonical String for this request should have been\n'${canonical}'`;
  const toSignText = `The String-to-Sign should have been\n'${toSign}'`;
  return refuse(INVALID_SIGNATURE, family, `${MISMATCH} ${where}\n\n${canonicalText}\n\n${toSignText}\n`);
}

/** The scope, the time or the list of signed headers invalidates the signature, whatever it is. */
export function invalidSignature(family: Family, message: string): Refusal {
  return refuse(INVALID_SIGNATURE, family, message);
}

/** Part of the signature is missing or unreadable. */
export function incompleteSignature(family: Family, message: string, details: Refusal['details'] = []): Refusal {
  return refuse(INCOMPLETE, family, family === 's3' ? `The authorization header is malformed; ${message}` : message, details);
}

/** No such access key, or temporary keys without their token. */
export function unknownAccessKey(family: Family, accessKeyId: string): Refusal {
  const s3Text = 'The AWS Access Key Id you provided does not exist in our records.';
  return refuse(UNKNOWN_KEY, family, family === 's3' ? s3Text : TOKEN_INVALID, [['AWSAccessKeyId', accessKeyId]]);
}

/** The session token is not the one that belongs to the access key. */
export function invalidToken(family: Family): Refusal {
  if (family === 's3') return new Refusal('InvalidToken', 400, 'The provided token is malformed or otherwise invalid.');
  return refuse(UNKNOWN_KEY, family, TOKEN_INVALID);
}

/** The session of these keys has expired. */
export function expiredToken(family: Family): Refusal {
  const told = family === 's3' ? 'The provided token has expired.' : 'The security token included in the request is expired';
  return refuse(EXPIRED_TOKEN, family, family === 'ec2' ? 'Request has expired.' : told);
}

/** The request carries no signature. */
export function unsignedRequest(family: Family): Refusal {
  const texts: Readonly<Record<Family, string>> = {
    s3: 'Access Denied',
    query: 'Request is missing Authentication Token',
    ec2: 'Request is missing Authentication Token',
    json: 'Missing Authentication Token',
    'rest-json': 'Missing Authentication Token',
  };
  return refuse(UNSIGNED, family, texts[family]);
}

/** How AWS identifies an Authorization value without repeating it: base64 of its SHA-256. */
export function hashedAuthorization(value: string): string {
  return createHash('sha256').update(value, 'latin1').digest('base64');
}

function spacedHex(bytes: string): string {
  return Buffer.from(bytes, 'latin1')
    .toString('hex')
    .replace(/..(?=.)/g, '$& ');
}
