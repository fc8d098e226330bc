import { UserError } from '../errors.ts';

/** An Amazon Resource Name, `arn:partition:service:region:account:resource`. */
export interface Arn {
  /** For example `aws-us-gov`; well formed, not necessarily known. */
  readonly partition: string;
  readonly service: string;
  /** Empty where the resource belongs to no region, as IAM's do. */
  readonly region: string;
  /** Twelve digits; `aws` for AWS's own resources; empty where the resource belongs to no account, as a bucket does. */
  readonly accountId: string;
  /** Everything after the fifth colon, for example `role/deploy` or `trust-anchor/1f2e…`. */
  readonly resource: string;
}

const PARTS = [
  { name: 'prefix', pattern: /^arn$/, form: '"arn"' },
  { name: 'partition', pattern: /^aws(?:-[a-z]+)*$/, form: '"aws" or a name such as "aws-us-gov"' },
  { name: 'service', pattern: /^[a-z0-9][a-z0-9-]*$/i, form: 'one such as "iam"' },
  { name: 'region', pattern: /^[a-z0-9-]*$/, form: 'one such as "eu-central-1", or empty' },
  { name: 'account', pattern: /^(?:\d{12}|aws|)$/, form: 'an id of twelve digits, or empty' },
  { name: 'resource', pattern: /^\S(?:.*\S)?$/, form: 'there, without spaces around it' },
] as const;

/**
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 * @throws UserError `arn-malformed`, which says which part is wrong and does not quote the text
 */
export function parseArn(text: string): Arn {
  const [prefix = '', partition = '', service = '', region = '', accountId = '', ...rest] = text.split(':');
  const resource = rest.join(':');
  const values = [prefix, partition, service, region, accountId, resource];
  const wrong = PARTS.find(({ pattern }, index) => !pattern.test(values[index] ?? ''));
  if (wrong === undefined) return { partition, service, region, accountId, resource };
  throw new UserError({
    code: 'arn-malformed',
    message: `This is not an ARN: its ${wrong.name} should be ${wrong.form}.`,
    remedy: 'Copy the ARN from the AWS console; it has the form arn:partition:service:region:account:resource.',
  });
}
