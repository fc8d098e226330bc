import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Element, child, children, count, octets, oid } from '../containers/asn1.ts';
import { assertIterations, digestLabel, hmacDigest, readDerivation } from './derivation.ts';
import { derivePkcs12 } from './derive-pkcs12.ts';
import { passwordRequired, passwordWrong, unsupported } from '../containers/problems.ts';
import type { DecryptionContext } from './decryption-context.ts';

const digests: Readonly<Record<string, { name: string; length: number }>> = {
  '1.2.840.113549.2.5': { name: 'md5', length: 16 },
  '1.3.14.3.2.26': { name: 'sha1', length: 20 },
  '2.16.840.1.101.3.4.2.4': { name: 'sha224', length: 28 },
  '2.16.840.1.101.3.4.2.1': { name: 'sha256', length: 32 },
  '2.16.840.1.101.3.4.2.2': { name: 'sha384', length: 48 },
  '2.16.840.1.101.3.4.2.3': { name: 'sha512', length: 64 },
  '2.16.840.1.101.3.4.2.5': { name: 'sha512-224', length: 28 },
  '2.16.840.1.101.3.4.2.6': { name: 'sha512-256', length: 32 },
};

/**
 * Verifies `MacData` (RFC 7292, 4) over the content of the authenticated safe and gives the MAC's label.
 * Throws `password-required`, `password-wrong`, `unsupported-algorithm` or `iterations-too-many`.
 */
export async function verifyMac(macData: Element, content: Buffer, context: DecryptionContext): Promise<string> {
  const [algorithm, value] = [child(child(macData, 0), 0), octets(child(child(macData, 0), 1))];
  const isPbmac1 = oid(child(algorithm, 0)) === '1.2.840.113549.1.5.14';
  const mac = isPbmac1 ? pbmac1(child(algorithm, 1), context) : classicMac(algorithm, macData, context);
  for (const form of mac.forms) {
    const computed = createHmac(mac.digest, await mac.key(form))
      .update(content)
      .digest();
    if (computed.length === value.length && timingSafeEqual(computed, value)) {
      return mac.label;
    }
  }
  throw context.hasPassword ? passwordWrong(context.name) : passwordRequired(context.name);
}

interface Mac {
  readonly label: string;
  readonly digest: string;
  readonly forms: readonly Buffer[];
  readonly key: (password: Buffer) => Promise<Buffer>;
}

/** HMAC under a key of the PKCS#12 derivation. */
function classicMac(algorithm: Element, macData: Element, { name, forms, signal }: DecryptionContext): Mac {
  const identifier = oid(child(algorithm, 0));
  const digest = digests[identifier];
  if (digest === undefined) {
    throw unsupported(name, `the integrity check ${identifier}`);
  }
  const salt = octets(child(macData, 1));
  const stated = children(macData)[2];
  const iterations = stated === undefined ? 1 : count(stated);
  assertIterations(iterations, name);
  return {
    label: `MAC ${digestLabel(digest.name)}, ${iterations} iterations`,
    digest: digest.name,
    forms: forms.terminated,
    key: (password) =>
      derivePkcs12({ digest: digest.name, password, salt, iterations, purpose: 'mac', length: digest.length }, signal),
  };
}

/** RFC 9579: HMAC under a key of PBKDF2, whose length must be stated. */
function pbmac1(parameters: Element, context: DecryptionContext): Mac {
  const derivation = readDerivation(child(parameters, 0), context);
  const digest = hmacDigest(child(parameters, 1), context.name);
  const { keyLength } = derivation;
  if (keyLength === undefined || keyLength > 1024) {
    throw unsupported(context.name, 'a PBMAC1 integrity check without a usable key length');
  }
  return {
    label: `PBMAC1 HMAC-${digestLabel(digest)}, ${derivation.label}`,
    digest,
    forms: context.forms.plain,
    key: (password) => derivation.derive(password, keyLength),
  };
}
