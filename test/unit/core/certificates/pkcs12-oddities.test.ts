import assert from 'node:assert/strict';
import { createHmac, pbkdf2Sync } from 'node:crypto';
import { before, suite, test } from 'node:test';
import { createSecureContext } from 'node:tls';
import * as asn1 from '../../../../src/core/certificates/containers/asn1.ts';
import { terminatedUtf16 } from '../../../../src/core/certificates/protection/password-forms.ts';
import { derivePkcs12 } from '../../../../src/core/certificates/protection/derive-pkcs12.ts';
import type { Identity } from '../../../../src/core/certificates/identity.ts';
import { createDevelopmentAuthority, issueEndEntity } from '../../../../src/core/certificates/issue.ts';
import { readContainer } from '../../../../src/core/certificates/read-container.ts';
import { readIdentity } from '../../../../src/core/certificates/read-identity.ts';

const { sequence, explicitZero, objectIdentifier, octetString, integer, nullValue, set } = asn1;

const oids = {
  data: '1.2.840.113549.1.7.1',
  certificate: '1.2.840.113549.1.9.22.1',
  localKeyId: '1.2.840.113549.1.9.21',
  sha1: '1.3.14.3.2.26',
  hmacSha256: '1.2.840.113549.2.9',
  pbkdf2: '1.2.840.113549.1.5.12',
  pbmac1: '1.2.840.113549.1.5.14',
};
const validity = { notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + 86_400_000) };
const salt = Buffer.from('saltsalt');

const bag = (number: number, value: asn1.Element, ...attributes: asn1.Element[]): asn1.Element =>
  sequence(objectIdentifier(`1.2.840.113549.1.12.10.1.${number}`), explicitZero(value), ...attributes);
const dataInfo = (content: Uint8Array): asn1.Element => sequence(objectIdentifier(oids.data), explicitZero(octetString(content)));
const localKeyId = set(sequence(objectIdentifier(oids.localKeyId), set(octetString(Buffer.from('1')))));

/** An unencrypted PFX of the bags; `mac` is left out or computed over its content. */
function pfx(bags: readonly asn1.Element[], mac?: (content: Buffer) => asn1.Element): Buffer {
  const content = asn1.encode(sequence(dataInfo(asn1.encode(sequence(...bags)))));
  return asn1.encode(sequence(integer(3), dataInfo(content), ...(mac === undefined ? [] : [mac(content)])));
}

function pbmac1(password: string, iterations: number): (content: Buffer) => asn1.Element {
  return (content) => {
    const key = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
    const hmac = sequence(objectIdentifier(oids.hmacSha256), nullValue());
    const derivation = sequence(octetString(salt), integer(iterations), integer(32), hmac);
    const parameters = sequence(sequence(objectIdentifier(oids.pbkdf2), derivation), hmac);
    const value = createHmac('sha256', key).update(content).digest();
    const digestInfo = sequence(sequence(objectIdentifier(oids.pbmac1), parameters), octetString(value));
    return sequence(digestInfo, octetString(Buffer.from('NOT USED')), integer(1));
  };
}

async function macKey(password: Buffer): Promise<Buffer> {
  return derivePkcs12({ digest: 'sha1', password, salt, iterations: 1, purpose: 'mac', length: 20 });
}

const sha1Mac =
  (key: Buffer) =>
  (content: Buffer): asn1.Element =>
    sequence(
      sequence(sequence(objectIdentifier(oids.sha1), nullValue()), octetString(createHmac('sha1', key).update(content).digest())),
      octetString(salt),
    );

/** The same value as BER: indefinite lengths, and strings of more than 100 bytes in chunks. */
function toBer(element: asn1.Element): Buffer {
  const first = element.tagClass | element.type;
  const long = typeof element.value === 'string' && asn1.isOctetString(element) && element.value.length > 100;
  if (long) {
    const bytes = asn1.octets(element);
    const half = Math.floor(bytes.length / 2);
    const chunks = [bytes.subarray(0, half), bytes.subarray(half)].map((chunk) => asn1.encode(octetString(chunk)));
    return Buffer.concat([Buffer.from([first | 0x20, 0x80]), ...chunks, Buffer.alloc(2)]);
  }
  return Array.isArray(element.value)
    ? Buffer.concat([Buffer.from([first | 0x20, 0x80]), ...element.value.map(toBer), Buffer.alloc(2)])
    : asn1.encode(element);
}

suite('PKCS#12 as unusual makers write it', () => {
  let identity: Identity;
  let keyBag: asn1.Element;
  let certificateBags: asn1.Element[];

  before(async () => {
    const authority = await createDevelopmentAuthority({ commonName: 'CA', ...validity });
    identity = await issueEndEntity(authority, { commonName: 'build-7', key: 'rsa-2048', ...validity });
    keyBag = bag(1, asn1.decode(identity.key.export({ type: 'pkcs8', format: 'der' })));
    certificateBags = [identity.leaf, ...identity.chain].map(({ raw }) =>
      bag(3, sequence(objectIdentifier(oids.certificate), explicitZero(octetString(raw)))),
    );
  });

  async function opens(bytes: Uint8Array, password?: string): Promise<void> {
    const read = await readIdentity([{ name: 'odd.p12', bytes }], password);
    assert.deepEqual(read.leaf.raw, identity.leaf.raw);
    assert.equal(read.chain.length, 1);
    assert.ok(read.key.equals(identity.key));
  }

  test('without MAC and without encryption', () => opens(pfx([keyBag, ...certificateBags])));
  test('bytes after its end', () => opens(Buffer.concat([pfx([keyBag, ...certificateBags]), Buffer.from('\r\n\0\0')])));
  test('nested safe contents', () => opens(pfx([bag(6, sequence(keyBag, bag(6, sequence(...certificateBags))))])));
  test('secret, revocation-list and unknown bags', () => {
    const other = sequence(objectIdentifier('1.2.3.4'), explicitZero(octetString(Buffer.from('x'))));
    return opens(pfx([bag(5, other), bag(4, other), bag(99, integer(1)), keyBag, ...certificateBags]));
  });
  test('a certificate bag of another kind', () => {
    const sdsi = bag(3, sequence(objectIdentifier('1.2.840.113549.1.9.22.2'), explicitZero(octetString(Buffer.from('x')))));
    return opens(pfx([sdsi, keyBag, ...certificateBags]));
  });
  test('a local key id that points at the authority', () => {
    const [leaf, authority] = [identity.leaf, ...identity.chain].map(({ raw }, index) =>
      bag(3, sequence(objectIdentifier(oids.certificate), explicitZero(octetString(raw))), ...(index === 1 ? [localKeyId] : [])),
    );
    return opens(pfx([authority, leaf, keyBag].filter((element) => element !== undefined)));
  });
  test('a key of an unknown kind beside the good one', async () => {
    const unknown = bag(1, sequence(integer(0), sequence(objectIdentifier('1.2.3.4')), octetString(Buffer.from('x'))));
    const bytes = pfx([unknown, keyBag, ...certificateBags]);
    await opens(bytes);
    const { problems } = await readContainer({ name: 'odd.p12', bytes });
    assert.deepEqual(
      problems.map(({ code }) => code),
      ['unsupported-algorithm'],
    );
  });

  test('indefinite lengths and chunked strings', async () => {
    const content = toBer(sequence(dataInfo(toBer(sequence(keyBag, ...certificateBags)))));
    const bytes = toBer(sequence(integer(3), dataInfo(content), sha1Mac(await macKey(terminatedUtf16('secret')))(content)));
    assert.ok(bytes.includes(Buffer.from([0x24, 0x80])), 'nothing was chunked');
    await opens(bytes, 'secret');
  });

  for (const [title, password] of [
    ['two zero bytes', Buffer.alloc(2)],
    ['no bytes at all', Buffer.alloc(0)],
  ] as const) {
    test(`an absent password as ${title}`, async () => {
      const bytes = pfx([keyBag, ...certificateBags], sha1Mac(await macKey(password)));
      await opens(bytes);
      await opens(bytes, '');
    });
  }

  test('a password of which every UTF-8 byte was widened', async () => {
    const widened = terminatedUtf16(Buffer.from('pässwörd').toString('latin1'));
    await opens(pfx([keyBag, ...certificateBags], sha1Mac(await macKey(widened))), 'pässwörd');
  });

  test('PBMAC1, as OpenSSL inside Node reads it too', async () => {
    const bytes = pfx([keyBag, ...certificateBags], pbmac1('pässwörd', 2048));
    createSecureContext({ pfx: bytes, passphrase: 'pässwörd' });
    await opens(bytes, 'pässwörd');
    await assert.rejects(readIdentity([{ name: 'odd.p12', bytes }], 'wrong'), { code: 'password-wrong' });
    await assert.rejects(readIdentity([{ name: 'odd.p12', bytes }]), { code: 'password-required' });
  });

  test('an iteration count that would never end is refused', async () => {
    const bytes = pfx([keyBag, ...certificateBags], (content) => {
      const mac = sha1Mac(Buffer.alloc(20))(content);
      return sequence(...asn1.children(mac), integer(2 ** 31 - 1));
    });
    await assert.rejects(readIdentity([{ name: 'odd.p12', bytes }], 'x'), { code: 'iterations-too-many', message: /^odd\.p12 / });
  });
});
