import type { Family } from './refusals.ts';
import { header, type WireHead } from './wire-request.ts';

const QUERY_SERVICES = new Set([
  'autoscaling',
  'cloudformation',
  'cloudsearch',
  'elasticache',
  'elasticbeanstalk',
  'elasticloadbalancing',
  'iam',
  'importexport',
  'monitoring',
  'rds',
  'redshift',
  'sdb',
  'ses',
  'sns',
  'sqs',
  'sts',
]);

const S3_SERVICES = new Set(['s3', 's3express', 's3-object-lambda', 's3-outposts']);

/** Whether requests to the service of this signing name are canonicalised by Amazon S3's rules. */
export function hasS3Rules(service: string): boolean {
  return S3_SERVICES.has(service);
}

/** The protocol family in which a service answers this request. Source of the query services: botocore 1.43.11 service models. */
export function serviceFamily(service: string | undefined, request: WireHead): Family {
  if (service !== undefined && hasS3Rules(service)) return 's3';
  if (header(request, 'x-amz-target') !== undefined || isAwsJson(request)) return 'json';
  if (service === 'ec2') return 'ec2';
  // Queues have paths of their own; other services with a path beyond `/` (SES v2) speak REST there.
  const query = service === 'sqs' || (service !== undefined && QUERY_SERVICES.has(service) && request.path === '/');
  return query ? 'query' : 'rest-json';
}

function isAwsJson(request: WireHead): boolean {
  return (header(request, 'content-type') ?? '').startsWith('application/x-amz-json-');
}
