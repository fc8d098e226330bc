import { hostRules, sharedHostRules } from './host-rules.ts';
import { serviceTable } from './tables/service-table.ts';

/** Signing names without an endpoint of their own: websockets of IoT, Lattice services, event streams. */
const others = ['iotdevicegateway', 'vpc-lattice-svcs', 'execute-api', 's3express'];

let known: readonly string[] | undefined;

/** Every known signing name, in alphabetical order. */
export function signingNames(): readonly string[] {
  known ??= [
    ...new Set([
      ...serviceTable.names
        .trim()
        .split(/\s+/)
        .map((entry) => entry.split('=').at(-1) ?? ''),
      ...[...hostRules, ...sharedHostRules].flatMap(({ service }) => (typeof service === 'string' ? service : [])),
      ...others,
    ]),
  ].sort();
  return known;
}
