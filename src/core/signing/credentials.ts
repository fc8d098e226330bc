/** What signs a request. Temporary credentials carry a session token. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** What CreateSession answers; https://docs.aws.amazon.com/rolesanywhere/latest/userguide/authentication-create-session.html */
export interface Session {
  readonly credentials: Required<Credentials>;
  /** By the clock of AWS. */
  readonly expiration: Date;
  /** Origin of the server that gave it, whose clock its expiration is by; absent where an endpoint answered in its place. */
  readonly issuer?: string;
  /** ARN of the Roles Anywhere subject: the certificate as AWS knows it. */
  readonly subjectArn: string;
  readonly roleArn: string;
  /** `arn:…:sts::account:assumed-role/role/session`. */
  readonly assumedRoleArn: string;
  /** For example `CN=build-7`. */
  readonly sourceIdentity?: string;
  /** Per cent of the room that STS gives session policies and tags. */
  readonly packedPolicySize?: number;
}

/** A session with what it was made for: with other settings it counts no more. */
export interface KeptSession {
  readonly session: Session;
  /** Fingerprint of the profile; see `profileFingerprint`. */
  readonly madeFor: string;
  /** When it was asked for, in milliseconds since the epoch: what was ended later than that does not come back. */
  readonly startedAt?: number;
}
