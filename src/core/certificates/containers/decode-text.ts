import { TextDecoder } from 'node:util';

/**
 * The text of a file that may be PEM: UTF-8 or UTF-16 with or without a byte order mark; line ends escaped as `\n`, as in JSON and
 * environment variables, are unescaped.
 */
export function decodeText(bytes: Buffer): string {
  const text = decoderFor(bytes).decode(bytes);
  return text.includes('-----BEGIN ') ? text.replace(/\\r\\n|\\n|\\r/g, '\n') : text;
}

function decoderFor(bytes: Buffer): TextDecoder {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (second === 0 && first !== 0)) {
    return new TextDecoder('utf-16le');
  }
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) {
    return new TextDecoder('utf-16be');
  }
  return new TextDecoder('utf-8');
}
