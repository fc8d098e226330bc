import {
  type Element,
  child,
  children,
  encode,
  isBitString,
  isContext,
  isInteger,
  isOctetString,
  isOid,
  isSequence,
  oid,
} from './asn1.ts';
import { isEncryptedPkcs8, readEncryptedKey } from './read-encrypted-key.ts';
import { type ContainerContents, addCertificate } from './container-contents.ts';
import { isPkcs8, readBareKey, readPkcs8 } from './private-key.ts';
import { damaged, notACertificate } from './problems.ts';
import { isPkcs12, readPkcs12 } from './read-pkcs12.ts';
import type { DecryptionContext } from '../protection/decryption-context.ts';

const signedData = '1.2.840.113549.1.7.2';

/** Kinds of binary content, recognised by their structure alone. */
export type DerKind = 'pkcs12' | 'pkcs7' | 'der';

/**
 * Recognises one binary value and adds what it holds to `contents`. Throws UserError: `not-a-certificate` for other kinds
 * of content, and those of the readers.
 */
export async function readDer(element: Element, context: DecryptionContext, contents: ContainerContents): Promise<DerKind> {
  const { name } = context;
  const key = (found: ContainerContents['keys'][number]['key']): void =>
    void contents.keys.push({ key: found, friendlyName: undefined });
  if (isPkcs12(element)) {
    await readPkcs12(element, context, contents);
    return 'pkcs12';
  }
  if (isPkcs7(element)) {
    readPkcs7(element, name, contents);
    return 'pkcs7';
  }
  if (isPkcs8(element)) {
    key(readPkcs8(element, name));
  } else if (isEncryptedPkcs8(element)) {
    key(await readEncryptedKey(element, context, contents.protection));
  } else if (isPkcs1(element)) {
    key(readBareKey(element, 'pkcs1', name));
  } else if (isSec1(element)) {
    key(readBareKey(element, 'sec1', name));
  } else if (isSigned(element)) {
    readSigned(element, name, contents);
  } else {
    throw notACertificate(
      name,
      isPublicKey(element) ? 'holds a public key only' : 'holds neither a certificate nor a private key',
    );
  }
  return 'der';
}

function isPkcs1(element: Element): boolean {
  return isSequence(element) && children(element).length >= 9 && children(element).slice(0, 9).every(isInteger);
}

function isSec1(element: Element): boolean {
  return isSequence(element) && isInteger(children(element)[0]) && isOctetString(children(element)[1]);
}

function isPublicKey(element: Element): boolean {
  return isSequence(element) && isSequence(children(element)[0]) && isBitString(children(element)[1]);
}

/** Certificate, request or revocation list: content, algorithm, signature. */
function isSigned(element: Element): boolean {
  if (!isSequence(element)) {
    return false;
  }
  const [content, algorithm, signature] = children(element);
  return isSequence(content) && isSequence(algorithm) && isOid(children(algorithm)[0]) && isBitString(signature);
}

function readSigned(element: Element, name: string, contents: ContainerContents): void {
  const content = children(child(element, 0));
  const last = content.at(-1);
  if (isInteger(content[0]) && isSequence(content[1]) && isSequence(content[2]) && isContext(last, 0)) {
    throw notACertificate(
      name,
      'is a certificate request, not a certificate',
      'Choose the certificate that the authority issued for it.',
    );
  }
  const isRevocationList = isSequence(content[0]) || (isInteger(content[0]) && content.length < 6 && !isContext(content[0], 0));
  if (isRevocationList) {
    throw notACertificate(name, 'is a revocation list, not a certificate');
  }
  addCertificate(contents, encode(element), name);
}

function isPkcs7(element: Element): boolean {
  return isSequence(element) && isOid(children(element)[0]) && isContext(children(element)[1], 0);
}

/** The certificates of a PKCS#7 `SignedData` (RFC 5652, 5.1), which is how Windows exports chains. */
function readPkcs7(element: Element, name: string, contents: ContainerContents): void {
  if (oid(child(element, 0)) !== signedData) {
    throw notACertificate(name, 'is a PKCS#7 file without certificates');
  }
  const certificates = children(child(child(element, 1), 0)).find((part) => isContext(part, 0));
  for (const certificate of certificates === undefined ? [] : children(certificates)) {
    if (isSigned(certificate)) {
      addCertificate(contents, encode(certificate), name);
    }
  }
  if (contents.certificates.length === 0 && contents.problems.length === 0) {
    throw damaged(name, 'its list of certificates is empty');
  }
}
