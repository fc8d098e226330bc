import type { UserError } from '../errors.ts';
import { isUserError } from '../errors.ts';
import { decode } from './containers/asn1.ts';
import { type ContainerContents, type FoundCertificate, type FoundKey, attempt } from './containers/container-contents.ts';
import { foreignBlock, foreignText } from './containers/foreign-text.ts';
import { passwordForms } from './protection/password-forms.ts';
import { decodeBase64, isPem, pemBlocks } from './containers/pem-blocks.ts';
import { decryptPemBlock } from './protection/decrypt-pem-block.ts';
import { damaged, notACertificate } from './containers/problems.ts';
import { readDer } from './containers/read-der.ts';
import { decodeText } from './containers/decode-text.ts';
import type { DecryptionContext } from './protection/decryption-context.ts';

/** A file that the user chose. `name` appears in messages only; the kind of file is recognised from its bytes. */
export interface CertificateFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface ReadOptions {
  /** Ends a long key derivation; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

export type ContainerKind = 'pkcs12' | 'pem' | 'der' | 'pkcs7';

/** Everything found in one file, in the file's order. */
export interface Container {
  readonly name: string;
  readonly kind: ContainerKind;
  /** How it is protected, readable, each kind once: `PBES2 AES-256-CBC, PBKDF2 SHA-256, 2048 iterations`. Empty: not at all. */
  readonly protection: readonly string[];
  readonly certificates: readonly FoundCertificate[];
  readonly keys: readonly FoundKey[];
  /** Parts that could not be used: a key that needs a password (`password-required`), one of an unknown kind and so on. */
  readonly problems: readonly UserError[];
}

const maximumBytes = 16 * 1024 * 1024;

/**
 * Reads any container of certificates and private keys, recognised by its content: PKCS#12, PEM, DER, PKCS#7, also as UTF-16, as
 * base64 without armour or with escaped line ends.
 *
 * Throws UserError when nothing of the file can be used: `not-a-certificate`, `certificate-damaged`, `password-required`,
 * `password-wrong`, `unsupported-algorithm`, `key-form-unsupported`, `iterations-too-many`. Problems of single parts are in
 * `problems`.
 */
export async function readContainer(file: CertificateFile, password?: string, options: ReadOptions = {}): Promise<Container> {
  const { name } = file;
  const bytes = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength);
  if (bytes.length === 0) {
    throw notACertificate(name, 'is empty');
  }
  if (bytes.length > maximumBytes) {
    throw notACertificate(name, 'is far too large for a certificate');
  }
  const contents: ContainerContents = { certificates: [], keys: [], protection: new Set(), problems: [] };
  const hasPassword = password !== undefined && password !== '';
  const context: DecryptionContext = { name, hasPassword, forms: passwordForms(password), signal: options.signal };
  const kind = await readContent(bytes, context, contents);
  const [problem] = contents.problems;
  if (contents.certificates.length === 0 && contents.keys.length === 0) {
    throw problem ?? notACertificate(name, 'holds neither a certificate nor a private key');
  }
  return { name, kind, ...contents, protection: [...contents.protection] };
}

async function readContent(bytes: Buffer, context: DecryptionContext, contents: ContainerContents): Promise<ContainerKind> {
  const text = decodeText(bytes);
  if (isPem(text)) {
    await readPem(text, context, contents);
    return 'pem';
  }
  const wrapped = decodeBase64(text);
  if (wrapped !== undefined) {
    return readContent(wrapped, context, contents);
  }
  const foreign = foreignText(text, context.name);
  if (foreign !== undefined) {
    throw foreign;
  }
  const store = keystoreKind(bytes);
  if (store !== undefined) {
    throw notACertificate(
      context.name,
      `is a Java keystore of the kind ${store}`,
      'Convert it first: keytool -importkeystore -srckeystore <file> -destkeystore <new file>.p12 -deststoretype PKCS12',
    );
  }
  if (bytes[0] !== 0x30) {
    throw notACertificate(context.name, 'is not a certificate file');
  }
  return readBinary(bytes, context, contents);
}

/** The one place that turns what a parser throws for malformed bytes into a sentence. */
async function readBinary(bytes: Buffer, context: DecryptionContext, contents: ContainerContents): Promise<ContainerKind> {
  try {
    return await readDer(decode(bytes), context, contents);
  } catch (error) {
    context.signal?.throwIfAborted();
    throw isUserError(error) ? error : damaged(context.name, 'its structure is broken', error);
  }
}

async function readPem(text: string, context: DecryptionContext, contents: ContainerContents): Promise<void> {
  const beside = foreignText(text, context.name);
  if (beside !== undefined) {
    contents.problems.push(beside);
  }
  for (const { label, headers, bytes } of pemBlocks(text, context.name)) {
    await attempt(contents, async () => {
      if (label === 'EC PARAMETERS' || label === 'DH PARAMETERS') {
        return;
      }
      const foreign = foreignBlock(label, context.name);
      if (foreign !== undefined) {
        throw foreign;
      }
      if (label.startsWith('PGP ')) {
        throw notACertificate(context.name, 'holds a block of PGP, not a certificate');
      }
      const info = headers.get('dek-info');
      const plain = info === undefined ? bytes : await decryptPemBlock(info, bytes, context, contents.protection);
      await readBinary(plain, context, contents);
    });
  }
}

function keystoreKind(bytes: Buffer): string | undefined {
  const magic = bytes.subarray(0, 4).toString('hex');
  return magic === 'feedfeed' ? 'JKS' : magic === 'cececece' ? 'JCEKS' : undefined;
}
