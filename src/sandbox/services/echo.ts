import { jsonAnswer, type Answer } from '../wire/answer.ts';
import type { VerifiedRequest } from '../signatures/verify-sigv4.ts';

/** Answers for a service that the sandbox does not play: that it does not, and what was verified, in JSON. */
export function answerEcho(verified: VerifiedRequest, target: string): Answer {
  const { request, service, region, accessKeyId, caller, signedHeaders, payloadHash } = verified;
  return jsonAnswer({
    sandbox: `This is an echo of the local sandbox, not an answer of AWS. The signature is right; ${service} is not emulated.`,
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
