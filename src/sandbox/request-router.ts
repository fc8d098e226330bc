import type { SandboxOptions } from './sandbox.ts';
import { serviceFor, serviceTable } from './service-table.ts';
import type { SandboxService } from './services/sandbox-service.ts';
import { KeyRing } from './signatures/key-ring.ts';
import type { RequestSubject } from './signatures/request-subject.ts';
import { verifyHead, verifySigV4 } from './signatures/verify-sigv4.ts';
import { verifyX509 } from './signatures/verify-x509.ts';
import type { Answer } from './wire/answer.ts';
import type { BodyLimits } from './wire/receive-body.ts';
import { refusalAnswer } from './wire/refusal-answer.ts';
import { Refusal } from './wire/refusals.ts';
import type { WireHead, WireRequest } from './wire/wire-request.ts';

/** An answer; with the refusal if it is one. */
export interface Answered {
  readonly answer: Answer;
  readonly refusal?: Refusal;
}

/** Routes each request to its service, after its signature was verified. */
export class RequestRouter {
  readonly #keys: KeyRing;
  readonly #services: readonly SandboxService[];
  readonly #now: () => Date;

  /** Throws a `UserError` (`sandbox-certificate`). */
  constructor(options: SandboxOptions, now: () => Date) {
    this.#keys = new KeyRing(options.accessKeys);
    this.#services = serviceTable({ options, keys: this.#keys, now });
    this.#now = now;
  }

  /**
   * How much of a request's body is accepted, decided by its head alone: nothing is read if the signature is already known to be
   * wrong. A certificate's signature is verified with the body.
   */
  admit(head: WireHead, subject: RequestSubject): BodyLimits | Answered {
    return refusing(head, subject, () => {
      const { signature, body } = serviceFor(this.#services, head, subject);
      if (signature === 'sigv4') verifyHead(head, { ...subject, keys: this.#keys, now: this.#now() });
      return body;
    });
  }

  /** The refusal of a body that is longer than {@link admit} allows. @param size the announced bytes; 0 if none were */
  refuseBody(head: WireHead, subject: RequestSubject, size: number): Answered {
    return refusing<never>(head, subject, () => {
      const { bodyTooLarge } = serviceFor(this.#services, head, subject);
      if (bodyTooLarge) throw bodyTooLarge(size);
      throw new Refusal('RequestEntityTooLargeException', 413, 'The request is larger than the sandbox takes.');
    });
  }

  /** Answers one request; a refused one comes with the refusal. */
  answer(request: WireRequest, subject: RequestSubject): Answered {
    return refusing(request, subject, () => {
      const service = serviceFor(this.#services, request, subject);
      const now = this.#now();
      const answer =
        service.signature === 'x509'
          ? service.answer(verifyX509(request, subject.host, now), subject.requestId)
          : service.answer(verifySigV4(request, { ...subject, keys: this.#keys, now }), subject.requestId);
      return { answer };
    });
  }
}

function refusing<T>(head: WireHead, subject: RequestSubject, work: () => T): T | Answered {
  try {
    return work();
  } catch (error) {
    const refusal = error instanceof Refusal ? error : internalFailure(error);
    return { answer: refusalAnswer(refusal, head, subject), refusal };
  }
}

function internalFailure(error: unknown): Refusal {
  const reason = error instanceof Error ? error.message : String(error);
  return new Refusal('InternalError', 500, 'We encountered an internal error. Please try again.', { reason });
}
