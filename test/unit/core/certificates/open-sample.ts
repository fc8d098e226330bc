import assert from 'node:assert/strict';
import { X509Certificate, createPublicKey, sign, verify } from 'node:crypto';
import type { Identity } from '../../../../src/core/certificates/identity.ts';
import { readIdentity } from '../../../../src/core/certificates/read-identity.ts';
import type { CertificateFile } from '../../../../src/core/certificates/read-container.ts';

/** Files that their maker can open, with what has to come out. */
export interface Sample {
  readonly title: string;
  readonly files: readonly CertificateFile[];
  readonly password: string | undefined;
  /** DER of the leaf. */
  readonly leaf: Uint8Array;
  /** DER of the issuers, nearest first. */
  readonly chain: readonly Uint8Array[];
}

/** Opens a sample and asserts that all of it came out. Runs under any runtime that has node:crypto. */
export async function openSample(sample: Sample): Promise<Identity> {
  const identity = await readIdentity(sample.files, sample.password);
  assertSame([identity.leaf.raw], [sample.leaf], 'the leaf');
  assertSame(
    identity.chain.map(({ raw }) => raw),
    sample.chain,
    'the chain',
  );
  const message = Buffer.from(sample.title);
  const digest = identity.key.asymmetricKeyType === 'ed25519' ? null : 'sha256';
  assert.ok(
    verify(digest, message, publicKeyOf(identity), sign(digest, message, identity.key)),
    'the key belongs to another certificate',
  );
  return identity;
}

/** From the certificate where the runtime can; where it cannot, `readIdentity` has compared the keys' bytes. */
function publicKeyOf({ leaf, key }: Identity): ReturnType<typeof createPublicKey> {
  try {
    const { publicKey } = new X509Certificate(leaf.raw);
    return publicKey.asymmetricKeyType === 'rsa-pss' && key.asymmetricKeyType === 'rsa' ? createPublicKey(key) : publicKey;
  } catch {
    return createPublicKey(key);
  }
}

function assertSame(actual: readonly Uint8Array[], expected: readonly Uint8Array[], what: string): void {
  const hex = (list: readonly Uint8Array[]): string[] => list.map((bytes) => Buffer.from(bytes).toString('hex'));
  assert.deepEqual(hex(actual), hex(expected), `${what} is another`);
}
