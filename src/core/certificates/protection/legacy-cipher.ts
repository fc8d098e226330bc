import forge from 'node-forge';

/** Ciphers of old containers that the editor's crypto library may lack. All but RC4 work in CBC mode with PKCS#7 padding. */
export type LegacyCipher = 'DES' | '3DES' | 'RC2' | 'RC4';

/**
 * Decrypts. Throws when the padding is wrong. A 16-byte 3DES key is the two-key variant;
 * `effectiveBits` is RC2's (RFC 2268) and defaults to the key's length.
 */
export function decryptLegacy(
  cipher: LegacyCipher,
  key: Buffer,
  iv: Buffer,
  data: Buffer,
  effectiveBits = key.length * 8,
): Buffer {
  if (cipher === 'RC4') {
    return rc4(key, data);
  }
  const input = forge.util.createBuffer(data.toString('latin1'));
  const start = iv.toString('latin1');
  if (cipher === 'RC2') {
    const rc2 = forge.rc2.createDecryptionCipher(key.toString('latin1'), effectiveBits);
    rc2.start(start);
    rc2.update(input);
    return finish(rc2);
  }
  const des = forge.cipher.createDecipher(cipher === 'DES' ? 'DES-CBC' : '3DES-CBC', threeKeys(key).toString('latin1'));
  des.start({ iv: start });
  des.update(input);
  return finish(des);
}

/** 3DES-CBC with PKCS#7 padding; `key` has 24 bytes, `iv` 8. */
export function encryptTripleDes(key: Buffer, iv: Buffer, data: Buffer): Buffer {
  const des = forge.cipher.createCipher('3DES-CBC', key.toString('latin1'));
  des.start({ iv: iv.toString('latin1') });
  des.update(forge.util.createBuffer(data.toString('latin1')));
  return finish(des);
}

function threeKeys(key: Buffer): Buffer {
  return key.length === 16 ? Buffer.concat([key, key.subarray(0, 8)]) : key;
}

function finish(cipher: { finish(): boolean; output: forge.util.ByteBuffer }): Buffer {
  if (!cipher.finish()) {
    throw new Error('the padding does not fit');
  }
  return Buffer.from(cipher.output.getBytes(), 'latin1');
}

/** The stream cipher of the oldest PKCS#12 files; neither node:crypto nor forge offers it. */
function rc4(key: Buffer, data: Buffer): Buffer {
  const state = Uint8Array.from({ length: 256 }, (_, index) => index);
  const at = (index: number): number => state[index & 255] ?? 0;
  const swap = (a: number, b: number): void => {
    const kept = at(a);
    state[a & 255] = at(b);
    state[b & 255] = kept;
  };
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + at(i) + (key[i % key.length] ?? 0)) & 255;
    swap(i, j);
  }
  let i = 0;
  let j = 0;
  return Buffer.from(
    data.map((byte) => {
      i = (i + 1) & 255;
      j = (j + at(i)) & 255;
      swap(i, j);
      return byte ^ at(at(i) + at(j));
    }),
  );
}
