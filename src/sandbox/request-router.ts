import { UserError } from '../core/errors.ts';
import type { Answer } from './wire/answer.ts';
import { readCertificates } from './signatures/certificate.ts';
import { createSession, type RolesAnywhere } from './services/create-session.ts';
import { answerEcho } from './services/echo.ts';
import { KeyRing } from './signatures/key-ring.ts';
import { refusalAnswer } from './wire/refusal-answer.ts';
import { Refusal } from './wire/refusals.ts';
import { entityTooLarge, MOST_OBJECT_BYTES, S3 } from './services/s3.ts';
import type { SandboxOptions } from './sandbox.ts';
import { serviceFamily } from './services/service-family.ts';
import type { ServiceHost } from './services/service-host.ts';
import { answerSts } from './services/sts.ts';
import { verifyHead, verifySigV4 } from './signatures/verify-sigv4.ts';
import type { BodyLimits } from './wire/receive-body.ts';
import { redactedTarget, type WireHead, type WireRequest } from './wire/wire-request.ts';

/** Longest body of CreateSession, in bytes: its caller is not known before it is read. */
const MOST_SESSION_BYTES = 64 * 1024;
/** Longest body that is kept for services other than S3, in bytes. */
const MOST_FORM_BYTES = 1024 * 1024;

/** Longest body that is hashed for them, in bytes: what S3 itself takes in one piece. */
const MOST_HASHED_BYTES = 5 * 1024 ** 3;

/** What a request is about, as its Host header and its signature say. */
export interface RequestSubject {
  readonly host: ServiceHost;
  readonly service: string | undefined;
  readonly requestId: string;
}

/** An answer; with the refusal where it is one. */
export interface Answered {
  readonly answer: Answer;
  readonly refusal?: Refusal;
}

/** Everything that the sandbox knows, behind one question: what is the answer to this request? */
export class FrontDesk {
  readonly #world: RolesAnywhere;
  readonly #keys: KeyRing;
  readonly #s3: S3;
  readonly #now: () => Date;

  constructor(options: SandboxOptions, now: () => Date) {
    const byArn = <T extends { readonly arn: string }>(items: readonly T[]): Map<string, T> =>
      new Map(items.map((item) => [item.arn, item]));
    this.#world = {
      trustAnchors: new Map(options.trustAnchors.map(({ arn, certificates }) => [arn, readAnchor(arn, certificates)])),
      profiles: byArn(options.profiles),
      roles: byArn(options.roles),
    };
    this.#keys = new KeyRing(options.accessKeys);
    this.#s3 = new S3(options.buckets ?? [], now);
    this.#now = now;
  }

  /**
   * How much of the body of a request is taken, as its head alone decides: nothing is read for somebody whose signature is wrong already,
   * and little for one who gives a certificate, which is verified with the body.
   */
  admit(head: WireHead, about: RequestSubject): BodyLimits | Answered {
    return this.#refusing(head, about, () => {
      if (isCreateSession(head, about.service)) return { most: MOST_SESSION_BYTES, kept: MOST_SESSION_BYTES };
      const family = serviceFamily(about.service, head);
      verifyHead(head, { host: about.host, family, keys: this.#keys, now: this.#now() });
      if (family === 's3') return { most: MOST_OBJECT_BYTES, kept: MOST_OBJECT_BYTES };
      return { most: MOST_HASHED_BYTES, kept: MOST_FORM_BYTES };
    });
  }

  /** The refusal of a body that is longer than {@link admit} said. @param size bytes that were announced; 0 where none were */
  refuseBody(head: WireHead, about: RequestSubject, size: number): Answered {
    return this.#refusing<never>(head, about, () => {
      if (serviceFamily(about.service, head) === 's3') throw entityTooLarge(Math.max(size, MOST_OBJECT_BYTES + 1));
      throw new Refusal('RequestEntityTooLargeException', 413, 'The request is larger than the sandbox takes.');
    });
  }

  /** Answers one request that is meant for `service` on `host`; a refused one comes with the refusal. */
  answer(request: WireRequest, about: RequestSubject): Answered {
    return this.#refusing(request, about, () => {
      const { host, service, requestId } = about;
      const now = this.#now();
      if (isCreateSession(request, service)) {
        return { answer: createSession(request, { host, world: this.#world, keys: this.#keys, now }) };
      }
      const family = serviceFamily(service, request);
      const verified = verifySigV4(request, { host, family, keys: this.#keys, now });
      if (verified.service === 's3') return { answer: this.#s3.answer(verified) };
      if (verified.service === 'sts' && family === 'query') return { answer: answerSts(verified, requestId) };
      return { answer: answerEcho(verified, redactedTarget(request)) };
    });
  }

  #refusing<T>(head: WireHead, { service, requestId }: RequestSubject, work: () => T): T | Answered {
    try {
      return work();
    } catch (error) {
      const refusal = error instanceof Refusal ? error : internalFailure(error);
      const family = serviceFamily(service, head);
      return { answer: refusalAnswer(refusal, { request: head, family, service, requestId }), refusal };
    }
  }
}

function internalFailure(error: unknown): Refusal {
  const reason = error instanceof Error ? error.message : String(error);
  return new Refusal('InternalError', 500, 'We encountered an internal error. Please try again.', { reason });
}

function isCreateSession(request: WireHead, service: string | undefined): boolean {
  return service === 'rolesanywhere' && request.method === 'POST' && request.path === '/sessions';
}

function readAnchor(arn: string, texts: readonly string[]): NonNullable<ReturnType<typeof readCertificates>> {
  const certificates = readCertificates(texts.join('\n'));
  if (certificates) return certificates;
  throw new UserError({
    code: 'sandbox-certificate',
    message: `A certificate of the sandbox's trust anchor ${arn} cannot be read.`,
    remedy: 'Give each certificate as PEM (BEGIN CERTIFICATE … END CERTIFICATE).',
  });
}
