import type { SandboxOptions } from '../sandbox.ts';
import type { KeyRing } from '../signatures/key-ring.ts';
import type { RequestSubject } from '../signatures/request-subject.ts';
import type { VerifiedRequest } from '../signatures/verify-sigv4.ts';
import type { X509Request } from '../signatures/verify-x509.ts';
import type { Answer } from '../wire/answer.ts';
import type { BodyLimits } from '../wire/receive-body.ts';
import type { Refusal } from '../wire/refusals.ts';
import type { WireHead } from '../wire/wire-request.ts';

/** A service that the sandbox plays: a row of the service table. It gets a request only after the signature was found right. */
export type SandboxService = Row & (SigV4Answers | X509Answers);

interface Row {
  /** The name of its file. */
  readonly name: string;
  /** Whether a request is this service's; its head alone decides. */
  serves(head: WireHead, subject: RequestSubject): boolean;
  /** How much of a body is taken. */
  readonly body: BodyLimits;
  /** The service's own refusal of a body that is longer, where it has one. @param size bytes that were announced; 0 where none were */
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

/** What services are made of: each takes from it what it plays with. */
export interface ServiceContext {
  readonly options: SandboxOptions;
  /** Every access key that signatures are verified against. */
  readonly keys: KeyRing;
  readonly now: () => Date;
}

/** For services other than S3: what S3 itself takes in one piece is hashed, and kept as far as any form goes. */
export const formBody: BodyLimits = { most: 5 * 1024 ** 3, kept: 1024 * 1024 };
