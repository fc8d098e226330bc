import type { KeyObject } from 'node:crypto';
import { type Element, child, children, decode, isOctetString, isOid, isSequence, octets } from './asn1.ts';
import { readEncryption, unlock } from '../protection/encryption.ts';
import { isPkcs8, readPkcs8 } from './private-key.ts';
import type { DecryptionContext } from '../protection/decryption-context.ts';

/** Whether the element is an `EncryptedPrivateKeyInfo` (RFC 5958, 3). */
export function isEncryptedPkcs8(element: Element): boolean {
  if (!isSequence(element)) {
    return false;
  }
  const [algorithm, data, ...rest] = children(element);
  return rest.length === 0 && isSequence(algorithm) && isOid(children(algorithm)[0]) && isOctetString(data);
}

/**
 * Decrypts the key itself and not with node:crypto, whose builds differ in the algorithms that they accept. `protection` gains the
 * encryption's label. Throws the UserErrors of `unlock` and `readPkcs8`.
 */
export async function readEncryptedKey(
  element: Element,
  context: DecryptionContext,
  protection: Set<string>,
): Promise<KeyObject> {
  const encryption = readEncryption(child(element, 0), context);
  protection.add(encryption.label);
  const pkcs8 = await unlock(encryption, octets(child(element, 1)), context, (plain) => {
    const parsed = decode(plain);
    if (!isPkcs8(parsed)) {
      throw new Error('the decrypted bytes are not a private key');
    }
    return parsed;
  });
  return readPkcs8(pkcs8, context.name);
}
