import { header, type WireHead } from './wire-request.ts';

/** The XML namespaces of services that speak the query protocol, by signing name. Source: botocore 1.43.11 service models. */
const namespaces: Readonly<Record<string, string>> = {
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
  iam: 'https://iam.amazonaws.com/doc/2010-05-08/',
  sns: 'http://sns.amazonaws.com/doc/2010-03-31/',
  sqs: 'http://queue.amazonaws.com/doc/2012-11-05/',
};

/** The XML namespace in which the service of this signing name answers the query protocol; undefined if unknown. */
export function queryNamespace(service: string | undefined): string | undefined {
  return service !== undefined && Object.hasOwn(namespaces, service) ? namespaces[service] : undefined;
}

/** Whether a query-protocol client asked for JSON instead of XML. */
export function prefersJson(request: WireHead): boolean {
  return header(request, 'accept')?.includes('application/json') ?? false;
}
