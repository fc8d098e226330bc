import { hostRules, type HostRule, sharedHostRules } from './host-rules.ts';
import { keptByHost } from './kept-by-host.ts';
import { type Partition, partitions } from './partitions.ts';
import { tableEntries } from './table-entries.ts';
import { serviceTable } from './tables/service-table.ts';

/** Characters; names in the DNS end at 253, https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4 */
const longestHost = 1000;

/** What a host name says about how its requests are signed. */
export interface InferredService {
  /** Signing name, for example `execute-api`. */
  readonly service: string;
  /** Absent if the host does not name it. */
  readonly region?: string;
  /** `*` for hosts that belong to several regions: their requests are signed with SigV4a for all of them. */
  readonly regionSet?: '*';
  /** Where service and region came from, in words. */
  readonly source: string;
}

/**
 * The service and region that requests to an AWS host are signed for; undefined for foreign hosts, for AWS hosts that accept no
 * signature (S3 websites, load balancers, instances) and for unknown ones. Nothing is guessed.
 *
 * @param host as in the `Host` header; a port may follow
 * @param target path and query; some hosts serve two services that only the path tells apart
 */
export function inferService(host: string, target?: string): InferredService | undefined {
  const name = host.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '');
  if (name.length > longestHost || !/^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/.test(name)) return undefined;
  const ending = endings().find(({ suffix }) => name.endsWith(`.${suffix}`));
  if (ending === undefined) return undefined;
  const plain = withoutFips(name.slice(0, -ending.suffix.length - 1));
  const { rest, behind } = withoutVpcEndpoint(plain);
  return (
    fromGlobalHost(rest, ending) ??
    fromRule(sharedRules(), rest, ending, target, behind) ??
    fromName(rest, ending, behind) ??
    fromRule(resourceRules(), rest, ending, target, behind)
  );
}

/** Like {@link inferService}, without a path, which may only decide between several services of a host; cheap when repeated. */
export const serviceOfHost = keptByHost((host): InferredService | undefined => inferService(host));

interface Ending {
  readonly suffix: string;
  /** `amazonaws.com` belongs to two partitions. */
  readonly partitions: readonly Partition[];
}

function fromGlobalHost(rest: string, ending: Ending): InferredService | undefined {
  const { suffix } = ending;
  const [service, region] = globalHosts().get(`${rest}.${suffix}`)?.split('/') ?? globalName(rest, ending) ?? [];
  if (service === undefined || region === undefined) return undefined;
  return {
    service,
    region,
    source: `${rest}.${suffix} is the global host of ${service} and signs in ${region} (${serviceTable.source})`,
  };
}

/** `NAME.global.api.aws` and its siblings in other partitions. */
function globalName(rest: string, { suffix, partitions: [partition] }: Ending): [service: string, region: string] | undefined {
  const service = /^[^.]+(?=\.global$)/.exec(rest);
  const known = service === null ? undefined : globalNames().get(service[0]);
  return known === undefined || partition?.dualStackSuffix !== suffix ? undefined : [known, partition.globalRegion];
}

function fromRule(
  rules: readonly CompiledRule[],
  rest: string,
  ending: Ending,
  target: string | undefined,
  behind: string,
): InferredService | undefined {
  for (const { rule, pattern } of rules) {
    const match = pattern.exec(rest);
    if (match === null || rule.ending?.test(ending.suffix) === false) continue;
    const named = match.groups?.['region'];
    const region = named ?? rule.region;
    // A home region belongs to one partition; hosts of another one are not what the rule is about.
    if (region !== undefined && !isRegionOf(ending, region)) continue;
    const service = typeof rule.service === 'string' ? rule.service : rule.service(target);
    const shape = `hosts of the form ${rule.host.replaceAll(/\*+/g, '…')} belong to ${service}${behind}${rule.source === undefined ? '' : ` (${rule.source})`}`;
    if (rule.regionSet !== undefined) {
      return { service, regionSet: rule.regionSet, source: `${shape} and to several regions, so they are signed with SigV4a` };
    }
    if (region === undefined) return { service, source: `${shape}; the host names no region` };
    return {
      service,
      region,
      source: `${shape}, ${named === undefined ? `signed in ${region}` : `region ${region} from the host`}`,
    };
  }
  return undefined;
}

function fromName(rest: string, ending: Ending, behind: string): InferredService | undefined {
  const dot = rest.lastIndexOf('.');
  const [name, region] = [rest.slice(0, Math.max(dot, 0)), rest.slice(dot + 1)];
  const service = names().get(name);
  if (service === undefined || !isRegionOf(ending, region)) return undefined;
  return {
    service,
    region,
    source: `“${name}” is an endpoint of ${service} (${serviceTable.source})${behind}, region ${region} from the host`,
  };
}

function isRegionOf(ending: Ending, region: string): boolean {
  return ending.partitions.some(({ regionPattern }) => regionPattern.test(region));
}

function withoutFips(name: string): string {
  return name
    .replace(/-fips(?=\.|$)/g, '')
    .replace(/(^|\.)fips\./g, '$1')
    .replace(/(^|\.)s3express-fips-/, '$1s3express-');
}

/** `[…].vpce-1a2b.sqs.eu-west-1.vpce` stands for `sqs.eu-west-1` behind an interface endpoint. */
function withoutVpcEndpoint(name: string): { rest: string; behind: string } {
  const match = /^(?:[a-z0-9_.-]+\.)?vpce-[a-z0-9-]+\.(.+)\.vpce$/.exec(name);
  return match?.[1] === undefined ? { rest: name, behind: '' } : { rest: match[1], behind: ' behind a VPC endpoint' };
}

const endings = once((): readonly Ending[] => {
  const bySuffix = new Map<string, Partition[]>();
  for (const partition of partitions) {
    const { dnsSuffix, dualStackSuffix } = partition;
    // Resources with URLs of their own (functions, Lattice services) end in `on.` where dual-stack endpoints end in `api.`.
    for (const suffix of [dnsSuffix, dualStackSuffix, dualStackSuffix.replace(/^api\./, 'on.')]) {
      bySuffix.set(suffix, [...(bySuffix.get(suffix) ?? []), partition]);
    }
  }
  return [...bySuffix]
    .map(([suffix, members]) => ({ suffix, partitions: members }))
    .sort((a, b) => b.suffix.length - a.suffix.length);
});

const names = once(() => new Map(tableEntries(serviceTable.names).map(([name, service]) => [name, service || name])));

const globalNames = once(() => new Map(tableEntries(serviceTable.globalNames).map(([name, service]) => [name, service || name])));

const globalHosts = once(() => new Map(tableEntries(serviceTable.globalHosts)));

interface CompiledRule {
  readonly rule: HostRule;
  readonly pattern: RegExp;
}

const sharedRules = once(() => sharedHostRules.map(compile));

const resourceRules = once(() => hostRules.map(compile));

function compile(rule: HostRule): CompiledRule {
  const pattern = rule.host
    .replaceAll('.', '\\.')
    .replaceAll('**', '(?:.+\\.)?')
    .replaceAll('*', '[^.]+')
    .replaceAll('{region}', '(?<region>[a-z]+(?:-[a-z]+)+-\\d+)');
  return { rule, pattern: new RegExp(`^${pattern}$`) };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
