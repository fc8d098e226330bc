import assert from 'node:assert/strict';
import { type KeyObject, createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { before, suite, test } from 'node:test';
import forge from 'node-forge';
import { type Element, children, decode, encode, octets, sequence } from '../../../../src/core/certificates/containers/asn1.ts';
import type { Identity } from '../../../../src/core/certificates/identity.ts';
import { createDevelopmentAuthority, issueEndEntity } from '../../../../src/core/certificates/issue.ts';
import { readIdentity } from '../../../../src/core/certificates/read-identity.ts';
import { writePkcs12 } from '../../../../src/core/certificates/write-pkcs12.ts';

const validity = { notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + 90 * 86_400_000) };
let identity: Identity;
before(async () => {
  const authority = await createDevelopmentAuthority({ commonName: 'CA', ...validity });
  identity = await issueEndEntity(authority, { commonName: 'leaf', key: 'rsa-2048', ...validity });
});

/** In the order of RFC 8017, A.1.2. */
const names = ['version', 'n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'coefficient'] as const;
type Parts = Record<(typeof names)[number], bigint>;

const pkcs1 = (key: KeyObject): Buffer => key.export({ type: 'pkcs1', format: 'der' });

function partsOf(key: KeyObject): Parts {
  const numbers = children(decode(pkcs1(key))).map((part) => BigInt(`0x${octets(part).toString('hex')}`));
  return Object.fromEntries(names.map((name, index) => [name, numbers[index] ?? 0n])) as Parts;
}

function encoded(parts: Parts): Buffer {
  const integer = (value: bigint): Element => {
    const hex = value.toString(16);
    const even = hex.length % 2 === 0 ? hex : `0${hex}`;
    const bytes = Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex');
    return forge.asn1.create(forge.asn1.Class.UNIVERSAL, forge.asn1.Type.INTEGER, false, bytes.toString('latin1'));
  };
  return encode(sequence(...names.map((name) => integer(parts[name]))));
}

const open = (key: Uint8Array): Promise<Identity> =>
  readIdentity([
    { name: 'leaf.pem', bytes: Buffer.from(identity.leaf.toString()) },
    { name: 'leaf.key', bytes: key },
  ]);

const wrong: [what: string, change: (parts: Parts) => Partial<Parts>, says: RegExp][] = [
  ['coefficient', ({ coefficient }) => ({ coefficient: coefficient + 1n }), /the coefficient/],
  ['coefficient beyond its prime', ({ coefficient, p }) => ({ coefficient: coefficient + p }), /the coefficient/],
  ['coefficient of the other prime', ({ p, q }) => ({ coefficient: inverse(p, q) }), /the coefficient/],
  ['first exponent', ({ dp }) => ({ dp: dp + 2n }), /exponents for the primes/],
  ['second exponent', ({ dq }) => ({ dq: dq - 2n }), /exponents for the primes/],
  ['exponents in the wrong order', ({ dp, dq }) => ({ dp: dq, dq: dp }), /exponents for the primes/],
  ['private exponent', ({ d }) => ({ d: d + 2n }), /private exponent/],
  ['prime', ({ p }) => ({ p: p + 2n }), /product of the primes/],
  ['primes left out', () => ({ p: 0n, q: 0n, dp: 0n, dq: 0n, coefficient: 0n }), /product of the primes/],
];

function inverse(value: bigint, modulus: bigint): bigint {
  let [a, b, x, y] = [value % modulus, modulus, 1n, 0n];
  while (a > 1n) {
    [x, y] = [y - (b / a) * x, x];
    [a, b] = [b % a, a];
  }
  return ((x % modulus) + modulus) % modulus;
}

suite('an RSA key whose parts do not fit together is damaged, also where node:crypto signs with it', () => {
  for (const [what, change, says] of wrong) {
    test(`wrong ${what}`, async () => {
      const parts = partsOf(identity.key);
      const der = encoded({ ...parts, ...change(parts) });
      const refused = { name: 'UserError', code: 'certificate-damaged', message: says };
      await assert.rejects(open(der), refused, 'PKCS#1');
      const pem = `-----BEGIN RSA PRIVATE KEY-----\n${der.toString('base64')}\n-----END RSA PRIVATE KEY-----\n`;
      await assert.rejects(open(Buffer.from(pem)), refused, 'PEM');
    });
  }

  test('wrong coefficient, in a PFX and in PKCS#8', async () => {
    const parts = partsOf(identity.key);
    const der = encoded({ ...parts, coefficient: parts.coefficient + 1n });
    const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs1' });
    const bytes = await writePkcs12({ ...identity, key }, { password: 'secret', encryption: 'compatible' });
    const refused = { name: 'UserError', code: 'certificate-damaged', message: /the coefficient/ };
    await assert.rejects(readIdentity([{ name: 'leaf.p12', bytes }], 'secret'), refused);
    await assert.rejects(open(key.export({ type: 'pkcs8', format: 'der' })), refused);
  });
});

suite('an RSA key whose parts fit together is read, however they are chosen', () => {
  const right: [what: string, change: (parts: Parts) => Partial<Parts>][] = [
    ['as it was made', () => ({})],
    ['with its primes in the other order', ({ p, q, dp, dq }) => ({ p: q, q: p, dp: dq, dq: dp, coefficient: inverse(p, q) })],
    ['with the larger private exponent that older tools compute', ({ e, p, q }) => ({ d: inverse(e, (p - 1n) * (q - 1n)) })],
  ];
  for (const [what, change] of right) {
    test(what, async () => {
      const parts = partsOf(identity.key);
      const { key } = await open(encoded({ ...parts, ...change(parts) }));
      assert.ok(key.asymmetricKeyType === 'rsa');
    });
  }

  test('with an exponent of 3 and an odd length', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2047, publicExponent: 3 });
    await assert.rejects(open(pkcs1(privateKey)), { code: 'key-mismatch' });
  });
});
