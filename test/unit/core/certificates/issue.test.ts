import assert from 'node:assert/strict';
import { after, suite, test } from 'node:test';
import { checkIdentity } from '../../../../src/core/certificates/checks/check-identity.ts';
import { describeCertificate } from '../../../../src/core/certificates/inspection/describe-certificate.ts';
import { createDevelopmentAuthority, issueEndEntity } from '../../../../src/core/certificates/issue.ts';
import { Workshop, withoutOpenssl } from './openssl.ts';

const day = 86_400_000;
const notBefore = new Date(Date.now() - 60_000);
const notAfter = new Date(Date.now() + 365 * day);
const validity = { notBefore, notAfter };

suite('createDevelopmentAuthority and issueEndEntity', () => {
  const workshop = new Workshop();
  after(() => workshop.remove());

  for (const key of ['ec-p256', 'ec-p384', 'rsa-2048', 'rsa-3072', 'rsa-4096'] as const) {
    test(`${key}: openssl accepts the chain strictly and preflight passes`, { skip: withoutOpenssl }, async () => {
      const authority = await createDevelopmentAuthority({
        commonName: 'Example, "CA"',
        organization: 'Bücher & Co',
        key,
        ...validity,
      });
      const identity = await issueEndEntity(authority, {
        commonName: '#build=7',
        organization: 'O',
        dnsNames: ['a.example', 'b.example'],
        key,
        ...validity,
      });
      workshop.write('ca.pem', authority.leaf.toString());
      workshop.write('leaf.pem', identity.leaf.toString());
      await workshop.openssl('verify', '-x509_strict', '-purpose', 'sslclient', '-check_ss_sig', '-CAfile', 'ca.pem', 'leaf.pem');
      assert.deepEqual(
        checkIdentity(identity, new Date()).flatMap(({ rule, outcome }) => (outcome === 'pass' ? [] : [`${rule}: ${outcome}`])),
        // A name with # is a fine name of a certificate, though not of a session tag.
        ['name-in-tags: warning'],
      );
    });
  }

  test('the authority has what a trust anchor needs, the leaf what an end entity needs', async () => {
    const authority = await createDevelopmentAuthority({ commonName: 'CA', organization: 'Example', ...validity });
    const { leaf } = await issueEndEntity(authority, {
      commonName: 'build-7',
      organizationalUnit: 'Ops',
      dnsNames: ['a.example'],
      ...validity,
    });
    const [above, below] = [describeCertificate(authority.leaf), describeCertificate(leaf)];
    assert.equal(above.subject, 'CN=CA, O=Example');
    assert.equal(above.isAuthority, true);
    assert.deepEqual(above.keyUsages?.toSorted(), ['cRLSign', 'keyCertSign']);
    assert.equal(below.subject, 'CN=build-7, OU=Ops');
    assert.equal(below.issuer, above.subject);
    assert.equal(below.isAuthority, false);
    assert.deepEqual(below.keyUsages, ['digitalSignature']);
    assert.deepEqual(below.extendedKeyUsages, ['1.3.6.1.5.5.7.3.2']);
    assert.deepEqual(below.dnsNames, ['a.example']);
    assert.equal(below.notAfter.getTime(), Math.floor(notAfter.getTime() / 1000) * 1000);
  });

  test('dates beyond 2049 are kept', async () => {
    const { leaf } = await createDevelopmentAuthority({
      commonName: 'CA',
      notBefore,
      notAfter: new Date('2060-01-02T03:04:05Z'),
    });
    assert.equal(new Date(leaf.validTo).toISOString(), '2060-01-02T03:04:05.000Z');
  });

  const refusals = [
    { title: 'an empty name', code: 'subject-invalid', options: { commonName: '  ', ...validity } },
    { title: 'a name of 65 characters', code: 'subject-invalid', options: { commonName: 'x'.repeat(65), ...validity } },
    { title: 'an empty organisation', code: 'subject-invalid', options: { commonName: 'x', organization: '', ...validity } },
    {
      title: 'an end before the beginning',
      code: 'validity-invalid',
      options: { commonName: 'x', notBefore: notAfter, notAfter: notBefore },
    },
    { title: 'no date', code: 'validity-invalid', options: { commonName: 'x', notBefore, notAfter: new Date(Number.NaN) } },
  ];
  for (const { title, code, options } of refusals) {
    test(`${title} is refused`, async () => {
      await assert.rejects(createDevelopmentAuthority(options), { name: 'UserError', code });
    });
  }

  test('alternative names are written as they were given', async () => {
    const authority = await createDevelopmentAuthority({ commonName: 'CA', ...validity });
    const names = { dnsNames: ['a.example', '*.b.example', 'localhost'], uris: ['spiffe://example.com/build?x=1#y', 'urn:x:y'] };
    const { leaf } = await issueEndEntity(authority, { commonName: 'x', ...names, ...validity });
    const { dnsNames, uris } = describeCertificate(leaf);
    assert.deepEqual({ dnsNames, uris }, names);
  });

  for (const names of [
    ...['', ' a', 'a b', 'a..b', 'bücher.example', '*', 'a.*.b', `${'x'.repeat(64)}.example`, 'http://a'].map((name) => ({
      dnsNames: [name],
    })),
    ...['', 'a.example', 'spiffe://ü', 'urn:x y', ':x'].map((uri) => ({ uris: [uri] })),
  ]) {
    test(`${JSON.stringify(names)} is refused`, async () => {
      const authority = await createDevelopmentAuthority({ commonName: 'CA', ...validity });
      await assert.rejects(issueEndEntity(authority, { commonName: 'x', ...names, ...validity }), {
        code: 'alternative-name-invalid',
      });
    });
  }

  test('a leaf issues nothing', async () => {
    const authority = await createDevelopmentAuthority({ commonName: 'CA', ...validity });
    const leaf = await issueEndEntity(authority, { commonName: 'x', ...validity });
    await assert.rejects(issueEndEntity(leaf, { commonName: 'y', ...validity }), { name: 'UserError', code: 'not-an-authority' });
  });
});
