import {
  type Element,
  child,
  children,
  count,
  decode,
  isContext,
  isInteger,
  isOid,
  isSequence,
  octets,
  oid,
  text,
} from './asn1.ts';
import { readEncryptedKey } from './read-encrypted-key.ts';
import { type ContainerContents, addCertificate, attempt } from './container-contents.ts';
import { readEncryption, unlock } from '../protection/encryption.ts';
import { verifyMac } from '../protection/verify-mac.ts';
import { readPkcs8 } from './private-key.ts';
import { unsupported } from './problems.ts';
import type { DecryptionContext } from '../protection/decryption-context.ts';

const data = '1.2.840.113549.1.7.1';
const encryptedData = '1.2.840.113549.1.7.6';
const bag = (number: number): string => `1.2.840.113549.1.12.10.1.${number}`;
const friendlyNameAttribute = '1.2.840.113549.1.9.20';
const x509Certificate = '1.2.840.113549.1.9.22.1';

/** Whether the element has the structure of a `PFX` (RFC 7292, 4). */
export function isPkcs12(element: Element): boolean {
  if (!isSequence(element)) {
    return false;
  }
  const [version, content] = children(element);
  return isInteger(version) && isSequence(content) && isOid(children(content)[0]) && isContext(children(content)[1], 0);
}

/**
 * Reads a PFX: first its integrity check, then every bag; kinds of bag that hold neither key nor certificate are skipped. Throws
 * UserError when the password does not open it or the kind of its outer protection is unknown.
 */
export async function readPkcs12(pfx: Element, context: DecryptionContext, found: ContainerContents): Promise<void> {
  const [version, authSafe, macData] = children(pfx);
  if (count(version) !== 3) {
    throw unsupported(context.name, `version ${count(version)} of PKCS#12`);
  }
  if (oid(child(authSafe, 0)) !== data) {
    throw unsupported(context.name, 'PKCS#12 that is protected by a public key instead of a password');
  }
  const content = octets(child(child(authSafe, 1), 0));
  const contentInfos = children(decode(content));
  // Both take their time over key derivation, much of it on other threads; nothing is returned if the check fails.
  const [verified, ...read] = await Promise.allSettled([
    macData === undefined ? undefined : verifyMac(macData, content, context),
    ...contentInfos.map(async (contentInfo) => safeContents(contentInfo, context, found)),
  ]);
  if (verified.status === 'rejected') {
    throw verified.reason;
  }
  if (verified.value !== undefined) {
    found.protection.add(verified.value);
  }
  for (const contents of read) {
    await attempt(found, async () => {
      if (contents.status === 'rejected') {
        throw contents.reason;
      }
      await readSafeContents(contents.value, context, found);
    });
  }
}

async function safeContents(contentInfo: Element, context: DecryptionContext, found: ContainerContents): Promise<Element> {
  const type = oid(child(contentInfo, 0));
  if (type === data) {
    return decode(octets(child(child(contentInfo, 1), 0)));
  }
  if (type !== encryptedData) {
    throw unsupported(context.name, `contents of the kind ${type}`);
  }
  const encryptedContent = child(child(child(contentInfo, 1), 0), 1);
  const encryption = readEncryption(child(encryptedContent, 1), context);
  found.protection.add(encryption.label);
  return unlock(encryption, octets(child(encryptedContent, 2)), context, (plain) => {
    const contents = decode(plain);
    children(contents).forEach((safeBag) => oid(child(safeBag, 0)));
    return contents;
  });
}

async function readSafeContents(contents: Element, context: DecryptionContext, found: ContainerContents): Promise<void> {
  for (const safeBag of children(contents)) {
    await attempt(found, () => readBag(safeBag, context, found));
  }
}

async function readBag(safeBag: Element, context: DecryptionContext, found: ContainerContents): Promise<void> {
  const type = oid(child(safeBag, 0));
  const value = child(child(safeBag, 1), 0);
  const friendlyName = friendlyNameOf(safeBag);
  if (type === bag(1)) {
    found.keys.push({ key: readPkcs8(value, context.name), friendlyName });
  } else if (type === bag(2)) {
    found.keys.push({ key: await readEncryptedKey(value, context, found.protection), friendlyName });
  } else if (type === bag(3)) {
    if (oid(child(value, 0)) === x509Certificate) {
      addCertificate(found, octets(child(child(value, 1), 0)), context.name, friendlyName);
    }
  } else if (type === bag(6)) {
    await readSafeContents(value, context, found);
  }
}

function friendlyNameOf(safeBag: Element): string | undefined {
  const attributes = children(safeBag)[2];
  const attribute = attributes && children(attributes).find((candidate) => oid(child(candidate, 0)) === friendlyNameAttribute);
  const value = attribute && children(child(attribute, 1))[0];
  return value && text(value);
}
