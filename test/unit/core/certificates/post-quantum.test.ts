import assert from 'node:assert/strict';
import { type KeyObject, generateKeyPairSync } from 'node:crypto';
import { after, before, suite, test } from 'node:test';
import type { Identity } from '../../../../src/core/certificates/identity.ts';
import { checkIdentity } from '../../../../src/core/certificates/checks/check-identity.ts';
import { inspectionMarkdown } from '../../../../src/core/certificates/inspection/inspection-markdown.ts';
import { createDevelopmentAuthority, issueEndEntity } from '../../../../src/core/certificates/issue.ts';
import { readContainer } from '../../../../src/core/certificates/read-container.ts';
import { summarizeContainer } from '../../../../src/core/certificates/inspection/summarize-container.ts';
import { writePem } from '../../../../src/core/certificates/write-pem.ts';
import { openUnderBun, withoutBun } from './bun.ts';
import { altered } from './odd-certificate.ts';
import { Workshop } from './openssl.ts';

const kinds = ['ml-dsa-44', 'ml-dsa-65', 'ml-dsa-87'] as const;

function makeKey(kind: (typeof kinds)[number]): KeyObject | undefined {
  try {
    return generateKeyPairSync(kind).privateKey;
  } catch {
    return undefined;
  }
}

const withoutMlDsa = makeKey('ml-dsa-44') === undefined ? 'this Node cannot make ML-DSA keys' : false;

suite('ML-DSA is recognised and explained', { skip: withoutMlDsa }, () => {
  const validity = { notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + 90 * 86_400_000) };
  const workshop = new Workshop();
  let authority: Identity;
  let issued: Identity;
  before(async () => {
    authority = await createDevelopmentAuthority({ commonName: 'CA', ...validity });
    issued = await issueEndEntity(authority, { commonName: 'build-7', ...validity });
  });
  after(() => workshop.remove());

  for (const kind of kinds) {
    const name = kind.toUpperCase();

    test(name, async (t) => {
      const key = makeKey(kind);
      assert.ok(key);
      const identity: Identity = { leaf: altered(issued.leaf, authority.key, { publicKey: key }), chain: [], key };
      const [certificate, keyFile] = await writePem(identity, { layout: 'split' });
      assert.ok(certificate && keyFile);

      const container = await readContainer(certificate);
      assert.match(summarizeContainer(container), new RegExp(`^PEM, ${name}, CN=build-7, 1 certificate`));
      assert.match(inspectionMarkdown(container, new Date()), new RegExp(`\\| Key \\| ${name}, a post-quantum key`));

      const finding = checkIdentity(identity, new Date()).find(({ outcome }) => outcome === 'fail');
      assert.equal(finding?.rule, 'key-kind');
      assert.match(finding.message, new RegExp(`^The key is ${name}, which Roles Anywhere accepts, but`));
      assert.match(finding.remedy ?? '', /RSA or EC/);

      await t.test('and by BoringSSL, which has no such keys', { skip: withoutBun }, async () => {
        const sample = { title: name, files: [certificate, keyFile], password: undefined, leaf: identity.leaf.raw, chain: [] };
        const { failures } = await openUnderBun(workshop, [sample]);
        assert.deepEqual(failures, [`${name}: UserError: ${keyFile.name} uses an ${name} key, which cannot be read here.`]);
      });
    });
  }
});
