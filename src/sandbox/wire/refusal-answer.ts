import { jsonAnswer, xmlAnswer, type Answer } from './answer.ts';
import type { Family, Refusal } from './refusals.ts';
import { prefersJson, queryNamespace } from './query-protocol.ts';
import { header, type WireHead } from './wire-request.ts';

/** Puts a refusal into the shape of the service's own protocol. */
export function refusalAnswer(
  refusal: Refusal,
  request: WireHead,
  { family, service, requestId }: { family: Family; service: string | undefined; requestId: string },
): Answer {
  const { code, status, message } = refusal;
  switch (family) {
    case 's3':
      return xmlAnswer(
        ['Error', [['Code', code], ['Message', message], ...refusal.details, ['RequestId', requestId], ['HostId', 'sandbox']]],
        undefined,
        status,
      );
    case 'ec2':
      return xmlAnswer(
        [
          'Response',
          [
            [
              'Errors',
              [
                [
                  'Error',
                  [
                    ['Code', code],
                    ['Message', message],
                  ],
                ],
              ],
            ],
            ['RequestID', requestId],
          ],
        ],
        undefined,
        status,
        'text/xml',
      );
    case 'query': {
      if (prefersJson(request)) {
        return jsonAnswer({ Error: { Type: 'Sender', Code: code, Message: message }, RequestId: requestId }, status);
      }
      return xmlAnswer(
        [
          'ErrorResponse',
          [
            [
              'Error',
              [
                ['Type', 'Sender'],
                ['Code', code],
                ['Message', message],
              ],
            ],
            ['RequestId', requestId],
          ],
        ],
        queryNamespace(service),
        status,
        'text/xml',
      );
    }
    case 'json': {
      // Services of JSON 1.0 name the error's namespace, those of 1.1 leave it out.
      const version = header(request, 'content-type')?.includes('json-1.1') ? '1.1' : '1.0';
      const type = version === '1.1' ? code : `com.amazon.coral.service#${code}`;
      return jsonAnswer({ __type: type, message }, status, `application/x-amz-json-${version}`);
    }
    case 'rest-json': {
      const answer = jsonAnswer({ message }, status);
      return { ...answer, headers: { ...answer.headers, 'x-amzn-ErrorType': code } };
    }
  }
}
