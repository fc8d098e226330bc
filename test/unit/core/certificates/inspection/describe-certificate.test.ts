import assert from 'node:assert/strict';
import { X509Certificate, createHash } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier, Certificate, SubjectPublicKeyInfo } from '@peculiar/asn1-x509';
import { after, before, suite, test } from 'node:test';
import { isUserError } from '../../../../../src/core/errors.ts';
import { describeCertificate } from '../../../../../src/core/certificates/inspection/describe-certificate.ts';
import { type KeyName, Workshop, keyNames, makePki, withoutOpenssl } from '../openssl.ts';

suite('describeCertificate', { skip: withoutOpenssl }, () => {
  const workshop = new Workshop();
  before(() => makePki(workshop));
  after(() => workshop.remove());

  async function certificate(...options: string[]): Promise<X509Certificate> {
    const text = await workshop.openssl('req', '-x509', '-config', 'openssl.cnf', '-key', 'p256.key', '-days', '30', ...options);
    return new X509Certificate(text);
  }

  const kinds: Record<KeyName, string> = {
    rsa: 'RSA 2048',
    pss: 'RSA-PSS 2048',
    p256: 'EC P-256',
    p384: 'EC P-384',
    p521: 'EC P-521',
    k256: 'EC secp256k1',
    ed25519: 'Ed25519',
  };
  for (const key of keyNames) {
    test(`names the key ${key}`, () => {
      const described = describeCertificate(new X509Certificate(workshop.read(`${key}.pem`)));
      assert.equal(described.keyKind, kinds[key]);
      assert.equal(described.subject, `O=Example, CN=build ${key}`);
      assert.equal(described.commonName, `build ${key}`);
      assert.equal(described.issuer, 'CN=Example CA');
      assert.deepEqual(described.keyUsages, ['digitalSignature']);
      assert.equal(described.isAuthority, false);
      assert.equal(described.version, 3);
    });
  }

  test('agrees with openssl and Node on dates and fingerprint', () => {
    const leaf = new X509Certificate(workshop.read('rsa.pem'));
    const described = describeCertificate(leaf);
    assert.equal(described.notBefore.getTime(), Date.parse(leaf.validFrom));
    assert.equal(described.notAfter.getTime(), Date.parse(leaf.validTo));
    assert.equal(described.fingerprintSha256, createHash('sha256').update(leaf.raw).digest('hex'));
    assert.equal(described.fingerprintSha256, leaf.fingerprint256.replaceAll(':', '').toLowerCase());
  });

  const serials: [given: string, decimal: string, hex: string][] = [
    ['1', '1', '1'],
    ['128', '128', '80'],
    ['255', '255', 'ff'],
    ['0x00ffffffffffffffffffffffffffffffffffffff', '5708990770823839524233143877797980545530986495', 'ff'.padEnd(38, 'f')],
    ['-5', '-5', '-5'],
    ['-129', '-129', '-81'],
    ['0', '0', '0'],
  ];
  for (const [given, decimal, hex] of serials) {
    test(`serial ${given}`, async () => {
      const { serialDecimal, serialHex } = describeCertificate(await certificate('-subj', '/CN=x', '-set_serial', given));
      assert.equal(serialDecimal, decimal);
      assert.equal(serialHex, hex);
    });
  }

  const digests: [option: string, key: string, label: string][] = [
    ['-sha1', 'rsa', 'SHA-1 with RSA'],
    ['-sha256', 'rsa', 'SHA-256 with RSA'],
    ['-sha384', 'p256', 'SHA-384 with ECDSA'],
    ['-md5', 'rsa', 'MD5 with RSA'],
  ];
  for (const [option, key, label] of digests) {
    test(`signature ${label}`, async () => {
      const text = await workshop.openssl(
        'req',
        '-x509',
        '-config',
        'openssl.cnf',
        '-key',
        `${key}.key`,
        '-subj',
        '/CN=x',
        option,
      );
      const described = describeCertificate(new X509Certificate(text));
      assert.equal(described.signatureAlgorithm, label);
      assert.equal(described.signatureDigest, label.split(' ')[0]);
    });
  }
  test('signature RSA-PSS and Ed25519', async () => {
    const pss = ['-sigopt', 'rsa_padding_mode:pss', '-sha384'];
    const sign = async (key: string, ...options: string[]): Promise<string> => {
      const text = await workshop.openssl(
        'req',
        '-x509',
        '-config',
        'openssl.cnf',
        '-key',
        `${key}.key`,
        '-subj',
        '/CN=x',
        ...options,
      );
      return describeCertificate(new X509Certificate(text)).signatureAlgorithm;
    };
    assert.equal(await sign('rsa', ...pss), 'SHA-384 with RSA-PSS');
    assert.equal(await sign('ed25519'), 'Ed25519');
  });

  test('alternative names of every kind, unreadable ones skipped', async () => {
    const described = describeCertificate(
      await certificate(
        ...['-subj', '/CN=x', '-addext'],
        'subjectAltName=DNS:a.example,otherName:1.2.3;UTF8:hello,IP:192.0.2.1,IP:2001:db8::1,URI:spiffe://x/y,email:a@example,DNS:*.b.example',
      ),
    );
    assert.deepEqual(described.dnsNames, ['a.example', '*.b.example']);
    assert.deepEqual(described.uris, ['spiffe://x/y']);
    assert.deepEqual(described.emailAddresses, ['a@example']);
    assert.deepEqual(described.ipAddresses, ['192.0.2.1', '2001:db8::1']);
  });

  test('key usages by their standard names, extended ones apart', async () => {
    const usages =
      'digitalSignature,nonRepudiation,keyEncipherment,dataEncipherment,keyAgreement,keyCertSign,cRLSign,encipherOnly,decipherOnly';
    const described = describeCertificate(
      await certificate('-subj', '/CN=x', '-addext', `keyUsage=${usages}`, '-addext', 'extendedKeyUsage=clientAuth,1.2.3.4'),
    );
    assert.deepEqual(described.keyUsages?.toSorted(), usages.split(',').toSorted());
    assert.deepEqual(described.extendedKeyUsages, ['1.3.6.1.5.5.7.3.2', '1.2.3.4']);
    assert.equal(describeCertificate(await certificate('-subj', '/CN=x')).keyUsages, undefined);
  });

  test('names with special characters, several values and none', async () => {
    const subject = async (given: string, ...options: string[]): Promise<string> =>
      describeCertificate(await certificate('-utf8', '-subj', given, ...options)).subject;
    assert.equal(await subject('/O=Müller, "Söhne"/CN= x '), 'O=Müller\\, \\"Söhne\\", CN=\\ x\\ ');
    assert.equal(await subject('/CN=a+OU=b', '-multivalue-rdn'), 'CN=a+OU=b');
    assert.equal(await subject('/'), '');
    assert.equal(
      await subject('/DC=org/UID=u/emailAddress=a@b/serialNumber=7'),
      'DC=org, UID=u, emailAddress=a@b, serialNumber=7',
    );
  });

  const postQuantum: [arc: number, name: string][] = [
    [17, 'ML-DSA-44'],
    [18, 'ML-DSA-65'],
    [19, 'ML-DSA-87'],
    [99, '2.16.840.1.101.3.4.3.99'],
  ];
  for (const [arc, name] of postQuantum) {
    test(`recognises ${name} where the runtime does not know it`, () => {
      const parsed = AsnConvert.parse(new X509Certificate(workshop.read('rsa.pem')).raw, Certificate);
      const algorithm = new AlgorithmIdentifier({ algorithm: `2.16.840.1.101.3.4.3.${arc}` });
      parsed.tbsCertificate.subjectPublicKeyInfo = new SubjectPublicKeyInfo({ algorithm, subjectPublicKey: new ArrayBuffer(3) });
      parsed.signatureAlgorithm = parsed.tbsCertificate.signature = algorithm;
      const described = describeCertificate(new X509Certificate(Buffer.from(AsnConvert.serialize(parsed))));
      assert.equal(described.keyKind, name);
      assert.equal(described.signatureAlgorithm, name);
      assert.equal(described.signatureDigest, undefined);
    });
  }

  test('every flipped bit that still loads is described or refused with a UserError', () => {
    const { raw } = new X509Certificate(workshop.read('p256.pem'));
    let described = 0;
    for (let bit = 0; bit < raw.length * 8; bit++) {
      const flipped = Buffer.from(raw);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      try {
        describeCertificate(new X509Certificate(flipped));
        described += 1;
      } catch (error) {
        assert.ok(isUserError(error) || isOpensslError(error), String(error));
      }
    }
    assert.ok(described > raw.length);
  });
});

const isOpensslError = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_OSSL');
