import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { type KeyName, type Workshop, keyNames, withoutCryptography, withoutKeytool } from './openssl.ts';
import type { Sample } from './open-sample.ts';

type Job = () => Promise<Sample>;

/** Most samples are not about the number of iterations, and each is opened hundreds of times, damaged. */
const quick = ['-iter', '1'];

const pbes1 = ['PBE-SHA1-3DES', 'PBE-SHA1-2DES', 'PBE-SHA1-RC2-40', 'PBE-SHA1-RC2-128', 'PBE-SHA1-RC4-40', 'PBE-SHA1-RC4-128'];
const pbes2 = ['AES-128-CBC', 'AES-192-CBC', 'AES-256-CBC', 'DES-EDE3-CBC'];
const passwords = ['', 'x', 'pässwörd', '€uro', '密码', '🔑 key', 'a'.repeat(100), 'with "quotes" \\ and $'];

/** PKCS#12 files over ciphers, integrity checks, iteration counts, passwords and kinds of key. */
function pkcs12Jobs(workshop: Workshop): Job[] {
  let number = 0;
  const job =
    (title: string, key: KeyName, password: string, ...options: string[]): Job =>
    async () => {
      const name = `${(number += 1)}.p12`;
      await workshop.openssl(
        ...['pkcs12', '-export', '-legacy', '-inkey', `${key}.key`, '-in', `${key}.pem`, '-certfile', 'chain.pem'],
        ...['-passout', `pass:${password}`, '-out', name, ...(options.includes('-iter') ? [] : quick), ...options],
      );
      return sample(workshop, key, 2, { title, files: [{ name, bytes: workshop.read(name) }], password });
    };
  const ciphers = [...pbes1, ...pbes2];
  const modern = ['-keypbe', 'AES-256-CBC', '-certpbe', 'AES-256-CBC', '-macalg', 'SHA256'];
  return [
    ...(['rsa', 'p256'] as const).flatMap((key) =>
      ciphers.map((cipher) => job(`${cipher}, ${key}`, key, 'secret', '-keypbe', cipher, '-certpbe', cipher)),
    ),
    ...keyNames.map((key) => job(`key ${key}, modern`, key, 'secret', ...modern)),
    ...keyNames.map((key) => job(`key ${key}, compatible`, key, 'secret')),
    ...['MD5', 'SHA1', 'SHA224', 'SHA256', 'SHA384', 'SHA512', 'SHA512-256'].map((mac) =>
      job(`MAC ${mac}`, 'p256', 'secret', '-macalg', mac),
    ),
    ...passwords.flatMap((password) => [
      job(`password ${password}, modern`, 'p256', password, ...modern),
      job(`password ${password}, compatible`, 'p256', password),
      job(`password ${password}, no MAC`, 'p256', password, '-nomac'),
    ]),
    ...[2, 2048, 3000].flatMap((iterations) => [
      job(`${iterations} iterations, modern`, 'rsa', 'secret', ...modern, '-iter', String(iterations)),
      job(`${iterations} iterations, compatible`, 'p256', 'secret', '-iter', String(iterations)),
    ]),
    job('MAC without iterations', 'rsa', 'secret', '-nomaciter'),
    job('plain key and certificates', 'rsa', 'secret', '-keypbe', 'NONE', '-certpbe', 'NONE'),
    job('plain certificates', 'p256', 'secret', '-certpbe', 'NONE'),
    job('plain and no MAC', 'p256', 'secret', '-keypbe', 'NONE', '-certpbe', 'NONE', '-nomac'),
    job('key under another cipher', 'rsa', 'secret', '-keypbe', 'AES-192-CBC', '-certpbe', 'PBE-SHA1-RC2-40'),
    job('friendly names', 'rsa', 'secret', '-name', 'build', '-caname', 'above', '-caname', 'top'),
    job('local machine key set', 'rsa', 'secret', '-LMK', '-CSP', 'Microsoft Enhanced Cryptographic Provider v1.0'),
  ];
}

/** What Java's keytool writes under its settings of both generations. */
async function javaJobs(workshop: Workshop): Promise<Job[]> {
  const store = ['pkcs12', '-export', '-inkey', 'p256.key', '-in', 'p256.pem', '-certfile', 'chain.pem'];
  await workshop.openssl(...store, '-name', 'build', '-passout', 'pass:secret', '-out', 'java-source.p12');
  const settings = [
    [],
    ['PBEWithSHA1AndDESede', 'PBEWithSHA1AndRC2_40', 'HmacPBESHA1'],
    ['PBEWithSHA1AndRC2_128', 'PBEWithSHA1AndRC4_128', 'HmacPBESHA384'],
    ['PBEWithSHA1AndRC4_40', 'NONE', 'HmacPBESHA512'],
    ['PBEWithHmacSHA224AndAES_128', 'PBEWithHmacSHA384AndAES_256', 'HmacPBESHA224'],
    ['PBEWithHmacSHA512AndAES_256', 'PBEWithHmacSHA1AndAES_128', 'NONE'],
  ];
  return settings.map((algorithms, index) => async () => {
    const name = `java-${index}.p12`;
    const counts = ['certPbe', 'keyPbe', 'mac'].map((what) => `-J-Dkeystore.pkcs12.${what}IterationCount=1`);
    const properties = algorithms.map(
      (algorithm, place) =>
        `-J-Dkeystore.pkcs12.${['keyProtection', 'certProtection', 'mac'][place] ?? ''}Algorithm=${algorithm}`,
    );
    await workshop.keytool(
      ...[
        ...(index === 0 ? [] : counts),
        ...properties,
        '-importkeystore',
        '-srckeystore',
        'java-source.p12',
        '-srcstorepass',
        'secret',
      ],
      ...['-destkeystore', name, '-deststoretype', 'PKCS12', '-deststorepass', 'secret'],
    );
    const title = `keytool ${algorithms.join(', ') || 'default'}`;
    return sample(workshop, 'p256', 2, { title, files: [{ name, bytes: workshop.read(name) }], password: 'secret' });
  });
}

/** What Python's cryptography writes: every scheme that its build knows, with three MACs each. */
async function pythonSamples(workshop: Workshop, key: KeyName, password: string): Promise<Sample[]> {
  const script = join(import.meta.dirname, 'pkcs12-by-cryptography.py');
  const written = JSON.parse(await workshop.python(script, key, password)) as {
    name: string;
    title: string;
    encrypted: boolean;
  }[];
  return written.map(({ name, title, encrypted }) =>
    sample(workshop, key, 2, {
      title: `cryptography ${title}, ${key}`,
      files: [{ name, bytes: workshop.read(name) }],
      password: encrypted ? password : undefined,
    }),
  );
}

/** Private keys in every form, beside their certificate as PEM. */
function keyJobs(workshop: Workshop): Job[] {
  let number = 0;
  const job =
    (title: string, key: KeyName, password: string | undefined, ...command: string[]): Job =>
    async () => {
      const name = `${(number += 1)}.keyfile`;
      await workshop.openssl(...command, '-in', `${key}.key`, '-out', name);
      const files = [
        { name: `${key}.pem`, bytes: workshop.read(`${key}.pem`) },
        { name, bytes: workshop.read(name) },
      ];
      return sample(workshop, key, 0, { title, files, password });
    };
  const legacy = ['-provider', 'legacy', '-provider', 'default'];
  const encrypted = ['-passout', 'pass:sécret'];
  const pkcs8 = ['pkcs8', '-topk8', ...legacy, ...encrypted, ...quick];
  const forms = ['PEM', 'DER'];
  return [
    ...keyNames.flatMap((key) =>
      forms.map((form) => job(`PKCS#8 ${form}, ${key}`, key, undefined, 'pkcs8', '-topk8', '-nocrypt', '-outform', form)),
    ),
    ...keyNames.map((key) => job(`encrypted PKCS#8, ${key}`, key, 'sécret', ...pkcs8)),
    ...forms.map((form) => job(`PKCS#1 ${form}`, 'rsa', undefined, 'rsa', '-traditional', '-outform', form)),
    ...(['p256', 'p384', 'p521'] as const).flatMap((key) =>
      forms.map((form) => job(`SEC1 ${form}, ${key}`, key, undefined, 'ec', '-outform', form)),
    ),
    job('SEC1 with explicit curve', 'p256', undefined, 'ec', '-param_enc', 'explicit'),
    job('SEC1 with compressed point', 'p256', undefined, 'ec', '-conv_form', 'compressed'),
    ...['sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha512-256'].map((prf) =>
      job(`PBKDF2 ${prf}`, 'rsa', 'sécret', ...pkcs8, '-v2prf', `hmacWith${prf.toUpperCase()}`),
    ),
    ...['aes-128-cbc', 'aes-192-cbc', 'aes-256-cbc', 'des3', 'des', 'rc2-cbc', 'rc2-40-cbc', 'rc2-64-cbc'].map((cipher) =>
      job(`PBES2 ${cipher}`, 'rsa', 'sécret', ...pkcs8, '-v2', cipher),
    ),
    ...['PBE-MD5-DES', 'PBE-SHA1-DES', 'PBE-MD5-RC2-64', 'PBE-SHA1-RC2-64', 'PBE-SHA1-3DES', 'PBE-SHA1-RC4-128'].map((scheme) =>
      job(scheme, 'rsa', 'sécret', ...pkcs8, '-v1', scheme),
    ),
    job('scrypt', 'p256', 'sécret', ...pkcs8, '-scrypt', '-scrypt_N', '2'),
    job('scrypt with its own figures', 'p256', 'sécret', ...pkcs8, '-scrypt'),
    job('PBKDF2 with its own count', 'p256', 'sécret', 'pkcs8', '-topk8', ...encrypted),
    ...forms.map((form) => job(`encrypted PKCS#8 ${form}`, 'p256', 'sécret', ...pkcs8, '-outform', form)),
    ...['des', 'des3', 'aes128', 'aes192', 'aes256'].flatMap((cipher) => [
      job(`Proc-Type ${cipher}, RSA`, 'rsa', 'sécret', 'rsa', '-traditional', `-${cipher}`, ...encrypted, ...legacy),
      job(`Proc-Type ${cipher}, EC`, 'p256', 'sécret', 'ec', `-${cipher}`, ...encrypted, ...legacy),
    ]),
  ];
}

/** Texts and bundles as they are met in the wild, made of one key, certificate and chain. */
async function formSamples(workshop: Workshop, key: KeyName): Promise<Sample[]> {
  const [keyText, leaf, chain] = [`${key}.key`, `${key}.pem`, 'chain.pem'].map((name) => workshop.read(name).toString('latin1'));
  const all = `${leaf ?? ''}${chain ?? ''}${keyText ?? ''}`;
  await workshop.openssl(
    'crl2pkcs7',
    '-nocrl',
    '-certfile',
    `${key}.pem`,
    '-certfile',
    'chain.pem',
    '-outform',
    'DER',
    '-out',
    'chain.p7b',
  );
  await workshop.openssl('crl2pkcs7', '-nocrl', '-certfile', 'chain.pem', '-certfile', `${key}.pem`, '-out', 'chain.p7.pem');
  await workshop.openssl('x509', '-in', `${key}.pem`, '-text', '-trustout', '-addtrust', 'clientAuth', '-out', 'trusted.pem');
  await workshop.openssl('ecparam', '-name', 'prime256v1', '-out', 'parameters.pem');
  const der = new X509Certificate(leaf ?? '').raw;
  const utf16 = Buffer.from(all, 'utf16le');
  const forms: Record<string, readonly (string | Uint8Array)[]> = {
    'one file': [all],
    'key first': [`${keyText ?? ''}${chain ?? ''}${leaf ?? ''}`],
    'three files': [chain ?? '', keyText ?? '', leaf ?? ''],
    CRLF: [all.replaceAll('\n', '\r\n')],
    'CR only': [all.replaceAll('\n', '\r')],
    'byte order mark': [`\u{feff}${all}`],
    'UTF-16LE with mark': [Buffer.concat([Buffer.from([0xff, 0xfe]), utf16])],
    'UTF-16BE with mark': [Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(utf16).swap16()])],
    'UTF-16LE without mark': [utf16],
    'escaped line ends': [all.replaceAll('\n', '\\n')],
    'JSON string': [JSON.stringify({ pem: all })],
    'base64 around PEM': [Buffer.from(all).toString('base64')],
    'base64 without armour': [der.toString('base64'), chain ?? '', keyText ?? ''],
    'base64 in lines': [(der.toString('base64').match(/.{1,64}/g) ?? []).join('\r\n'), chain ?? '', keyText ?? ''],
    'text around': [`subject=x\nBag Attributes: y\n${all.replaceAll('-----BEGIN', 'issuer=z\n-----BEGIN')}\nthe end`],
    'indented lines': [all.replace(/^/gm, '  ')],
    'no line breaks inside': [all.replace(/(?<=[A-Za-z0-9+/=])\n(?=[A-Za-z0-9+/])/g, '')],
    'with request': [`${all}${workshop.read(`${key}.csr`).toString('latin1')}`],
    'with EC PARAMETERS': [`${workshop.read('parameters.pem').toString('latin1')}${all}`],
    'trusted certificate and text': [workshop.read('trusted.pem'), chain ?? '', keyText ?? ''],
    'DER certificate': [der, chain ?? '', keyText ?? ''],
    'DER with bytes after it': [Buffer.concat([der, Buffer.alloc(7, 0x41)]), chain ?? '', keyText ?? ''],
    'PKCS#7 DER': [workshop.read('chain.p7b'), keyText ?? ''],
    'PKCS#7 PEM': [workshop.read('chain.p7.pem'), keyText ?? ''],
    'certutil -encode': [
      `-----BEGIN CERTIFICATE-----\r\n${workshop.read('chain.p7b').toString('base64')}\r\n-----END CERTIFICATE-----\r\n`,
      keyText ?? '',
    ],
    'everything twice': [all, all],
  };
  return Object.entries(forms).map(([title, contents]) =>
    sample(workshop, key, 2, {
      title: `${title}, ${key}`,
      files: contents.map((content, index) => ({ name: `${title} ${index + 1}`, bytes: Buffer.from(content) })),
      password: undefined,
    }),
  );
}

function sample(workshop: Workshop, key: KeyName, issuers: number, rest: Omit<Sample, 'leaf' | 'chain'>): Sample {
  const der = (name: string): Buffer => new X509Certificate(workshop.read(`${name}.pem`)).raw;
  return { ...rest, leaf: der(key), chain: ['ca', 'root'].slice(0, issuers).map(der) };
}

/** Every container that can be made on this machine, by its maker's name. */
export async function makeCorpus(workshop: Workshop): Promise<Map<string, Sample[]>> {
  return new Map([
    ['PKCS#12 by openssl', await make(pkcs12Jobs(workshop))],
    ['PKCS#12 by keytool', withoutKeytool === false ? await make(await javaJobs(workshop)) : []],
    [
      'PKCS#12 by Python’s cryptography',
      withoutCryptography === false
        ? [...(await pythonSamples(workshop, 'rsa', 'secret')), ...(await pythonSamples(workshop, 'p256', 'pässwörd'))]
        : [],
    ],
    ['private keys by openssl', await make(keyJobs(workshop))],
    ['texts and bundles', [...(await formSamples(workshop, 'rsa')), ...(await formSamples(workshop, 'p256'))]],
  ]);
}

/** Two at a time: each is a program of its own. */
async function make(jobs: readonly Job[]): Promise<Sample[]> {
  const samples: Sample[] = [];
  const queue = jobs.values();
  const worker = async (): Promise<void> => {
    for (const job of queue) {
      samples.push(await job());
    }
  };
  await Promise.all([worker(), worker()]);
  return samples;
}
