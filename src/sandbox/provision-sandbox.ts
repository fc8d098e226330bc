import { X509Certificate, createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createDevelopmentAuthority, issueEndEntity } from '../core/certificates/issue.ts';
import { readIdentity } from '../core/certificates/read-identity.ts';
import { writePkcs12 } from '../core/certificates/write-pkcs12.ts';
import type { RolesAnywhereProfile } from '../core/profiles/profile.ts';
import { demoBucket } from './demo-bucket.ts';
import type { SandboxOptions } from './sandbox.ts';

/** What somebody needs to use a sandbox, and what the sandbox needs to know them. */
export interface SandboxProvision {
  readonly options: Pick<SandboxOptions, 'trustAnchors' | 'profiles' | 'roles' | 'accessKeys' | 'buckets'>;
  /** The profile to sign with, without its endpoint. */
  readonly profile: RolesAnywhereProfile;
  /** Password of the PFX that the profile names. */
  readonly password: string;
}

const day = 86_400_000;
const account = '111122223333';
const region = 'eu-central-1';
const pfxName = 'sandbox.pfx';
const anchorName = 'sandbox-trust-anchor.pem';

/**
 * Makes a development CA and a certificate of it as a password-protected PFX in `directory` (mode 0600), and the ARNs that go with them.
 * With the password of an earlier call, what that call made is used again while it is valid.
 */
export async function provisionSandbox(directory: string, earlierPassword?: string): Promise<SandboxProvision> {
  const earlier = earlierPassword === undefined ? undefined : await readAnchor(directory, earlierPassword);
  if (earlier !== undefined && earlierPassword !== undefined) return provision(directory, earlier, earlierPassword);
  const now = Date.now();
  const validity = { notBefore: new Date(now - day), notAfter: new Date(now + 365 * day) };
  const authority = await createDevelopmentAuthority({
    commonName: 'Sandbox Development CA',
    organization: 'AWS Auth & Signing',
    key: 'ec-p256',
    ...validity,
  });
  const identity = await issueEndEntity(authority, {
    commonName: 'developer',
    organization: 'AWS Auth & Signing',
    key: 'ec-p256',
    notBefore: validity.notBefore,
    // One hour before its issuer, so that the chain never outlives the trust anchor.
    notAfter: new Date(validity.notAfter.getTime() - 3_600_000),
  });
  const password = randomBytes(18).toString('base64url');
  const anchor = authority.leaf.toString();
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await writeAtomically(
    join(directory, pfxName),
    await writePkcs12(identity, { password, encryption: 'modern', friendlyName: 'developer' }),
  );
  await writeAtomically(join(directory, anchorName), Buffer.from(anchor));
  return provision(directory, anchor, password);
}

function provision(directory: string, anchor: string, password: string): SandboxProvision {
  const hash = createHash('sha256').update(anchor).digest('hex');
  const id = `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
  const trustAnchorArn = `arn:aws:rolesanywhere:${region}:${account}:trust-anchor/${id}`;
  const profileArn = `arn:aws:rolesanywhere:${region}:${account}:profile/${id}`;
  const roleArn = `arn:aws:iam::${account}:role/SandboxDeveloper`;
  return {
    options: {
      trustAnchors: [{ arn: trustAnchorArn, certificates: [anchor] }],
      profiles: [{ arn: profileArn, roleArns: [roleArn], durationSeconds: 3600 }],
      roles: [{ arn: roleArn, maxSessionDurationSeconds: 43_200 }],
      accessKeys: [],
      buckets: [demoBucket(region)],
    },
    profile: { kind: 'rolesAnywhere', trustAnchorArn, profileArn, roleArn, certificate: join(directory, pfxName) },
    password,
  };
}

/** The trust anchor of an earlier call, as long as the password opens its PFX and it has a month to live. */
async function readAnchor(directory: string, password: string): Promise<string | undefined> {
  try {
    await readIdentity([{ name: pfxName, bytes: await readFile(join(directory, pfxName)) }], password);
    const anchor = await readFile(join(directory, anchorName), 'utf8');
    return Date.parse(new X509Certificate(anchor).validTo) > Date.now() + 30 * day ? anchor : undefined;
  } catch {
    return undefined;
  }
}

async function writeAtomically(path: string, bytes: Uint8Array): Promise<void> {
  const partial = `${path}.${randomBytes(4).toString('hex')}.partial`;
  await writeFile(partial, bytes, { mode: 0o600, flag: 'wx' });
  await rename(partial, path);
}
