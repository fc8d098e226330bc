/** The payload hash of a body that the signature does not cover. */
export const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD';

/** How a service's SigV4 differs from the general rules. */
export interface ServiceRules {
  /** The path is decoded and encoded once, as the S3 family does; elsewhere the wire path is encoded once more. */
  readonly encodesPathOnce: boolean;
  /** Dot segments and empty segments are removed from the canonical path. */
  readonly normalizesPath: boolean;
  /** Only the first value of a repeated query parameter counts. */
  readonly readsFirstQueryValueOnly: boolean;
  /** `x-amz-content-sha256` must be sent. */
  readonly demandsContentSha256: boolean;
  /** The value used instead of the body's hash in a signed request, if the service wants no real one. */
  readonly payloadHash: typeof UNSIGNED_PAYLOAD | undefined;
  /** The same for a presigned URL. */
  readonly presignedPayloadHash: typeof UNSIGNED_PAYLOAD | undefined;
  /** Whether the session token is part of what is signed; otherwise it is added afterwards. */
  readonly signsSessionToken: boolean;
  /** Headers that stay out of the signature for this service alone, lower case. */
  readonly unsignedHeaders: ReadonlySet<string>;
}

const general: ServiceRules = {
  encodesPathOnce: false,
  normalizesPath: true,
  readsFirstQueryValueOnly: false,
  demandsContentSha256: false,
  payloadHash: undefined,
  presignedPayloadHash: undefined,
  signsSessionToken: true,
  unsignedHeaders: new Set(),
};

const s3Family: ServiceRules = {
  ...general,
  encodesPathOnce: true,
  normalizesPath: false,
  readsFirstQueryValueOnly: true,
  demandsContentSha256: true,
  presignedPayloadHash: UNSIGNED_PAYLOAD,
};

const exceptions = new Map<string, ServiceRules>([
  // https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html; the family is who has
  // disableDoubleEncoding in its endpoint rules.
  ['s3', s3Family],
  ['s3-object-lambda', s3Family],
  ['s3-outposts', s3Family],
  ['s3express', s3Family],
  // https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-clients.html: the hash is
  // demanded, a signed content-length is refused.
  ['aoss', { ...general, demandsContentSha256: true, unsignedHeaders: new Set(['content-length']) }],
  ['glacier', { ...general, demandsContentSha256: true }],
  // https://docs.aws.amazon.com/vpc-lattice/latest/ug/sigv4-authenticated-requests.html
  [
    'vpc-lattice-svcs',
    { ...general, demandsContentSha256: true, payloadHash: UNSIGNED_PAYLOAD, presignedPayloadHash: UNSIGNED_PAYLOAD },
  ],
  // https://docs.aws.amazon.com/iot/latest/developerguide/protocols.html: MQTT over WebSocket adds the token after signing.
  ['iotdevicegateway', { ...general, signsSessionToken: false }],
]);

/** The rules of the service with this signing name. Services that are not exceptions follow the general ones. */
export function serviceRules(service: string): ServiceRules {
  return exceptions.get(service) ?? general;
}
