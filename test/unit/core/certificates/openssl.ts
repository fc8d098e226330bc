import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

function works(program: string, ...options: string[]): boolean {
  try {
    execFileSync(program, options, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Whether a program starts at all, whatever it makes of being asked nothing. */
function existsProgram(program: string): boolean {
  return spawnSync(program, ['-?'], { stdio: 'ignore' }).error === undefined;
}

const hasOpenssl =
  works('openssl', 'version') && works('openssl', 'list', '-providers', '-provider', 'legacy', '-provider', 'default');
const hasKeytool = works('keytool', '-help');
const hasCryptography = works('python3', '-c', 'import cryptography.hazmat.primitives.serialization.pkcs12');

/** For `skip` of node:test. */
export const withoutOpenssl = hasOpenssl ? false : 'openssl 3 with its legacy provider is not installed';
/** For `skip` of node:test. */
export const withoutKeytool = hasKeytool ? withoutOpenssl : 'keytool is not installed';

/** For `skip` of node:test. */
export const withoutCryptography = hasCryptography ? withoutOpenssl : "Python's cryptography is not installed";

/** For `skip` of node:test. ssh-keygen has no option that does nothing; it answers a wrong one with its usage and exit code 1. */
export const withoutSshKeygen = existsProgram('ssh-keygen') ? withoutOpenssl : 'ssh-keygen is not installed';

/** A directory of its own for the files of one test file; removed by `remove`. */
export class Workshop {
  readonly directory = mkdtempSync(join(tmpdir(), 'certificates-'));

  path(name: string): string {
    return join(this.directory, name);
  }

  read(name: string): Buffer {
    return readFileSync(this.path(name));
  }

  write(name: string, content: string | Uint8Array): string {
    writeFileSync(this.path(name), content);
    return name;
  }

  remove(): void {
    rmSync(this.directory, { recursive: true });
  }

  /** Runs openssl in the directory and gives what it prints. */
  async openssl(...parameters: string[]): Promise<string> {
    return (await run('openssl', parameters, { cwd: this.directory, maxBuffer: 1 << 24 })).stdout;
  }

  /** Runs a Python script in the directory and gives what it prints. */
  async python(script: string, ...parameters: string[]): Promise<string> {
    return (await run('python3', [script, ...parameters], { cwd: this.directory })).stdout;
  }

  /** Runs any program in the directory and gives what it prints. */
  async run(program: string, ...parameters: string[]): Promise<string> {
    return (await run(program, parameters, { cwd: this.directory })).stdout;
  }

  async keytool(...parameters: string[]): Promise<string> {
    return (await run('keytool', ['-J-XX:TieredStopAtLevel=1', ...parameters], { cwd: this.directory })).stdout;
  }
}

const keyOptions = {
  rsa: ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
  pss: ['-algorithm', 'RSA-PSS', '-pkeyopt', 'rsa_keygen_bits:2048'],
  p256: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  p384: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384'],
  p521: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-521'],
  k256: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:secp256k1'],
  ed25519: ['-algorithm', 'ED25519'],
} as const;

export type KeyName = keyof typeof keyOptions;
export const keyNames: readonly KeyName[] = ['rsa', 'pss', 'p256', 'p384', 'p521', 'k256', 'ed25519'];

/**
 * A root, an intermediate authority with the root's own subject name, and one leaf for each kind of key:
 * `root.pem`, `ca.pem`, `<key>.pem`, `<key>.key` (PKCS#8), `<key>.chain.pem` (root before intermediate).
 */
export async function makePki(workshop: Workshop, keys: readonly KeyName[] = keyNames): Promise<void> {
  workshop.write(
    'openssl.cnf',
    [
      '[req]\ndistinguished_name = name\n[name]',
      '[authority]\nbasicConstraints = critical,CA:true\nkeyUsage = critical,keyCertSign,cRLSign\nsubjectKeyIdentifier = hash',
      '[leaf]\nbasicConstraints = critical,CA:false\nkeyUsage = critical,digitalSignature\nsubjectKeyIdentifier = hash\nauthorityKeyIdentifier = keyid',
    ].join('\n'),
  );
  const certify = async (name: string, subject: string, extensions: string, issuer: string | undefined): Promise<void> => {
    const authority = issuer === undefined ? ['-key', `${name}.key`] : ['-CA', `${issuer}.pem`, '-CAkey', `${issuer}.key`];
    await workshop.openssl(
      'req',
      '-new',
      '-config',
      'openssl.cnf',
      '-key',
      `${name}.key`,
      '-subj',
      subject,
      '-out',
      `${name}.csr`,
    );
    const common = ['-days', '60', '-extfile', 'openssl.cnf', '-extensions', extensions, '-out', `${name}.pem`];
    await workshop.openssl(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      ...(issuer === undefined ? ['-signkey', `${name}.key`] : authority),
      ...common,
    );
  };
  const makeKey = (name: string, kind: KeyName): Promise<string> =>
    workshop.openssl('genpkey', ...keyOptions[kind], '-out', `${name}.key`);
  await Promise.all([makeKey('root', 'p256'), makeKey('ca', 'p256'), ...keys.map((key) => makeKey(key, key))]);
  await certify('root', '/CN=Example CA', 'authority', undefined);
  await certify('ca', '/CN=Example CA', 'authority', 'root');
  for (const key of keys) {
    await certify(key, `/O=Example/CN=build ${key}`, 'leaf', 'ca');
  }
  workshop.write('chain.pem', Buffer.concat([workshop.read('root.pem'), workshop.read('ca.pem')]));
}
