import { writeHeader } from '../../remedies/remedy.ts';
import { jsonProtocol } from '../../aws/json-protocol.ts';
import type { RefusalRule, RuleInput } from '../refusal-rule.ts';
import type { RefusalMeaning } from '../refusal.ts';

/** Refusals of correctly signed requests that do not name their operation as the service expects. */
export const operationRules: readonly RefusalRule[] = [
  { code: /^UnknownOperation(?:Exception)?$/, explain: unknownOperation },
  {
    code: /^(?:InvalidAction|MissingAction)$/,
    explain: () => ({
      sentence: 'The service does not know the operation: the parameter Action or Version is missing or wrong.',
      cause:
        'Services of the query protocol read them from the query or from a form: “Action=ListQueues&Version=2012-11-05” with Content-Type: application/x-www-form-urlencoded. Each service has a Version of its own.',
    }),
  },
];

function unknownOperation({ signed, host }: RuleInput): RefusalMeaning {
  const header = (name: string): string | undefined =>
    signed && new RegExp(`^${name}:(.*)$`, 'm').exec(signed.canonicalRequest)?.[1];
  const protocol = host === undefined ? undefined : jsonProtocol(host);
  const target = header('x-amz-target');
  const contentType = header('content-type');
  if (signed !== undefined && protocol !== undefined && target === undefined) {
    return {
      sentence: 'The service does not know the operation: the header X-Amz-Target is missing.',
      cause: `It reads the operation from that header, “X-Amz-Target: ${protocol.targetPrefix}.Operation”, and the body as “Content-Type: ${protocol.contentType}”. Suggestions after the dot list the operations.`,
      fix: writeHeader('X-Amz-Target', `${protocol.targetPrefix}.`),
    };
  }
  if (signed !== undefined && protocol !== undefined && contentType?.startsWith('application/x-amz-json-') !== true) {
    return {
      sentence: `The service does not know the operation: the Content-Type is ${contentType === undefined ? 'missing' : 'not the one that it reads'}.`,
      cause: `It reads X-Amz-Target only of a body with “Content-Type: ${protocol.contentType}”.`,
      fix: writeHeader('Content-Type', protocol.contentType),
    };
  }
  return {
    sentence: 'The service does not know the operation.',
    cause:
      target === undefined
        ? 'Services that speak JSON read it from X-Amz-Target (“DynamoDB_20120810.ListTables”), with Content-Type: application/x-amz-json-1.0 or 1.1; others from method and path, where it is a path that does not exist.'
        : `Check the name in “X-Amz-Target: ${target}”: prefix and operation, in upper and lower case${protocol === undefined ? '' : `; the prefix of this host is ${protocol.targetPrefix}`}.`,
  };
}
