import type { X509Certificate } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import { Certificate, type Name, SubjectAlternativeName, id_ce_subjectAltName } from '@peculiar/asn1-x509';
import { UserError } from '../errors.ts';
import { attributesOf } from './display/readable-name.ts';

/** One session tag (`aws:PrincipalTag/<key>`) that Roles Anywhere derives from a certificate. */
export interface SessionTag {
  /** `x509Subject/CN`, `x509Issuer/O`, `x509SAN/DNS`. */
  readonly key: string;
  /** Several values of one attribute in the certificate's order, joined by `/`. */
  readonly value: string;
  /** Why STS silently drops it; undefined if it is kept. */
  readonly dropped: string | undefined;
}

export interface SessionTags {
  readonly tags: readonly SessionTag[];
  /** The value of `sts:SourceIdentity`: `CN=build-7`. */
  readonly sourceIdentity: string;
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_Tag.html */
const keyPattern = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u;
const strangeCharacter = /[^\p{L}\p{Z}\p{N}_.:/=+\-@]/u;
const longestValue = 256;
const longestName = 64;

/**
 * The session tags that Roles Anywhere's default attribute mapping derives from an end-entity certificate: every attribute of the
 * subject and of the issuer, and the first name of each type among DNS, URI and directory names
 * (https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html). A profile with a custom mapping gives fewer.
 * Throws UserError `certificate-damaged` when the names cannot be read.
 */
export function sessionTags(certificate: X509Certificate): SessionTags {
  try {
    const { subject, issuer, extensions, serialNumber } = AsnConvert.parse(certificate.raw, Certificate).tbsCertificate;
    const alternatives = extensions?.find(({ extnID }) => extnID === id_ce_subjectAltName);
    const names = alternatives === undefined ? [] : [...AsnConvert.parse(alternatives.extnValue, SubjectAlternativeName)];
    const first = <T>(values: readonly (T | undefined)[]): T | undefined => values.find((value) => value !== undefined);
    const dns = first(names.map(({ dNSName }) => dNSName));
    const uri = first(names.map(({ uniformResourceIdentifier }) => uniformResourceIdentifier));
    const directory = first(names.map(({ directoryName }) => directoryName));
    return {
      tags: [
        ...tagsOf('x509Subject', subject),
        ...tagsOf('x509Issuer', issuer),
        ...(dns === undefined ? [] : [tag('x509SAN/DNS', dns)]),
        ...(uri === undefined ? [] : [tag('x509SAN/URI', uri)]),
        ...(directory === undefined ? [] : tagsOf('x509SAN/Name', directory)),
      ],
      sourceIdentity: sourceIdentity(subject, Buffer.from(serialNumber)),
    };
  } catch (cause) {
    throw new UserError({
      code: 'certificate-damaged',
      message: 'The certificate is damaged: its names cannot be read.',
      remedy: 'Export or download its file again.',
      cause,
    });
  }
}

function tagsOf(field: string, name: Name): SessionTag[] {
  const values = new Map<string, string[]>();
  for (const { type, value } of attributesOf(name)) {
    values.set(type, [...(values.get(type) ?? []), value]);
  }
  return [...values].map(([type, all]) => tag(`${field}/${type}`, all.join('/')));
}

function tag(key: string, value: string): SessionTag {
  return { key, value, dropped: reasonToDrop(key, value) };
}

function reasonToDrop(key: string, value: string): string | undefined {
  if (!keyPattern.test(key)) {
    return 'its key is not one that STS takes';
  }
  const strange = strangeCharacter.exec(value)?.[0];
  if (strange !== undefined) {
    return /\p{C}/u.test(strange) ? 'it holds a control character' : `STS takes no “${strange}” in a tag`;
  }
  return value.length > longestValue ? `it is longer than ${longestValue} characters` : undefined;
}

/** `CN=` and the common name; the bare name if the prefix would make it longer than 64; without a name, the serial number. */
function sourceIdentity(subject: Name, serial: Buffer): string {
  const name = attributesOf(subject).find(({ type }) => type === 'CN')?.value;
  if (name === undefined || name === '' || name.length > longestName) {
    const digits = serial[0] === 0 && serial.length > 1 ? serial.subarray(1) : serial;
    return `ID=${digits.toString('hex')}`;
  }
  return name.length + 'CN='.length <= longestName ? `CN=${name}` : name;
}
