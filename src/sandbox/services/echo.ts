import type { VerifiedRequest } from '../signatures/verify-sigv4.ts';
import { jsonAnswer, type Answer } from '../wire/answer.ts';
import { redactedTarget } from '../wire/wire-request.ts';
import { formBody, type SandboxService } from './sandbox-service.ts';

/** Every service that the sandbox does not play. */
export const echo: SandboxService = {
  name: 'echo',
  serves: () => true,
  body: formBody,
  signature: 'sigv4',
  answer: verdict,
};

/** Says that the service is not played, and what was verified, in JSON. */
function verdict({ request, service, region, accessKeyId, caller, signedHeaders, payloadHash }: VerifiedRequest): Answer {
  return jsonAnswer({
    sandbox: `This is an echo of the local sandbox, not an answer from AWS. The signature is right; ${service} is not emulated.`,
    service,
    region,
    accessKeyId,
    arn: caller.arn,
    method: request.method,
    target: redactedTarget(request),
    signedHeaders,
    payloadHash,
    bodyBytes: request.body.size,
  });
}
