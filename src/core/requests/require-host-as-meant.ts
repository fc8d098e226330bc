import { mistypedHost } from '../aws/mistyped-host.ts';
import { UserError } from '../errors.ts';

/**
 * Refuses a misspelt host, instead of asking for its service.
 * @throws {UserError} `host-mistyped`
 */
export function requireHostAsMeant(host: string): void {
  const mistyped = mistypedHost(host);
  if (mistyped === undefined) return;
  const { wrong, meant } = mistyped;
  throw new UserError({
    code: 'host-mistyped',
    message: `“${wrong}” in the host ${host} is not AWS’s. Did you mean “${meant}”?`,
    remedy: 'Correct the host, or write “# @aws-service …” above the request to sign for the host as it is.',
    place: { field: 'host' },
  });
}
