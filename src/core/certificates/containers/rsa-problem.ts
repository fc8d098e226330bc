import { type Element, children, isInteger, octets } from './asn1.ts';

/** Longer than any RSA key that a crypto library accepts. */
const mostBytes = 2048;

/**
 * The first inconsistency of an `RSAPrivateKey` (RFC 8017, A.1.2), completing "the parts of its RSA key do not fit together: …";
 * undefined if all parts fit. OpenSSL works around a wrong part, so that signatures come out right, while others refuse the key.
 */
export function rsaProblem(element: Element): string | undefined {
  const parts = children(element);
  if (parts.length !== 9 || !parts.every((part) => isInteger(part) && octets(part).length <= mostBytes)) {
    return 'nine numbers are expected';
  }
  const [, n = 0n, e = 0n, d = 0n, p = 0n, q = 0n, dp = 0n, dq = 0n, coefficient = 0n] = parts.map(number);
  if (p <= 1n || q <= 1n || p * q !== n) {
    return 'the modulus is not the product of the primes';
  }
  const inverts = (exponent: bigint, prime: bigint): boolean => (e * exponent) % (prime - 1n) === 1n % (prime - 1n);
  if (!inverts(d, p) || !inverts(d, q)) {
    return 'the private exponent does not belong to the public one';
  }
  if (dp !== d % (p - 1n) || dq !== d % (q - 1n)) {
    return 'the exponents for the primes are not those of the private exponent';
  }
  return coefficient < p && (coefficient * q) % p === 1n ? undefined : 'the coefficient does not belong to the primes';
}

/** Two's complement, as ASN.1 writes integers. */
function number(element: Element): bigint {
  const bytes = octets(element);
  return BigInt.asIntN(bytes.length * 8, BigInt(`0x${bytes.toString('hex') || '0'}`));
}
