import type { Header } from '../http/message.ts';
import { isSecretName } from './secret-name.ts';

/** What stands in the place of a secret. */
export const mask = '••••••';

/** Gives what stands in the place of a value. */
export type Hide = (value: string) => string;

const hideAll: Hide = () => mask;

/** A header as people may see it: of SigV4 signatures the hex alone is hidden, of other secrets everything. */
export function maskHeader([name, value]: Header, hide: Hide = hideAll): Header {
  if (/^authorization$/i.test(name) && value.startsWith('AWS4-'))
    return [name, value.replace(/(Signature=)([^,\s]+)/, (_, label: string, hex: string) => label + hide(hex))];
  return isSecretName(name) ? [name, hide(value)] : [name, value];
}

/** A path and query, or a whole URL, with the values of those parameters hidden whose names speak of secrets. */
export function maskTarget(target: string, hide: Hide = hideAll): string {
  return maskParameters(target, isSecretName, hide);
}

/** As {@link maskTarget}, for parameters that are told by `isSecret` from their names. */
export function maskParameters(target: string, isSecret: (name: string) => boolean, hide: Hide): string {
  return target.replace(/([?&])([^=&#?]+)=([^&#]*)/g, (whole, separator: string, name: string, value: string) =>
    value !== '' && isSecret(name) ? `${separator}${name}=${hide(value)}` : whole,
  );
}
