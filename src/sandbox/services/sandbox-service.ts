import type { SandboxOptions } from '../sandbox.ts';
import type { KeyRing } from '../signatures/key-ring.ts';
import type { RequestSubject } from '../signatures/request-subject.ts';
import type { VerifiedRequest } from '../signatures/verify-sigv4.ts';
import type { X509Request } from '../signatures/verify-x509.ts';
import type { Answer } from '../wire/answer.ts';
import type { BodyLimits } from '../wire/receive-body.ts';
import type { Refusal } from '../wire/refusals.ts';
import type { WireHead } from '../wire/wire-request.ts';

/** A service that the sandbox plays: a row of the service table. It gets a request only after the signature was verified. */
export type SandboxService = Row & (SigV4Answers | X509Answers);

interface Row {
  /** The name of its file. */
  readonly name: string;
  /** Whether a request is for this service, decided by its head alone. */
  serves(head: WireHead, subject: RequestSubject): boolean;
  /** How much of a body is accepted. */
  readonly body: BodyLimits;
  /** The service's own refusal of a longer body, if it has one. @param size the announced bytes; 0 if none were */
  readonly bodyTooLarge?: (size: number) => Refusal;
}

interface SigV4Answers {
  readonly signature: 'sigv4';
  /** Answers one request. Throws a `Refusal`. */
  answer(verified: VerifiedRequest, requestId: string): Answer;
}

interface X509Answers {
  readonly signature: 'x509';
  /** Answers one request; whether its certificate is trusted is for the service to judge. Throws a `Refusal`. */
  answer(verified: X509Request, requestId: string): Answer;
}

/** The parts that services are built from; each takes those that it needs. */
export interface ServiceContext {
  readonly options: SandboxOptions;
  /** Every access key that signatures are verified against. */
  readonly keys: KeyRing;
  readonly now: () => Date;
}

/** For services other than S3: bodies up to S3's limit are hashed, and kept up to the size of a form. */
export const formBody: BodyLimits = { most: 5 * 1024 ** 3, kept: 1024 * 1024 };
