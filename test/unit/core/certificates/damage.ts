import assert from 'node:assert/strict';
import { isUserError } from '../../../../src/core/errors.ts';
import { publicKeyId } from '../../../../src/core/certificates/chain/belongs-to.ts';
import type { Identity } from '../../../../src/core/certificates/identity.ts';
import { readContainer } from '../../../../src/core/certificates/read-container.ts';
import { readIdentity } from '../../../../src/core/certificates/read-identity.ts';
import type { Sample } from './open-sample.ts';

/** How the copies of a sample are damaged. */
export interface Damage {
  /** Places of each file, evenly apart, of which `cutsTried` are cut. */
  readonly cuts: number;
  readonly cutsTried: number;
  /** Bits that are flipped, one after the other. */
  readonly flips: number;
  /** Decides which. */
  readonly random: Iterator<number, never>;
}

/** Counts of what became of the damaged copies of a sample. */
export interface Survival {
  opened: number;
  refused: number;
}

/**
 * Opens copies of a sample, cut at places of each file and with single bits flipped anywhere. Each must end in a UserError or
 * in the right content: the same key, and all of it where an integrity check covers the file. Throws an AssertionError otherwise.
 */
export async function survivesDamage(
  sample: Sample,
  whole: Identity,
  { cuts, cutsTried, flips, random }: Damage,
): Promise<Survival> {
  const survival = { opened: 0, refused: 0 };
  const isSealed = await hasIntegrityCheck(sample);
  const attempt = async (index: number, bytes: Uint8Array, title: string, isCut: boolean): Promise<void> => {
    const files = sample.files.map((file, position) => (position === index ? { ...file, bytes } : file));
    try {
      const identity = await readIdentity(files, sample.password);
      survival.opened += 1;
      // Without an integrity check a private half may be damaged unseen; the numbers of the public half are those of the certificate.
      assert.equal(publicKeyId(identity.key), publicKeyId(whole.key), `${title} gave another key`);
      if (isSealed) {
        assert.ok(identity.key.equals(whole.key), `${title} gave another key`);
        assert.ok(!isCut, `${title} opened`);
        assert.deepEqual(identity.leaf.raw, whole.leaf.raw, `${title} gave another certificate`);
        assert.equal(identity.chain.length, whole.chain.length, `${title} gave another chain`);
      }
    } catch (error) {
      if (error instanceof assert.AssertionError) {
        throw error;
      }
      assert.ok(isUserError(error), `${title}: ${error instanceof Error ? error.stack : String(error)}`);
      survival.refused += 1;
    }
  };
  for (const [index, { name, bytes }] of sample.files.entries()) {
    const parts = Array.from({ length: cuts }, (_, part) => part);
    while (parts.length > cutsTried) parts.splice(random.next().value % parts.length, 1);
    for (const part of parts) {
      await attempt(
        index,
        bytes.subarray(0, Math.floor((bytes.length * part) / cuts)),
        `${sample.title}: ${name} cut at ${part}/${cuts}`,
        true,
      );
    }
  }
  for (let count = 0; count < flips; count++) {
    const index = random.next().value % sample.files.length;
    const bytes = Uint8Array.from(sample.files[index]?.bytes ?? []);
    const bit = random.next().value % (bytes.length * 8);
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    await attempt(index, bytes, `${sample.title}: file ${index + 1} with bit ${bit} flipped`, false);
  }
  return survival;
}

async function hasIntegrityCheck({ files, password }: Sample): Promise<boolean> {
  const [file] = files;
  return (
    file !== undefined &&
    files.length === 1 &&
    (await readContainer(file, password)).protection.some((label) => /^(?:PB)?MAC/.test(label))
  );
}
