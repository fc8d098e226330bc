import { TextDecoder } from 'node:util';

/**
 * Decodes bytes as text, a byte order mark left out.
 * @param encoding a name of Node (`latin1`, `utf16le` …) or of the Encoding standard (`windows-1252`, `shift_jis` …); UTF-8 when
 * absent
 * @returns the problem, to be completed with the file's name, if the encoding is unknown or the bytes do not match it
 */
export function decodeText(bytes: Uint8Array, encoding = 'utf-8'): string | { readonly problem: string } {
  if (/^(?:latin1|binary|iso-?8859-?1)$/i.test(encoding)) return Buffer.from(bytes).toString('latin1');
  const label = /^(?:utf16le|ucs-?2)$/i.test(encoding) ? 'utf-16le' : encoding;
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(label, { fatal: true });
  } catch {
    return { problem: `has an unknown encoding, “${encoding}”` };
  }
  try {
    return decoder.decode(bytes);
  } catch {
    return { problem: `is not ${encoding.toUpperCase()} text` };
  }
}
