import { randomUUID } from 'node:crypto';
import type { Family } from '../wire/refusals.ts';
import { serviceFamily } from '../wire/service-family.ts';
import { readServiceHost, type ServiceHost } from '../wire/service-host.ts';
import { header, type WireHead } from '../wire/wire-request.ts';
import { randomId } from './key-ring.ts';
import { claimedService } from './signature-claim.ts';

/** The target of a request, by its Host header and its signature; not verified yet. */
export interface RequestSubject {
  readonly host: ServiceHost;
  /** Signing name, of the host or else of the credential scope; undefined if neither names one. */
  readonly service: string | undefined;
  /** The protocol in which the service answers. */
  readonly family: Family;
  /** The id of the answer; Amazon S3's has a form of its own. */
  readonly requestId: string;
}

/** Reads the target of a request, and gives it an id. */
export function readRequestSubject(head: WireHead): RequestSubject {
  const host = readServiceHost(header(head, 'host') ?? '');
  const service = host.service ?? claimedService(head);
  return { host, service, family: serviceFamily(service, head), requestId: service === 's3' ? randomId(16) : randomUUID() };
}
