import assert from 'node:assert/strict';
import { X509Certificate, createPrivateKey } from 'node:crypto';
import { after, before, suite, test } from 'node:test';
import { checkIdentity } from '../../../../../src/core/certificates/checks/check-identity.ts';
import type { Identity } from '../../../../../src/core/certificates/identity.ts';
import { createDevelopmentAuthority, issueEndEntity } from '../../../../../src/core/certificates/issue.ts';
import { Workshop, makePki, withoutOpenssl } from '../openssl.ts';

const day = 86_400_000;
/** After everything that the tests make has become valid. */
const now = new Date(Date.now() + 3_600_000);
const from = (days: number): Date => new Date(now.getTime() + days * day);

/** The rules that do not pass, as `rule: outcome`. */
const tripped = (identity: Identity, at = now): string[] =>
  checkIdentity(identity, at)
    .filter(({ outcome }) => outcome !== 'pass')
    .map(({ rule, outcome }) => `${rule}: ${outcome}`);

test('a good identity passes every rule, each with a sentence', async () => {
  const authority = await createDevelopmentAuthority({ commonName: 'CA', notBefore: from(-1), notAfter: from(900) });
  const identity = await issueEndEntity(authority, { commonName: 'x', notBefore: from(-1), notAfter: from(300) });
  const findings = checkIdentity(identity, now);
  assert.equal(new Set(findings.map(({ rule }) => rule)).size, findings.length);
  assert.ok(
    findings.every(({ outcome, message, remedy }) => outcome === 'pass' && message.endsWith('.') && remedy === undefined),
  );
});

suite('dates', () => {
  const cases: [notBefore: number, notAfter: number, expected: string[]][] = [
    [-10, 31, []],
    [-10, 30.5, []],
    [-10, 29.5, ['not-expired: warning']],
    [-10, 1.5, ['not-expired: warning']],
    [-10, 0.5, ['not-expired: warning']],
    [-10, -0.001, ['not-expired: fail']],
    [-10, -5, ['not-expired: fail']],
    [0.001, 40, ['already-valid: fail']],
    [5, 40, ['already-valid: fail']],
  ];
  for (const [notBefore, notAfter, expected] of cases) {
    test(`valid from day ${notBefore} to day ${notAfter}`, async () => {
      const authority = await createDevelopmentAuthority({ commonName: 'CA', notBefore: from(-20), notAfter: from(900) });
      const identity = await issueEndEntity(authority, { commonName: 'x', notBefore: from(notBefore), notAfter: from(notAfter) });
      assert.deepEqual(tripped(identity), expected);
    });
  }
});

suite('every other rule', { skip: withoutOpenssl }, () => {
  const workshop = new Workshop();
  before(() => makePki(workshop));
  after(() => workshop.remove());

  const key = (name: string) => createPrivateKey(workshop.read(`${name}.key`));
  const certificate = (name: string): X509Certificate => new X509Certificate(workshop.read(`${name}.pem`));
  const good = (name = 'p256'): Identity => ({ leaf: certificate(name), chain: [certificate('ca')], key: key(name) });

  /** A leaf with these extensions and signing options, issued by the intermediate authority. */
  async function issue(extensions: string, subject = '/CN=x', ...options: string[]): Promise<Identity> {
    workshop.write('extensions.cnf', `[x]\n${extensions}\n`);
    await workshop.openssl('req', '-new', '-config', 'openssl.cnf', '-key', 'p256.key', '-subj', subject, '-out', 'odd.csr');
    const issuer = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-days', '60', '-extfile', 'extensions.cnf', '-extensions', 'x'];
    await workshop.openssl('x509', '-req', '-in', 'odd.csr', ...issuer, ...options, '-out', 'odd.pem');
    return { leaf: certificate('odd'), chain: [certificate('ca')], key: key('p256') };
  }
  const usual = 'basicConstraints=CA:false\nkeyUsage=digitalSignature';

  const cases: [title: string, make: () => Identity | Promise<Identity>, expected: string[]][] = [
    ['EC P-256', () => good(), []],
    ['EC P-384', () => good('p384'), []],
    ['EC P-521', () => good('p521'), []],
    ['RSA', () => good('rsa'), []],
    ['RSA-PSS', () => good('pss'), ['key-kind: fail']],
    ['Ed25519', () => good('ed25519'), ['key-kind: fail']],
    ['another key', () => ({ ...good(), key: key('p384') }), ['key-matches: fail']],
    ['no chain', () => ({ ...good(), chain: [] }), []],
    ['with the root', () => ({ ...good(), chain: [certificate('ca'), certificate('root')] }), []],
    ['chain in the wrong order', () => ({ ...good(), chain: [certificate('root'), certificate('ca')] }), ['chain-order: fail']],
    ['chain with a gap', () => ({ ...good(), chain: [certificate('root')] }), ['chain-order: fail']],
    ['chain of a leaf', () => ({ ...good(), chain: [certificate('p384')] }), ['chain-order: fail']],
    [
      'six certificates above',
      () => ({ ...good(), chain: Array.from({ length: 6 }, () => certificate('ca')) }),
      ['chain-order: fail', 'chain-length: fail'],
    ],
    ['without CA flag', () => issue('keyUsage=digitalSignature'), []],
    ['further key usages', () => issue('keyUsage=digitalSignature,keyEncipherment'), []],
    [
      'authority as leaf',
      () => issue('basicConstraints=CA:true\nkeyUsage=keyCertSign'),
      ['digital-signature: fail', 'end-entity: fail'],
    ],
    ['authority that may sign', () => issue('basicConstraints=CA:true\nkeyUsage=digitalSignature'), ['end-entity: fail']],
    ['without digitalSignature', () => issue('keyUsage=keyEncipherment,keyAgreement'), ['digital-signature: fail']],
    ['without key usage', () => issue('basicConstraints=CA:false'), ['digital-signature: fail']],
    ['extended usage only', () => issue('extendedKeyUsage=clientAuth'), ['digital-signature: fail']],
    ['empty subject', () => issue(`${usual}\nsubjectAltName=DNS:x`, '/'), ['subject-present: fail']],
    ['SHA-1', () => issue(usual, '/CN=x', '-sha1'), ['signature-strength: fail']],
    ['SHA-224', () => issue(usual, '/CN=x', '-sha224'), ['signature-strength: fail']],
    ['SHA-512', () => issue(usual, '/CN=x', '-sha512'), []],
  ];
  for (const [title, make, expected] of cases) {
    test(title, async () => assert.deepEqual(tripped(await make()), expected));
  }

  test('an expired issuer', () => {
    const ca = new Date(certificate('ca').validTo);
    assert.deepEqual(tripped(good(), new Date(ca.getTime() + 3600_000)), ['not-expired: fail', 'chain-dates: fail']);
  });

  test('version 1', async () => {
    await workshop.openssl('req', '-new', '-config', 'openssl.cnf', '-key', 'p256.key', '-subj', '/CN=old', '-out', 'old.csr');
    await workshop.openssl('x509', '-req', '-in', 'old.csr', '-signkey', 'p256.key', '-days', '60', '-out', 'old.pem');
    const identity = { leaf: certificate('old'), chain: [], key: key('p256') };
    assert.deepEqual(tripped(identity), ['version-three: fail', 'digital-signature: fail', 'issued-by-another: fail']);
  });

  test('each failure says what to do', async () => {
    const identity = { ...(await issue('basicConstraints=CA:true', '/', '-sha1')), key: key('rsa') };
    const failures = checkIdentity(identity, now).filter(({ outcome }) => outcome === 'fail');
    assert.ok(failures.length >= 4);
    assert.ok(failures.every(({ remedy }) => remedy?.endsWith('.')));
  });
});
