import type { Name } from '@peculiar/asn1-x509';

/** Short names of RFC 4514, section 3, and others that certificate authorities use. */
const shortNames: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.4': 'SN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.9': 'STREET',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.12': 'T',
  '2.5.4.42': 'GN',
  '2.5.4.46': 'dnQualifier',
  '0.9.2342.19200300.100.1.1': 'UID',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'emailAddress',
};

/** One attribute of a name; `type` is a short name such as `CN`, or an OID. */
export interface NameAttribute {
  readonly type: string;
  readonly value: string;
}

/** In the certificate's own order, the parts of each relative name together. */
export function attributesOf(name: Name): NameAttribute[] {
  return name.flat().map(({ type, value }) => ({ type: shortNames[type] ?? type, value: value.toString() }));
}

/** One line, in the certificate's own order: `CN=build-7, O=Example`. Special characters are escaped as in RFC 4514. */
export function readableName(name: Name): string {
  return name
    .map((part) => part.map(({ type, value }) => `${shortNames[type] ?? type}=${escaped(value.toString())}`).join('+'))
    .join(', ');
}

/** The first common name. */
export function commonNameOf(name: Name): string | undefined {
  return attributesOf(name).find(({ type }) => type === 'CN')?.value;
}

function escaped(value: string): string {
  return value.replace(/["+,;<>\\]|^[ #]| $/g, '\\$&').replace(/[\r\n\0]/g, ' ');
}
