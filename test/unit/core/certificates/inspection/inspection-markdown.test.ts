import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { GeneralName } from '@peculiar/asn1-x509';
import { before, suite, test } from 'node:test';
import type { Identity } from '../../../../../src/core/certificates/identity.ts';
import { inspectionMarkdown } from '../../../../../src/core/certificates/inspection/inspection-markdown.ts';
import { type KeyKind, createDevelopmentAuthority, issueEndEntity } from '../../../../../src/core/certificates/issue.ts';
import { type Container, readContainer } from '../../../../../src/core/certificates/read-container.ts';
import { summarizeContainer } from '../../../../../src/core/certificates/inspection/summarize-container.ts';
import { writeDer } from '../../../../../src/core/certificates/write-der.ts';
import { writePem } from '../../../../../src/core/certificates/write-pem.ts';
import { writePkcs12 } from '../../../../../src/core/certificates/write-pkcs12.ts';
import { altered, crossSigned, nameOf } from '../odd-certificate.ts';

const day = 86_400_000;
const now = new Date(Math.floor(Date.now() / 1000) * 1000);
const from = (days: number): Date => new Date(now.getTime() + days * day);
let authority: Identity;
before(async () => {
  authority = await createDevelopmentAuthority({ commonName: 'Example CA', notBefore: from(-100), notAfter: from(900) });
});

const issue = (key: KeyKind = 'ec-p256', notBefore = -59, notAfter = 41.5): Promise<Identity> =>
  issueEndEntity(authority, {
    commonName: 'build-7',
    organization: 'A | B',
    key,
    notBefore: from(notBefore),
    notAfter: from(notAfter),
  });
const pfx = async (identity: Identity): Promise<Container> =>
  readContainer(
    { name: 'build-7.p12', bytes: await writePkcs12(identity, { password: 'secret', encryption: 'compatible' }) },
    'secret',
  );
const read = (...parts: (string | Uint8Array)[]): Promise<Container> =>
  readContainer({ name: 'x', bytes: Buffer.concat(parts.map((part) => Buffer.from(part))) });

suite('summarizeContainer', () => {
  const cases: [title: string, make: () => Promise<Container>, expected: string][] = [
    ['PFX', async () => pfx(await issue('rsa-2048')), 'PFX, RSA 2048, CN=build-7, 2 certificates, expires in 41 days'],
    ['EC', async () => pfx(await issue('ec-p384')), 'PFX, EC P-384, CN=build-7, 2 certificates, expires in 41 days'],
    [
      'an authority alone',
      () => read(authority.leaf.toString()),
      'PEM, EC P-256, CN=Example CA, 1 certificate, no private key, expires in 900 days',
    ],
    [
      'DER',
      async () => read((await issue()).leaf.raw),
      'DER, EC P-256, CN=build-7, 1 certificate, no private key, expires in 41 days',
    ],
    [
      'the leaf last',
      async () => read(authority.leaf.toString(), (await issue('ec-p384')).leaf.toString()),
      'PEM, EC P-384, CN=build-7, 2 certificates, no private key, expires in 41 days',
    ],
    [
      'two key pairs, neither of which is taken for the other',
      async () => {
        const usual = { notBefore: from(-1), notAfter: from(30) };
        const both = await Promise.all(['a', 'b'].map((commonName) => issueEndEntity(authority, { commonName, ...usual })));
        return read(...both.flatMap(({ leaf, key }) => [leaf.toString(), key.export({ type: 'pkcs8', format: 'pem' })]));
      },
      'PEM, 2 certificates with a private key each, CN=a, CN=b',
    ],
    [
      'tomorrow',
      async () => pfx(await issue('ec-p256', -59, 1.2)),
      'PFX, EC P-256, CN=build-7, 2 certificates, expires in 1 day',
    ],
    [
      'today',
      async () => pfx(await issue('ec-p256', -59, 0.4)),
      'PFX, EC P-256, CN=build-7, 2 certificates, expires within a day',
    ],
    ['over', async () => pfx(await issue('ec-p256', -59, -3.5)), 'PFX, EC P-256, CN=build-7, 2 certificates, expired 3 days ago'],
    [
      'just over',
      async () => pfx(await issue('ec-p256', -59, -0.5)),
      'PFX, EC P-256, CN=build-7, 2 certificates, expired within the last day',
    ],
    ['a key alone', async () => keyOnly(), 'PEM, RSA 2048 private key'],
    [
      'a locked key beside its certificate',
      async () => {
        const files = await writePem({ ...(await issue()), chain: [] }, { layout: 'split', keyPassword: 'secret' });
        return read(...files.map(({ bytes }) => bytes));
      },
      'PEM, EC P-256, CN=build-7, 1 certificate, private key locked by a password, expires in 41 days',
    ],
    [
      'no common name',
      async () => read(altered((await issue()).leaf, authority.key, { subject: nameOf(['2.5.4.10', 'Example']) }).raw),
      'DER, EC P-256, O=Example, 1 certificate, no private key, expires in 41 days',
    ],
    [
      'no subject',
      async () => read(altered((await issue()).leaf, authority.key, { subject: nameOf() }).raw),
      'DER, EC P-256, no subject, 1 certificate, no private key, expires in 41 days',
    ],
  ];
  for (const [title, make, expected] of cases) {
    test(title, async () => assert.equal(summarizeContainer(await make(), now), expected));
  }

  async function keyOnly(): Promise<Container> {
    const key = (await writePem(await issue('rsa-2048'), { layout: 'split' })).at(-1);
    return read(key?.bytes ?? '');
  }
});

/** What is left when code is taken out, which Markdown shows as it is. */
function outsideCode(markdown: string): string {
  return markdown.replace(/^(`{3,})text\n[\s\S]*?\n\1$/gm, '').replace(/(?<!`)(`+)(?!`)([\s\S]*?)(?<!`)\1(?!`)/g, '');
}

suite('inspectionMarkdown', () => {
  test('tells everything of the certificate, in the words of Node', async () => {
    const identity = await issue();
    const markdown = inspectionMarkdown(await pfx(identity), now).replaceAll('<wbr>', '');
    for (const fact of [
      '# Certificate `build-7`',
      'PFX, EC P-256, CN=build-7, 2 certificates, expires in 41 days',
      BigInt(`0x${identity.leaf.serialNumber}`).toString(),
      identity.leaf.serialNumber.toLowerCase().replace(/^0+/, ''),
      identity.leaf.fingerprint256,
      identity.leaf.fingerprint,
      authority.leaf.fingerprint256,
      'digitalSignature',
      'TLS client',
      'SHA-256 with ECDSA',
      '`CN=build-7`',
      '| `x509Subject/CN` | `build-7` |  |',
      '| `x509Subject/O` | `A \\| B` | **dropped**: `STS takes no “\\|” in a tag` |',
      'CN=Example CA, expires in 900 days\n└─ CN=build-7, O=A | B, expires in 41 days',
      'EC P-256, belongs to `build-7`; it is not shown',
    ]) {
      assert.ok(markdown.includes(fact), `${fact} is missing in\n${markdown}`);
    }
  });

  const bars: [notBefore: number, notAfter: number, full: number, words: string][] = [
    [-10, 10, 15, 'expires in 10 days'],
    [-0.1, 300, 0, 'expires in 300 days'],
    [-20, 10, 20, 'expires in 10 days'],
    [-20, -10, 30, 'expired 10 days ago'],
    [5, 10, 0, 'not valid yet'],
  ];
  for (const [notBefore, notAfter, full, words] of bars) {
    test(`the bar from day ${notBefore} to day ${notAfter}`, async () => {
      const { leaf } = await issue('ec-p256', notBefore, notAfter);
      assert.ok(inspectionMarkdown([leaf], now).includes(`\`${'█'.repeat(full)}${'░'.repeat(30 - full)}\` ${words}`));
    });
  }

  for (const key of ['ec-p256', 'rsa-2048'] as const) {
    test(`shows nothing of a private key, ${key}`, async () => {
      const identity = await issue(key);
      const markdown = inspectionMarkdown(await pfx(identity), now);
      const jwk = identity.key.export({ format: 'jwk' });
      const secrets = [jwk.d, jwk.p, jwk.q, jwk.dp, jwk.dq, jwk.qi].filter((part) => part !== undefined);
      assert.ok(secrets.length > 0);
      for (const secret of secrets) {
        const bytes = Buffer.from(secret, 'base64url');
        const forms = [secret, bytes.toString('base64'), bytes.toString('hex'), BigInt(`0x${bytes.toString('hex')}`).toString()];
        assert.ok(forms.every((form) => !markdown.toLowerCase().includes(form.slice(0, 24).toLowerCase())));
      }
      assert.ok(!markdown.includes('PRIVATE KEY'));
    });
  }

  test('what is written in a certificate stays text', async () => {
    const evil =
      '`` ` [x](command:evil) <img src=x onerror=alert(1)> ![x](https://x.invalid) | # *a* _b_ &lt; \u202e\n# Heading\\|';
    const { leaf } = await issue();
    const certificate = altered(leaf, authority.key, {
      subject: nameOf(['2.5.4.3', evil], ['2.5.4.10', '`'], ['2.5.4.11', '|']),
      alternativeNames: [new GeneralName({ dNSName: evil.replace(/[^ -~]/g, '') })],
    });
    const markdown = inspectionMarkdown([certificate, authority.leaf], now);
    const rest = outsideCode(markdown.replace(/<code>(?:[\dA-F]{2}|:|<wbr>)+<\/code>/g, ''));
    assert.doesNotMatch(rest, /[<[\]!&_\\]|command:|invalid|Heading/, rest);
    assert.doesNotMatch(markdown, /\u202e/);
    for (const row of markdown.split('\n').filter((line) => line.startsWith('|'))) {
      const columns = row.match(/(?<!\\)\|/g)?.length;
      assert.ok(columns === 3 || columns === 4, row);
    }
    assert.deepEqual(markdown.match(/^#+ \w+/gm), ['# Certificate', '## Chain', '## In', '## Issuer']);
  });

  test('an authority has no session', () => {
    const markdown = inspectionMarkdown([authority.leaf], now);
    assert.doesNotMatch(markdown, /session/i);
    assert.match(markdown, /\| Authority \| yes \|/);
  });

  test('names an issuer that is not there, and certificates that belong to no chain', async () => {
    const { leaf } = await issue();
    const [other] = await writeDer(
      await createDevelopmentAuthority({ commonName: 'Stranger', notBefore: from(-1), notAfter: from(1) }),
    );
    const markdown = inspectionMarkdown([leaf, new X509Certificate(Buffer.from(other?.bytes ?? []))], now);
    assert.ok(markdown.includes('CN=Example CA (not in the file)\n└─ CN=build-7'));
    assert.ok(markdown.includes('## Also in the file: `Stranger`'));
  });

  test('a key alone and nothing at all are said so', async () => {
    const key = (await writePem(await issue(), { layout: 'split' })).at(-1);
    assert.match(
      inspectionMarkdown(await read(key?.bytes ?? ''), now),
      /PEM, EC P-256 private key[\s\S]*belongs to no certificate here/,
    );
    assert.match(inspectionMarkdown([], now), /no certificate/);
  });
});

test('cross-signed authorities have a tree for each root', async () => {
  const [one, other, middle] = await Promise.all(
    ['One', 'Other', 'Middle'].map((commonName) =>
      createDevelopmentAuthority({ commonName, notBefore: from(-100), notAfter: from(900) }),
    ),
  );
  assert.ok(one !== undefined && other !== undefined && middle !== undefined);
  const { leaf } = await issueEndEntity(middle, { commonName: 'build-7', notBefore: from(-1), notAfter: from(30) });
  const [byOne, byOther] = [crossSigned(middle, one), crossSigned(middle, other, { notAfter: from(300) })];
  const text = inspectionMarkdown([leaf, byOther, byOne, one.leaf], now);
  const chain = /## Chain\n\n```text\n([^`]*)\n```/.exec(text)?.[1];
  assert.deepEqual(chain?.split('\n'), [
    'CN=One, expires in 900 days',
    '└─ CN=Middle, expires in 900 days',
    '   └─ CN=build-7, expires in 30 days',
    '',
    'CN=Other (not in the file)',
    '└─ CN=Middle, expires in 300 days',
    '   └─ CN=build-7, expires in 30 days',
  ]);
});

test('a new key of an authority that its old key certified is no root', async () => {
  const [old, renewed] = await Promise.all(
    ['Rollover', 'Rollover'].map((commonName) =>
      createDevelopmentAuthority({ commonName, notBefore: from(-100), notAfter: from(900) }),
    ),
  );
  assert.ok(old !== undefined && renewed !== undefined);
  const { leaf } = await issueEndEntity(renewed, { commonName: 'build-7', notBefore: from(-1), notAfter: from(30) });
  const text = inspectionMarkdown([leaf, crossSigned(renewed, old)], now);
  assert.match(text, /CN=Rollover \(not in the file\)\n└─ CN=Rollover, expires in 900 days/);
});
