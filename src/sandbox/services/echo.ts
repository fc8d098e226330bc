import { jsonAnswer, type Answer } from '../wire/answer.ts';
import type { VerifiedRequest } from '../signatures/verify-sigv4.ts';

/** Answers for a service that the sandbox does not play: what was verified, in JSON. */
export function answerEcho(verified: VerifiedRequest, target: string): Answer {
  const { request, service, region, accessKeyId, caller, signedHeaders, payloadHash } = verified;
  return jsonAnswer({
    service,
    region,
    accessKeyId,
    arn: caller.arn,
    method: request.method,
    target,
    signedHeaders,
    payloadHash,
    bodyBytes: request.body.size,
  });
}
