import { UserError } from '../core/errors.ts';
import type { Answer } from './wire/answer.ts';
import { readCertificates } from './signatures/certificate.ts';
import { createSession, type RolesAnywhere } from './services/create-session.ts';
import { answerEcho } from './services/echo.ts';
import { KeyRing } from './signatures/key-ring.ts';
import { refusalAnswer } from './wire/refusal-answer.ts';
import { Refusal } from './wire/refusals.ts';
import { S3 } from './services/s3.ts';
import type { SandboxOptions } from './sandbox.ts';
import { serviceFamily } from './services/service-family.ts';
import type { ServiceHost } from './services/service-host.ts';
import { answerSts } from './services/sts.ts';
import { verifySigV4 } from './signatures/verify-sigv4.ts';
import { redactedTarget, type WireRequest } from './wire/wire-request.ts';

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

  /** Answers one request that is meant for `service` on `host`; a refused one comes with the refusal. */
  answer(
    request: WireRequest,
    { host, service, requestId }: { host: ServiceHost; service: string | undefined; requestId: string },
  ): { answer: Answer; refusal?: Refusal } {
    const family = serviceFamily(service, request);
    try {
      const now = this.#now();
      if (isCreateSession(request, service)) {
        return { answer: createSession(request, { host, world: this.#world, keys: this.#keys, now }) };
      }
      const verified = verifySigV4(request, { host, family, keys: this.#keys, now });
      if (verified.service === 's3') return { answer: this.#s3.answer(verified) };
      if (verified.service === 'sts' && family === 'query') return { answer: answerSts(verified, requestId) };
      return { answer: answerEcho(verified, redactedTarget(request)) };
    } catch (error) {
      const refusal = error instanceof Refusal ? error : internalFailure(error);
      return { answer: refusalAnswer(refusal, { request, family, service, requestId }), refusal };
    }
  }
}

function internalFailure(error: unknown): Refusal {
  const reason = error instanceof Error ? error.message : String(error);
  return new Refusal('InternalError', 500, 'We encountered an internal error. Please try again.', { reason });
}

function isCreateSession(request: WireRequest, service: string | undefined): boolean {
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
