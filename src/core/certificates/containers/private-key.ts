import { type KeyObject, createPrivateKey } from 'node:crypto';
import {
  type Element,
  child,
  children,
  decode,
  encode,
  integer,
  isInteger,
  isOctetString,
  isOid,
  isSequence,
  nullValue,
  objectIdentifier,
  octets,
  oid,
  sequence,
} from './asn1.ts';
import { damaged, unsupportedKey } from './problems.ts';
import { rsaProblem } from './rsa-problem.ts';
import { curveNames } from '../display/curve-names.ts';

const rsaEncryption = '1.2.840.113549.1.1.1';
const rsaPss = '1.2.840.113549.1.1.10';
const ecPublicKey = '1.2.840.10045.2.1';
/** Curves that every runtime supports: an unreadable key on one of them is damaged. */
const commonCurves = ['1.2.840.10045.3.1.7', '1.3.132.0.34', '1.3.132.0.35'];

const algorithmNames: Readonly<Record<string, string>> = {
  '1.3.101.110': 'an X25519 key',
  '1.3.101.112': 'an Ed25519 key',
  '1.3.101.113': 'an Ed448 key',
  '1.2.840.10040.4.1': 'a DSA key',
  '2.16.840.1.101.3.4.3.17': 'an ML-DSA-44 key',
  '2.16.840.1.101.3.4.3.18': 'an ML-DSA-65 key',
  '2.16.840.1.101.3.4.3.19': 'an ML-DSA-87 key',
};

/** Whether the element is an unencrypted `PrivateKeyInfo` (RFC 5958). */
export function isPkcs8(element: Element): boolean {
  if (!isSequence(element)) {
    return false;
  }
  const [version, algorithm, key] = children(element);
  return isInteger(version) && isSequence(algorithm) && isOid(children(algorithm)[0]) && isOctetString(key);
}

/** The key of a plain `PrivateKeyInfo`. Throws `unsupported-algorithm` or `certificate-damaged`. */
export function readPkcs8(element: Element, name: string): KeyObject {
  const algorithm = child(element, 1);
  const identifier = oid(child(algorithm, 0));
  if (identifier === rsaEncryption || identifier === rsaPss) {
    assertRsaParts(octets(child(element, 2)), name);
  }
  try {
    return createPrivateKey({ key: encode(element), format: 'der', type: 'pkcs8' });
  } catch (error) {
    if (identifier === rsaPss) {
      // Some runtimes refuse the identifier, not the key: the certificate decides how it may sign.
      const plainRsa = sequence(integer(0), sequence(objectIdentifier(rsaEncryption), nullValue()), child(element, 2));
      return readPkcs8(plainRsa, name);
    }
    if (identifier === rsaEncryption) {
      throw damaged(name, 'its RSA key cannot be read', error);
    }
    if (identifier === ecPublicKey) {
      const curve = children(algorithm)[1];
      const named = isOid(curve) ? oid(curve) : undefined;
      throw named !== undefined && commonCurves.includes(named)
        ? damaged(name, 'its EC key cannot be read', error)
        : unsupportedKey(
            name,
            `an EC key on ${named === undefined ? 'a custom curve' : `the curve ${curveNames[named] ?? named}`}`,
            error,
          );
    }
    throw unsupportedKey(name, algorithmNames[identifier] ?? `a key of the kind ${identifier}`, error);
  }
}

function assertRsaParts(key: Uint8Array, name: string): void {
  let problem: string | undefined;
  try {
    problem = rsaProblem(decode(key));
  } catch (error) {
    throw damaged(name, 'its RSA key cannot be read', error);
  }
  if (problem !== undefined) {
    throw damaged(name, `the parts of its RSA key do not fit together: ${problem}`);
  }
}

/** The key of an `RSAPrivateKey` (PKCS#1) or `ECPrivateKey` (SEC1). Throws `certificate-damaged`. */
export function readBareKey(element: Element, type: 'pkcs1' | 'sec1', name: string): KeyObject {
  if (type === 'pkcs1') {
    assertRsaParts(encode(element), name);
  }
  try {
    return createPrivateKey({ key: encode(element), format: 'der', type });
  } catch (error) {
    throw damaged(name, `its ${type === 'pkcs1' ? 'RSA' : 'EC'} key cannot be read`, error);
  }
}
