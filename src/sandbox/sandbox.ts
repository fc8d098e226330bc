/** The data of the sandbox's own IAM and Roles Anywhere; it never leaves the process. */
export interface SandboxOptions {
  readonly trustAnchors: readonly SandboxTrustAnchor[];
  readonly profiles: readonly SandboxProfile[];
  readonly roles: readonly SandboxRole[];
  readonly accessKeys: readonly SandboxAccessKey[];
  /** The initial content of S3; empty by default. */
  readonly buckets?: readonly SandboxBucket[];
  /** The sandbox's clock; the system's by default. */
  readonly now?: () => Date;
  /** A free port by default. */
  readonly port?: number;
}

export interface SandboxTrustAnchor {
  /** `arn:…:rolesanywhere:region:account:trust-anchor/id`. */
  readonly arn: string;
  /** PEM texts, each with one or more certificates. */
  readonly certificates: readonly string[];
}

export interface SandboxProfile {
  /** `arn:…:rolesanywhere:region:account:profile/id`. */
  readonly arn: string;
  readonly roleArns: readonly string[];
  /** 3600 by default. */
  readonly durationSeconds?: number;
  /** False by default. */
  readonly acceptRoleSessionName?: boolean;
  /** True by default. */
  readonly enabled?: boolean;
}

export interface SandboxRole {
  readonly arn: string;
  /** 3600 by default. */
  readonly maxSessionDurationSeconds?: number;
  /** Whether the role's trust policy lets Roles Anywhere assume it; true by default. */
  readonly trusted?: boolean;
}

export interface SandboxAccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface SandboxBucket {
  readonly name: string;
  readonly region: string;
  readonly objects: readonly { readonly key: string; readonly bytes: Uint8Array; readonly contentType: string }[];
}

/** A running sandbox. It listens on 127.0.0.1 only and stands in for every AWS host: the `Host` header says which one is meant. */
export interface Sandbox {
  /** Origin to connect to, for example `http://127.0.0.1:49152`. */
  readonly url: string;
  readonly port: number;
  /** What has reached the sandbox so far, for tests that nothing was sent. */
  readonly received: SandboxTraffic;
  /** The last requests (at most 200), oldest first. */
  readonly requests: readonly SandboxRequest[];
  /** Stops listening and cuts every open connection. */
  close(): Promise<void>;
}

export interface SandboxTraffic {
  readonly connections: number;
  readonly requests: number;
  /** Bytes read from all connections, request lines and headers included. */
  readonly bytes: number;
}

/** One handled request, without any secret: tokens and signatures in the target are replaced by `REDACTED`. */
export interface SandboxRequest {
  readonly time: Date;
  readonly method: string;
  readonly host: string;
  readonly target: string;
  /** HTTP status of the answer. */
  readonly status: number;
  /** `accepted`, or the code of the refusal, for example `SignatureDoesNotMatch`. */
  readonly verdict: string;
  /** The reason, if the refusal's own text does not give it. */
  readonly reason?: string;
}
