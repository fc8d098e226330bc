import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { after, before, suite, test } from 'node:test';
import { AsnConvert } from '@peculiar/asn1-schema';
import { Certificate, Validity } from '@peculiar/asn1-x509';
import forge from 'node-forge';
import { isUserError } from '../../../../src/core/errors.ts';
import * as asn1 from '../../../../src/core/certificates/containers/asn1.ts';
import type { Identity } from '../../../../src/core/certificates/identity.ts';
import { createDevelopmentAuthority, issueEndEntity } from '../../../../src/core/certificates/issue.ts';
import type { CertificateFile } from '../../../../src/core/certificates/read-container.ts';
import { readIdentity } from '../../../../src/core/certificates/read-identity.ts';
import { writePkcs12 } from '../../../../src/core/certificates/write-pkcs12.ts';
import { Workshop, makePki, withoutOpenssl } from './openssl.ts';

const file = (name: string, ...parts: (string | Uint8Array)[]): CertificateFile => ({
  name,
  bytes: Buffer.concat(parts.map((part) => Buffer.from(part))),
});
const day = 86_400_000;
const validity = { notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + day) };
const keyPem = ({ key }: Identity): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

suite('readIdentity chooses', () => {
  let authority: Identity;
  let leaf: Identity;
  let stranger: Identity;

  before(async () => {
    authority = await createDevelopmentAuthority({ commonName: 'CA', ...validity });
    leaf = await issueEndEntity(authority, { commonName: 'leaf', ...validity });
    stranger = await createDevelopmentAuthority({ commonName: 'CA', ...validity });
  });

  test('the end entity where the key of its authority is there as well', async () => {
    const all = file('all.pem', keyPem(authority), authority.leaf.toString(), leaf.leaf.toString(), keyPem(leaf));
    const identity = await readIdentity([all]);
    assert.ok(identity.leaf.raw.equals(leaf.leaf.raw));
    assert.ok(identity.key.equals(leaf.key));
  });

  test('an authority where nothing else has a key', async () => {
    const identity = await readIdentity([file('ca.pem', keyPem(authority), leaf.leaf.toString(), authority.leaf.toString())]);
    assert.ok(identity.leaf.raw.equals(authority.leaf.raw));
    assert.deepEqual(identity.chain, []);
  });

  test('the issuer by signature among authorities of one name', async () => {
    const identity = await readIdentity([
      file('leaf.pem', stranger.leaf.toString(), leaf.leaf.toString(), authority.leaf.toString()),
      file('leaf.key', keyPem(leaf)),
    ]);
    assert.deepEqual(
      identity.chain.map(({ raw }) => raw),
      [authority.leaf.raw],
    );
  });

  test('no issuer that did not sign', async () => {
    const identity = await readIdentity([file('leaf.pem', leaf.leaf.toString(), stranger.leaf.toString(), keyPem(leaf))]);
    assert.deepEqual(identity.chain, []);
  });

  test('what fits where one password opens one of two files', async () => {
    const bytes = await writePkcs12(leaf, { password: 'secret', encryption: 'compatible' });
    const identity = await readIdentity([{ name: 'leaf.p12', bytes }, file('ca.pem', authority.leaf.toString())], 'secret');
    assert.equal(identity.chain.length, 1);
  });

  const refusals: [title: string, code: string, files: () => CertificateFile[]][] = [
    ['no file', 'certificate-missing', () => []],
    ['a key alone', 'certificate-missing', () => [file('leaf.key', keyPem(leaf))]],
    ['a certificate alone', 'key-missing', () => [file('leaf.pem', leaf.leaf.toString())]],
    [
      'a key of another certificate',
      'key-mismatch',
      () => [file('leaf.pem', leaf.leaf.toString()), file('leaf.key', keyPem(stranger))],
    ],
  ];
  for (const [title, code, files] of refusals) {
    test(`nothing from ${title}`, async () => {
      await assert.rejects(readIdentity(files()), (error) => {
        assert.ok(isUserError(error));
        assert.equal(error.code, code);
        assert.ok(
          files().every(({ name }) => error.message.includes(name)),
          error.message,
        );
        return error.remedy !== '';
      });
    });
  }

  test('the certificate that is valid, not the one for the same key that will be', async () => {
    const renewed = AsnConvert.parse(leaf.leaf.raw, Certificate);
    renewed.tbsCertificate.validity = new Validity({ notBefore: validity.notAfter, notAfter: new Date(Date.now() + 90 * day) });
    const later = new X509Certificate(Buffer.from(AsnConvert.serialize(renewed)));
    const identity = await readIdentity([file('all.pem', later.toString(), leaf.leaf.toString(), keyPem(leaf))]);
    assert.equal(identity.leaf.validTo, leaf.leaf.validTo);
  });

  test('nothing from a text that ends inside the first line of a block', async () => {
    const cut = file('all.pem', leaf.leaf.toString(), keyPem(leaf), '-----BEGIN CERTIFI');
    await assert.rejects(readIdentity([cut]), { name: 'UserError', code: 'certificate-damaged' });
  });

  test('nothing where an issuer in the file is damaged, though leaf and key are whole', async () => {
    const cut = authority.leaf.raw.subarray(0, -20).toString('base64');
    const damaged = `-----BEGIN CERTIFICATE-----\n${cut}\n-----END CERTIFICATE-----\n`;
    const files = [file('all.pem', leaf.leaf.toString(), damaged, keyPem(leaf))];
    await assert.rejects(readIdentity(files), { name: 'UserError', code: 'certificate-damaged', message: /^all\.pem / });
  });

  test('nothing where the private half of the key is damaged and the public half still fits', async () => {
    const { kty, crv, x, y } = leaf.key.export({ format: 'jwk' });
    const { d } = stranger.key.export({ format: 'jwk' });
    const point = [x, y].map((part) => Buffer.from(part ?? '', 'base64url'));
    const sec1 = asn1.encode(
      asn1.sequence(
        asn1.integer(1),
        asn1.octetString(Buffer.from(d ?? '', 'base64url')),
        asn1.explicitZero(asn1.objectIdentifier('1.2.840.10045.3.1.7')),
        forge.asn1.create(forge.asn1.Class.CONTEXT_SPECIFIC, forge.asn1.Type.BOOLEAN, true, [
          forge.asn1.create(
            forge.asn1.Class.UNIVERSAL,
            forge.asn1.Type.BITSTRING,
            false,
            Buffer.concat([Buffer.from([0, 4]), ...point]).toString('latin1'),
          ),
        ]),
      ),
    );
    assert.deepEqual([kty, crv], ['EC', 'P-256']);
    await assert.rejects(readIdentity([file('leaf.pem', leaf.leaf.toString()), file('leaf.key', sec1)]), {
      name: 'UserError',
      code: 'certificate-damaged',
    });
  });

  test('stops when it is aborted', async () => {
    const reason = new Error('closed');
    const bytes = await writePkcs12(leaf, { password: 'secret', encryption: 'modern' });
    const controller = new AbortController();
    const reading = readIdentity([{ name: 'leaf.p12', bytes }], 'secret', { signal: controller.signal });
    controller.abort(reason);
    await assert.rejects(reading, (error) => error === reason);
  });
});

suite('of certificates for one key readIdentity takes', { skip: withoutOpenssl }, () => {
  const workshop = new Workshop();
  before(() => makePki(workshop, ['p256']));
  after(() => workshop.remove());

  async function renew(days: number): Promise<X509Certificate> {
    const name = `renewed${days}.pem`;
    await workshop.openssl(
      ...['x509', '-req', '-in', 'p256.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-days', String(days), '-out', name],
    );
    return new X509Certificate(workshop.read(name));
  }

  test('the valid one that lasts longest', async () => {
    const [expired, short, long] = [await renew(-1), await renew(5), await renew(90)];
    for (const order of [
      [expired, short, long],
      [long, short, expired],
      [short, long, expired],
    ]) {
      const identity = await readIdentity([file('all.pem', ...order.map(String), workshop.read('p256.key'))]);
      assert.equal(identity.leaf.serialNumber, long.serialNumber);
    }
    const identity = await readIdentity([file('all.pem', expired.toString(), short.toString(), workshop.read('p256.key'))]);
    assert.equal(identity.leaf.serialNumber, short.serialNumber);
    const old = await readIdentity([file('all.pem', expired.toString(), workshop.read('p256.key'))]);
    assert.equal(old.leaf.serialNumber, expired.serialNumber);
  });
});
