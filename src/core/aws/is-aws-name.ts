import { inferService } from './infer-service.ts';
import { partitions } from './partitions.ts';

const endings = [
  ...new Set(
    partitions.flatMap(({ dnsSuffix, dualStackSuffix }) => [
      dnsSuffix,
      dualStackSuffix,
      dualStackSuffix.replace(/^api\./, 'on.'),
    ]),
  ),
];

/** Whether a host is in a domain of AWS, whatever it serves. @param host as in the `Host` header; a port may follow */
export function isAwsName(host: string): boolean {
  const name = plainName(host);
  return endings.some((ending) => name === ending || name.endsWith(`.${ending}`)) || inferService(name) !== undefined;
}

/** Whether `address` is an interface endpoint, in a VPC, of the service at `host`: `vpce-1a2b.sqs.eu-west-1.vpce.amazonaws.com`. */
export function isVpcEndpointOf(address: string, host: string): boolean {
  const [, service, ending = ''] = /^(?:[a-z0-9_.-]+\.)?vpce-[a-z0-9-]+\.(.+)\.vpce\.([a-z.]+)$/.exec(plainName(address)) ?? [];
  if (service === undefined || !endings.includes(ending)) return false;
  // Somebody else's service behind PrivateLink is called `vpce-svc-…`, and no host of AWS is.
  const name = plainName(host);
  return (
    inferService(`${service}.${ending}`) !== undefined &&
    (name === `${service}.${ending}` || name.endsWith(`.${service}.${ending}`))
  );
}

function plainName(host: string): string {
  return host.toLowerCase().replace(/:\d+$/, '').replace(/\.+$/, '');
}
