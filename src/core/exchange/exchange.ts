import type { ReceivedResponse, ReceivedBody } from '../http/received-response.ts';
import type { HttpRequest, HttpResponse, SentRequest } from '../http/message.ts';
import type { PreparedRequest } from '../requests/prepare-request.ts';
import type { SendDirectives } from '../requests/send-directives.ts';
import { mayTellRegion } from './in-bucket-region.ts';
import { saysExpiredToken } from './says-expired-token.ts';
import { redirectStep } from './redirect-step.ts';
import type { SignedFor } from './in-bucket-region.ts';

export interface ExchangePorts {
  readonly send: (request: HttpRequest, signal: AbortSignal) => Promise<HttpResponse>;
  /** @param request the request that it responds to */
  readonly receiveBody: (response: HttpResponse, request: HttpRequest) => Promise<ReceivedBody>;
  /** Milliseconds, from any start. */
  readonly clock: () => number;
}

export interface ExchangeOptions extends Pick<SendDirectives, 'followRedirects'> {
  readonly signal: AbortSignal;
}

/** All that happened between a signed request and the response that a person gets to see. */
export interface Exchange {
  readonly response: ReceivedResponse;
  /** In order; `response` belongs to the last one. */
  readonly sent: readonly SentRequest[];
  /** The signature of the last request, or the last signature before a redirect led to another origin. */
  readonly prepared: PreparedRequest;
  /** Whether the last request carried a signature. */
  readonly signed: boolean;
  /** Sentences about what was done automatically: a redirect followed, a session renewed. */
  readonly notes: readonly string[];
  /** Secrets that no document may show: everything that signed on the way. */
  readonly secrets: readonly string[];
}

const mostRedirects = 5;
/** Bytes; S3's own messages are shorter. */
const longestXml = 65_536;

/**
 * Sends a signed request and receives its response. Redirects are followed as `redirectStep` says, at most five; a session that AWS
 * calls expired is renewed and the request sent once more.
 * @throws UserError what signing, sending and receiving throw
 */
export async function exchange(
  first: PreparedRequest,
  { followRedirects, signal }: ExchangeOptions,
  { send, receiveBody, clock }: ExchangePorts,
): Promise<Exchange> {
  let prepared = first;
  let request: HttpRequest = first.request;
  let signed = true;
  let redirects = 0;
  let renewed = false;
  const sent: SentRequest[] = [];
  const notes: string[] = [];
  const secrets = new Set(first.secrets);
  for (;;) {
    const start = clock();
    const response = await send(request, signal);
    sent.push({ request, status: response.status });
    const { status, statusText, httpVersion, headers, timing } = response;
    // S3 names the region of a bucket in the text of its response.
    const early =
      signed && prepared.scope.service === 's3' && mayTellRegion(status) ? await receiveBody(response, request) : undefined;
    const text = early?.body instanceof Uint8Array ? new TextDecoder().decode(early.body.subarray(0, longestXml)) : '';
    // Nothing is concluded from a response that broke off, nor is anything done after a person cancelled.
    const step =
      early?.cut === undefined
        ? redirectStep({ status, headers, text }, request, signed ? signedFor(prepared) : undefined)
        : undefined;
    if (step !== undefined && step.kind !== 'stay' && followRedirects && redirects < mostRedirects) {
      redirects += 1;
      notes.push(step.note);
      if (early === undefined) await discard(response);
      if (step.kind === 'resign') {
        prepared = await prepared.resign(step.request, step.region);
        request = prepared.request;
      } else {
        signed = false;
        request = step.request;
      }
      continue;
    }
    if (step?.kind === 'stay') notes.push(step.note);
    else if (step !== undefined) {
      notes.push(
        followRedirects ? `Stopped after ${mostRedirects} redirects.` : 'The redirect was not followed: # @no-redirect.',
      );
    }
    const received = early ?? (await receiveBody(response, request));
    const { lengthUnknown = false } = response;
    const complete: ReceivedResponse = {
      ...{ status, statusText, httpVersion, headers, timing, lengthUnknown, ...received },
      duration: clock() - start,
    };
    if (received.cut === undefined && signed && !renewed && prepared.renew !== undefined && saysExpiredToken(complete)) {
      renewed = true;
      notes.push('AWS called the session expired: it was renewed and the request sent again.');
      prepared = await prepared.renew();
      request = prepared.request;
      for (const secret of prepared.secrets) secrets.add(secret);
      continue;
    }
    return { response: complete, sent, prepared, signed, notes, secrets: [...secrets] };
  }
}

function signedFor({ scope: { service, region }, aws }: PreparedRequest): SignedFor {
  return { service, region, regionIsWritten: aws.region !== undefined };
}

/** Ends a body that is not needed. */
async function discard({ body }: HttpResponse): Promise<void> {
  await body[Symbol.asyncIterator]().return?.();
}
