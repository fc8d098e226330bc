import type { HttpRequest } from '../http/message.ts';

/** The two texts that a signature is computed from. */
export interface SignedTexts {
  readonly canonicalRequest: string;
  readonly stringToSign: string;
}

/** How a signature was computed, for people to read and compare. Contains the session token if it is a signed header. */
export interface SignatureDetails extends SignedTexts {
  /** For example `AWS4-HMAC-SHA256`. */
  readonly algorithm: string;
  /** For example `20260131/eu-central-1/s3/aws4_request`. */
  readonly credentialScope: string;
  /** Lower case, sorted. */
  readonly signedHeaders: readonly string[];
  /** Lower-case hex. */
  readonly signature: string;
  readonly date: Date;
}

/** A request with its signature in the headers, or in the query if presigned; nothing in it may change before it is sent. */
export interface SignedRequest extends HttpRequest {
  readonly signing: SignatureDetails;
}
