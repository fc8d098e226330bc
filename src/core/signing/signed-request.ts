import type { HttpRequest } from '../http/message.ts';

/** The two texts that a signature is computed from. */
export interface SignedTexts {
  readonly canonicalRequest: string;
  readonly stringToSign: string;
}

/** How a signature came about, for people to read and compare. Holds the session token where it is a signed header. */
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

/** A request whose headers, or whose query where it is presigned, carry its signature; nothing of it may change any more before it is sent. */
export interface SignedRequest extends HttpRequest {
  readonly signing: SignatureDetails;
}
