import type { Header } from '../http/message.ts';
import { isSecretName } from './secret-name.ts';

/** The replacement of a secret. */
export const mask = '••••••';

/** Gives the replacement of a value. */
export type Hide = (value: string) => string;

const hideAll: Hide = () => mask;

/** A header as it may be shown: of SigV4 signatures only the hex is hidden, of other secrets everything. */
export function maskHeader([name, value]: Header, hide: Hide = hideAll): Header {
  if (/^authorization$/i.test(name) && value.startsWith('AWS4-'))
    return [name, value.replace(/(Signature=)([^,\s]+)/, (_, label: string, hex: string) => label + hide(hex))];
  return isSecretName(name) ? [name, hide(value)] : [name, value];
}

/** A path and query, or a whole URL, with the values of parameters hidden whose names suggest secrets. */
export function maskTarget(target: string, hide: Hide = hideAll): string {
  return maskParameters(target, isSecretName, hide);
}

/** Like {@link maskTarget}, for parameters whose names `isSecret` selects. */
export function maskParameters(target: string, isSecret: (name: string) => boolean, hide: Hide): string {
  return target.replace(/([?&])([^=&#?]+)=([^&#]*)/g, (whole, separator: string, name: string, value: string) =>
    value !== '' && isSecret(name) ? `${separator}${name}=${hide(value)}` : whole,
  );
}
