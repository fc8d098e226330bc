import { protocolTable } from './tables/protocol-table.ts';

/** How a request names its operation to a JSON service. */
export interface JsonProtocol {
  /** The prefix of the operation in `X-Amz-Target`, for example `DynamoDB_20120810`. */
  readonly targetPrefix: string;
  /** For example `application/x-amz-json-1.0`. */
  readonly contentType: string;
}

/** The protocol of the endpoint that a host names; undefined for services that name the operation in the path or parameters, and for other hosts. */
export function jsonProtocol(host: string): JsonProtocol | undefined {
  const name = /^(.+?)(?:-fips)?\.[a-z]+(?:-[a-z]+)+-\d+\./.exec(host)?.[1];
  if (name === undefined) return undefined;
  const row = protocolTable.targets.split(/\s+/).find((entry) => entry.startsWith(`${name}=`));
  const [, targetPrefix, version] = /=(.+)\/([\d.]+)$/.exec(row ?? '') ?? [];
  return targetPrefix === undefined || version === undefined
    ? undefined
    : { targetPrefix, contentType: `application/x-amz-json-${version}` };
}
