/** The credentials that sign a request. Temporary ones include a session token. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** A session from CreateSession; https://docs.aws.amazon.com/rolesanywhere/latest/userguide/authentication-create-session.html */
export interface Session {
  readonly credentials: Required<Credentials>;
  /** By AWS's clock. */
  readonly expiration: Date;
  /** Origin of the server that issued it, whose clock its expiration refers to; absent if an endpoint responded in its place. */
  readonly issuer?: string;
  /** ARN of the Roles Anywhere subject: the certificate as AWS knows it. */
  readonly subjectArn: string;
  readonly roleArn: string;
  /** `arn:…:sts::account:assumed-role/role/session`. */
  readonly assumedRoleArn: string;
  /** For example `CN=build-7`. */
  readonly sourceIdentity?: string;
  /** The percentage used of the space that STS allows for session policies and tags. */
  readonly packedPolicySize?: number;
}

/** A session with the settings it was made for: it is not valid for others. */
export interface KeptSession {
  readonly session: Session;
  /** Fingerprint of the profile; see `profileFingerprint`. */
  readonly madeFor: string;
  /** When it was requested, in milliseconds since the epoch: a session ended later than that is not restored. */
  readonly startedAt?: number;
}
