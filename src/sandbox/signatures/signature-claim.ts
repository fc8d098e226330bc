import { formatAmazonDate, parseAmazonDate } from './amazon-date.ts';
import { parseAuthorization, parseCredential, type Credential } from './credential-scope.ts';
import { hashedAuthorization, incompleteSignature, Refusal, unsignedRequest, type Family } from '../wire/refusals.ts';
import { header, queryParameters, type WireHead } from '../wire/wire-request.ts';

export const ALGORITHM = 'AWS4-HMAC-SHA256';

/** What a request says about its own signature; not verified yet. */
export interface SignatureClaim {
  readonly placement: 'header' | 'query';
  readonly credential: Credential;
  /** As listed, in lower case. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly date: Date;
  /** Seconds; a presigned URL's own. */
  readonly expires?: number;
  readonly sessionToken?: string;
}

/**
 * Finds and reads the signature of a request, in the Authorization header or in the query. Throws a `Refusal` if there is none,
 * there are two, or parts are missing or malformed.
 */
export function readSignatureClaim(request: WireHead, family: Family): SignatureClaim {
  const authorization = header(request, 'authorization');
  const query = new Map(queryParameters(request).reverse());
  const presigned = ['X-Amz-Algorithm', 'X-Amz-Signature', 'X-Amz-Credential'].some((name) => query.has(name));
  if (authorization !== undefined && presigned && family === 's3') {
    throw new Refusal(
      'InvalidArgument',
      400,
      'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified',
      { details: [['ArgumentName', 'Authorization']] },
    );
  }
  if (authorization !== undefined) return readHeaderClaim(request, authorization, family);
  if (presigned) return readQueryClaim(query, family);
  throw unsignedRequest(family);
}

function readHeaderClaim(request: WireHead, value: string, family: Family): SignatureClaim {
  const { algorithm, parameters, malformed } = parseAuthorization(value);
  const hashed = hashedAuthorization(value);
  if (!algorithm.startsWith('AWS4-') && family === 's3') {
    throw algorithm === 'AWS'
      ? new Refusal(
          'InvalidRequest',
          400,
          `The authorization mechanism you have provided is not supported. Please use ${ALGORITHM}.`,
        )
      : new Refusal('InvalidArgument', 400, 'Unsupported Authorization Type', { details: [['ArgumentName', 'Authorization']] });
  }
  if (algorithm.startsWith('AWS4-') && algorithm !== ALGORITHM) throw unsupportedAlgorithm(family, algorithm);
  if (malformed !== undefined) {
    throw incompleteSignature(
      family,
      family === 's3'
        ? 'a component of it is no key=value pair.'
        : `Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '${hashed}'.`,
    );
  }
  const [credential, signedHeaders, signature] = ['Credential', 'SignedHeaders', 'Signature'].map((name) => parameters.get(name));
  const timestamp = header(request, 'x-amz-date') ?? header(request, 'date');
  if (!credential || !signedHeaders || !signature || (timestamp === undefined && family !== 's3')) {
    const missing = [
      ...(['Credential', 'Signature', 'SignedHeaders'] as const)
        .filter((name) => !parameters.get(name))
        .map((name) => `Authorization header requires '${name}' parameter.`),
      ...(timestamp === undefined
        ? ["Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."]
        : []),
      `(Hashed with SHA-256 and encoded with Base64) Authorization=${hashed}`,
    ];
    throw incompleteSignature(
      family,
      family === 's3'
        ? 'the authorization header requires three components: Credential, SignedHeaders, and Signature.'
        : missing.join(' '),
    );
  }
  const token = header(request, 'x-amz-security-token');
  return {
    placement: 'header',
    credential: readCredential(credential, family),
    signedHeaders: signedHeaders.toLowerCase().split(';'),
    signature,
    date: readDate(timestamp, family),
    ...(token === undefined ? {} : { sessionToken: token }),
  };
}

function readQueryClaim(query: ReadonlyMap<string, string>, family: Family): SignatureClaim {
  const parameter = (name: string): string => query.get(`X-Amz-${name}`) ?? '';
  const required = ['Algorithm', 'Credential', 'Signature', 'Date', 'SignedHeaders', ...(family === 's3' ? ['Expires'] : [])];
  const missing = required.filter((name) => parameter(name) === '');
  if (missing.length > 0) {
    throw family === 's3'
      ? queryParametersError(
          'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
        )
      : incompleteSignature(family, missing.map((name) => `AWS query-string parameters must include 'X-Amz-${name}'.`).join(' '));
  }
  if (parameter('Algorithm') !== ALGORITHM) throw unsupportedAlgorithm(family, parameter('Algorithm'));
  const token = query.get('X-Amz-Security-Token');
  return {
    placement: 'query',
    credential: readCredential(parameter('Credential'), family),
    signedHeaders: parameter('SignedHeaders').toLowerCase().split(';'),
    signature: parameter('Signature'),
    date: readDate(parameter('Date'), family),
    ...(parameter('Expires') === '' ? {} : { expires: readExpires(parameter('Expires'), family) }),
    ...(token === undefined ? {} : { sessionToken: token }),
  };
}

/** S3's refusal of a presigned URL whose parameters cannot be used. */
export function queryParametersError(message: string, details: Refusal['details'] = []): Refusal {
  return new Refusal('AuthorizationQueryParametersError', 400, message, { details });
}

function unsupportedAlgorithm(family: Family, algorithm: string): Refusal {
  return family === 's3'
    ? new Refusal(
        'InvalidRequest',
        400,
        `The authorization mechanism you have provided is not supported. Please use ${ALGORITHM}.`,
      )
    : incompleteSignature(family, `Unsupported AWS 'algorithm': '${algorithm}'.`);
}

function readCredential(text: string, family: Family): Credential {
  const credential = parseCredential(text);
  if (credential) return credential;
  throw incompleteSignature(
    family,
    family === 's3'
      ? 'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".'
      : `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${text}'`,
  );
}

function readDate(text: string | undefined, family: Family): Date {
  const date = text === undefined ? undefined : (parseAmazonDate(text) ?? parseHttpDate(text));
  if (date) return date;
  throw family === 's3'
    ? new Refusal('AccessDenied', 403, 'AWS authentication requires a valid Date or x-amz-date header')
    : incompleteSignature(
        family,
        `Date must be in ISO-8601 'basic format'. Got '${text ?? ''}'. See http://en.wikipedia.org/wiki/ISO_8601`,
      );
}

function parseHttpDate(text: string): Date | undefined {
  const date = new Date(text);
  return /^[A-Z][a-z]{2}, .* GMT$/.test(text) && !Number.isNaN(date.getTime()) ? date : undefined;
}

function readExpires(text: string, family: Family): number {
  const refuse = (message: string): Refusal =>
    family === 's3' ? queryParametersError(message) : incompleteSignature(family, message);
  if (!/^-?\d+$/.test(text)) throw refuse('X-Amz-Expires should be a number');
  if (text.startsWith('-')) throw refuse('X-Amz-Expires must be non-negative');
  if (Number(text) > 604_800) {
    throw refuse(
      'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds',
    );
  }
  return Number(text);
}

/** The time of a claim as in its string to sign. */
export function claimTimestamp(claim: SignatureClaim): string {
  return formatAmazonDate(claim.date);
}

/**
 * The service that a signature is scoped to, before anything else of it is read; undefined if none can be found. The same as in
 * the claim of {@link readSignatureClaim}.
 */
export function claimedService(request: WireHead): string | undefined {
  const authorization = header(request, 'authorization') ?? '';
  const credential =
    parseAuthorization(authorization).parameters.get('Credential') ??
    // A header that is malformed is refused in the words of the service all the same.
    /\bCredential=([^,\s]+)/.exec(authorization)?.[1] ??
    new Map(queryParameters(request).reverse()).get('X-Amz-Credential');
  return parseCredential(credential ?? '')?.service;
}
