import { jsonAnswer, xmlAnswer, type Answer } from '../wire/answer.ts';
import { Refusal } from '../wire/refusals.ts';
import type { VerifiedRequest } from '../signatures/verify-sigv4.ts';
import { decode, header } from '../wire/wire-request.ts';

export const STS_NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

/**
 * Answers AWS STS in its query protocol, GetCallerIdentity alone; in JSON where the caller accepts `application/json`. Throws a `Refusal`.
 * Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html.
 */
export function answerSts({ request, caller }: VerifiedRequest, requestId: string): Answer {
  const form = [request.query, (request.body.bytes ?? Buffer.alloc(0)).toString('latin1')].join('&');
  const action = decode(/(?:^|&)Action=([^&]*)/.exec(form)?.[1] ?? '');
  if (action !== 'GetCallerIdentity') {
    throw new Refusal('InvalidAction', 400, `Could not find operation ${action || '(none)'} for version 2011-06-15`);
  }
  const { arn, userId, account } = caller;
  if (prefersJson(header(request, 'accept'))) {
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
    STS_NAMESPACE,
    200,
    'text/xml',
  );
}

/** Whether a query-protocol client asked for JSON instead of XML. */
export function prefersJson(accept: string | undefined): boolean {
  return accept?.includes('application/json') ?? false;
}
