import type { X509Certificate } from 'node:crypto';
import type { KeyKind } from '../issue.ts';

/** Kinds of keys that can be made, the default first. */
export const keyKinds: readonly { readonly kind: KeyKind; readonly label: string; readonly detail: string }[] = [
  { kind: 'ec-p256', label: 'EC P-256', detail: 'Small and fast; understood everywhere that TLS 1.2 is' },
  { kind: 'ec-p384', label: 'EC P-384', detail: 'Where a policy asks for 192-bit security' },
  { kind: 'rsa-2048', label: 'RSA 2048', detail: 'For old software that does not support elliptic curves' },
  { kind: 'rsa-3072', label: 'RSA 3072', detail: 'RSA at the strength of P-256' },
  { kind: 'rsa-4096', label: 'RSA 4096', detail: 'The strongest RSA; slow to make and to sign with' },
];

/** The longest and the default validity of an authority and an end-entity certificate, in days. */
export const validityLimits = {
  authority: { days: 1825, most: 3652 },
  endEntity: { days: 365, most: 3652 },
} as const;

/** The names of a subject, as typed. */
export interface SubjectNames {
  readonly commonName: string;
  readonly organization?: string | undefined;
  readonly organizationalUnit?: string | undefined;
}

/** Reads `build-7` or `CN=build-7, OU=Build, O=Example`; a backslash keeps a comma. Gives a sentence if it cannot. */
export function readSubject(text: string): SubjectNames | string {
  const names: { commonName?: string; organization?: string; organizationalUnit?: string } = {};
  const fields = { CN: 'commonName', O: 'organization', OU: 'organizationalUnit' } as const;
  for (const part of text.split(/(?<!\\),/)) {
    const [, given = 'CN', value = ''] = /^\s*(?:(\w+)\s*=)?(.*)$/s.exec(part) ?? [];
    const type = given.toUpperCase();
    if (type !== 'CN' && type !== 'O' && type !== 'OU') return `“${given}” is not one of CN, O and OU.`;
    if (names[fields[type]] !== undefined) return `There can be only one ${type}.`;
    const name = value.replaceAll('\\,', ',').trim();
    if (name.length === 0 || name.length > 64) return `${type} must have 1 to 64 characters.`;
    names[fields[type]] = name;
  }
  const { commonName, ...others } = names;
  return commonName === undefined ? 'A common name is needed: CN=build-7' : { commonName, ...others };
}

/** Reads DNS names separated by commas or spaces, possibly none. Gives a sentence if one is not a DNS name. */
export function readDnsNames(text: string): readonly string[] | string {
  const names = text.split(/[\s,;]+/).filter((name) => name !== '');
  const label = '(?!-)[a-z0-9_-]{1,63}(?<!-)';
  const wrong = names.find((name) => name.length > 253 || !new RegExp(`^(?:\\*\\.)?${label}(?:\\.${label})*$`, 'i').test(name));
  return wrong === undefined ? names : `“${wrong}” is not a DNS name; write names in other scripts as punycode.`;
}

/** Reads a number of days. Gives a sentence if it is not a number or too large. */
export function readDays(text: string, most: number): number | string {
  const days = /^\d{1,5}$/.test(text.trim()) ? Number(text) : 0;
  return days >= 1 && days <= most ? days : `Enter a whole number of days from 1 to ${most}.`;
}

const day = 86_400_000;

/**
 * From a few minutes ago, because clocks differ, for `days`; never beyond the end of the authority, which would break the chain
 * before the certificate ends.
 */
export function validity(days: number, now: Date, authority?: X509Certificate): { notBefore: Date; notAfter: Date } {
  const notAfter = now.getTime() + days * day;
  const end = authority === undefined ? Infinity : Date.parse(authority.validTo);
  return { notBefore: new Date(now.getTime() - 300_000), notAfter: new Date(Math.min(notAfter, end)) };
}
