import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate made by the openssl command line, and its key. */
export interface Issued {
  readonly pem: string;
  readonly key: KeyObject;
}

export interface Wish {
  /** As openssl writes it, `/CN=name/O=organisation`; `/` is the empty subject. */
  readonly subject?: string;
  /** A kind of key to make, or a key that there is. */
  readonly key?: 'rsa' | 'P-256' | 'P-384' | KeyObject;
  /** Who issues it; itself by default. */
  readonly issuer?: Issued;
  readonly days?: number;
  /** Decimal. */
  readonly serial?: string;
  readonly digest?: string;
  /** Lines of an openssl extension section. */
  readonly extensions?: readonly string[];
}

export const AUTHORITY = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign'];
export const END_ENTITY = ['basicConstraints=critical,CA:FALSE', 'keyUsage=critical,digitalSignature'];

/** Whether this machine has the openssl command line. */
export function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Issues one certificate with openssl. */
export function issueCertificate(wish: Wish): Issued {
  const { subject = '/CN=leaf', key: kind = 'P-256', issuer, days = 10, serial = '17', digest = 'sha256' } = wish;
  const directory = mkdtempSync(join(tmpdir(), 'sandbox-certificate-'));
  try {
    const file = (name: string, text: string): string => {
      const path = join(directory, name);
      writeFileSync(path, text, { mode: 0o600 });
      return path;
    };
    const key = typeof kind === 'string' ? makeKey(kind) : kind;
    const keyFile = file('key.pem', pkcs8(key));
    const request = join(directory, 'request.pem');
    run(['req', '-new', '-utf8', '-key', keyFile, '-subj', subject, '-out', request]);
    const by = issuer
      ? ['-CA', file('issuer.pem', issuer.pem), '-CAkey', file('issuer-key.pem', pkcs8(issuer.key))]
      : ['-signkey', keyFile];
    const extensions = file('extensions', (wish.extensions ?? END_ENTITY).join('\n'));
    const certificate = join(directory, 'certificate.pem');
    const when = ['-days', String(days), '-set_serial', serial, `-${digest}`];
    run(['x509', '-req', '-in', request, ...by, ...when, '-extfile', extensions, '-out', certificate]);
    return { pem: readFileSync(certificate, 'utf8'), key };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function makeKey(kind: 'rsa' | 'P-256' | 'P-384'): KeyObject {
  return kind === 'rsa'
    ? generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
    : generateKeyPairSync('ec', { namedCurve: kind }).privateKey;
}

function run(parameters: string[]): void {
  execFileSync('openssl', parameters, { stdio: ['ignore', 'ignore', 'pipe'] });
}

function pkcs8(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }) as string;
}
