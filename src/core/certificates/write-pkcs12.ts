import { createHash, createHmac, randomBytes } from 'node:crypto';
import {
  type Element,
  bmpString,
  explicitZero,
  implicitZeroOctets,
  encode,
  integer,
  nullValue,
  objectIdentifier,
  octetString,
  sequence,
  set,
} from './containers/asn1.ts';
import { type Encrypted, encryptPbes2, encryptPkcs12TripleDes } from './protection/encrypted.ts';
import { terminatedUtf16 } from './protection/password-forms.ts';
import { derivePkcs12 } from './protection/derive-pkcs12.ts';
import type { Identity } from './identity.ts';

export interface WritePkcs12Options {
  /** May be empty. Java needs six or more ASCII characters. */
  readonly password: string;
  /** `modern`: AES-256, PBKDF2-SHA-256, MAC SHA-256. `compatible`: 3DES and SHA-1, for Java 8 and older Windows. */
  readonly encryption: 'modern' | 'compatible';
  /** The name that key stores show. */
  readonly friendlyName?: string | undefined;
}

/** The differences between the two generations. */
interface Scheme {
  readonly macDigest: 'sha1' | 'sha256';
  readonly macDigestOid: string;
  readonly macLength: number;
  readonly iterations: number;
  readonly encrypt: (password: string, plain: Buffer, iterations: number) => Promise<Encrypted>;
}

const data = '1.2.840.113549.1.7.1';
const encryptedData = '1.2.840.113549.1.7.6';
const shroudedKeyBag = '1.2.840.113549.1.12.10.1.2';
const certificateBag = '1.2.840.113549.1.12.10.1.3';
const x509Certificate = '1.2.840.113549.1.9.22.1';
const friendlyNameAttribute = '1.2.840.113549.1.9.20';
const localKeyIdAttribute = '1.2.840.113549.1.9.21';

const schemes: Readonly<Record<WritePkcs12Options['encryption'], Scheme>> = {
  modern: {
    macDigest: 'sha256',
    macDigestOid: '2.16.840.1.101.3.4.2.1',
    macLength: 32,
    iterations: 100_000,
    encrypt: encryptPbes2,
  },
  compatible: {
    macDigest: 'sha1',
    macDigestOid: '1.3.14.3.2.26',
    macLength: 20,
    iterations: 2048,
    encrypt: encryptPkcs12TripleDes,
  },
};

/**
 * PKCS#12 (RFC 7292) with the key, its certificate and the chain; key and leaf share a local key id.
 * Gives the file's DER bytes.
 */
export async function writePkcs12(
  identity: Identity,
  { password, encryption, friendlyName }: WritePkcs12Options,
): Promise<Uint8Array> {
  const scheme = schemes[encryption];
  const attributes = set(
    attribute(localKeyIdAttribute, octetString(createHash('sha1').update(identity.leaf.raw).digest())),
    ...(friendlyName === undefined ? [] : [attribute(friendlyNameAttribute, bmpString(friendlyName))]),
  );
  const certificates = sequence(
    ...[identity.leaf, ...identity.chain].map(({ raw }, index) =>
      sequence(
        objectIdentifier(certificateBag),
        explicitZero(sequence(objectIdentifier(x509Certificate), explicitZero(octetString(raw)))),
        ...(index === 0 ? [attributes] : []),
      ),
    ),
  );
  const certificatesEncrypted = await scheme.encrypt(password, encode(certificates), scheme.iterations);
  const pkcs8 = identity.key.export({ type: 'pkcs8', format: 'der' });
  const keyEncrypted = await scheme.encrypt(password, pkcs8, scheme.iterations);
  const keyBag = sequence(
    objectIdentifier(shroudedKeyBag),
    explicitZero(sequence(keyEncrypted.algorithm, octetString(keyEncrypted.encrypted))),
    attributes,
  );
  const content = encode(sequence(encryptedInfo(certificatesEncrypted), dataInfo(encode(sequence(keyBag)))));
  return encode(sequence(integer(3), dataInfo(content), await mac(scheme, password, content)));
}

const attribute = (identifier: string, value: Element): Element => sequence(objectIdentifier(identifier), set(value));

const dataInfo = (content: Buffer): Element => sequence(objectIdentifier(data), explicitZero(octetString(content)));

const encryptedInfo = ({ algorithm, encrypted }: Encrypted): Element =>
  sequence(
    objectIdentifier(encryptedData),
    explicitZero(sequence(integer(0), sequence(objectIdentifier(data), algorithm, implicitZeroOctets(encrypted)))),
  );

async function mac(
  { macDigest, macDigestOid, macLength, iterations }: Scheme,
  password: string,
  content: Buffer,
): Promise<Element> {
  const salt = randomBytes(macDigest === 'sha1' ? 8 : 16);
  const key = await derivePkcs12({
    digest: macDigest,
    password: terminatedUtf16(password),
    salt,
    iterations,
    purpose: 'mac',
    length: macLength,
  });
  const value = createHmac(macDigest, key).update(content).digest();
  return sequence(
    sequence(sequence(objectIdentifier(macDigestOid), nullValue()), octetString(value)),
    octetString(salt),
    integer(iterations),
  );
}
