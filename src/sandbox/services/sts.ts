import type { VerifiedRequest } from '../signatures/verify-sigv4.ts';
import { jsonAnswer, xmlAnswer, type Answer } from '../wire/answer.ts';
import { prefersJson, queryNamespace } from '../wire/query-protocol.ts';
import { Refusal } from '../wire/refusals.ts';
import { decode } from '../wire/wire-request.ts';
import { formBody, type SandboxService } from './sandbox-service.ts';

/** AWS STS in its query protocol. */
export const sts: SandboxService = {
  name: 'sts',
  serves: (_, { service, family }) => service === 'sts' && family === 'query',
  body: formBody,
  signature: 'sigv4',
  answer: getCallerIdentity,
};

/**
 * Answers GetCallerIdentity, the only action that is played; in JSON if the caller accepts `application/json`. Throws a
 * `Refusal`. Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html.
 */
function getCallerIdentity({ request, caller }: VerifiedRequest, requestId: string): Answer {
  const form = [request.query, (request.body.bytes ?? Buffer.alloc(0)).toString('latin1')].join('&');
  const action = decode(/(?:^|&)Action=([^&]*)/.exec(form)?.[1] ?? '');
  if (action !== 'GetCallerIdentity') {
    throw new Refusal('InvalidAction', 400, `Could not find operation ${action || '(none)'} for version 2011-06-15`);
  }
  const { arn, userId, account } = caller;
  if (prefersJson(request)) {
    return jsonAnswer({
      GetCallerIdentityResponse: {
        GetCallerIdentityResult: { Account: account, Arn: arn, UserId: userId },
        ResponseMetadata: { RequestId: requestId },
      },
    });
  }
  return xmlAnswer(
    [
      'GetCallerIdentityResponse',
      [
        [
          'GetCallerIdentityResult',
          [
            ['Arn', arn],
            ['UserId', userId],
            ['Account', account],
          ],
        ],
        ['ResponseMetadata', [['RequestId', requestId]]],
      ],
    ],
    queryNamespace('sts'),
    200,
    'text/xml',
  );
}
