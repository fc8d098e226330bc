import { createHash, randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createDevelopmentAuthority, issueEndEntity } from '../core/certificates/issue.ts';
import { writePkcs12 } from '../core/certificates/write-pkcs12.ts';
import type { RolesAnywhereProfile } from '../core/profiles/profile.ts';
import { sandboxRoleArn } from '../core/profiles/sandbox-profile.ts';
import { demoBucket } from './demo-bucket.ts';
import type { SandboxOptions } from './sandbox.ts';

/** What a client needs to use a sandbox, and what the sandbox needs to recognise it. */
export interface SandboxProvision {
  readonly options: Pick<SandboxOptions, 'trustAnchors' | 'profiles' | 'roles' | 'accessKeys' | 'buckets'>;
  /** The profile to sign with, without its endpoint. */
  readonly profile: RolesAnywhereProfile;
  /** Password of the PFX that the profile names. */
  readonly password: string;
}

const day = 86_400_000;
const account = sandboxRoleArn.split(':')[4] ?? '';
const region = 'eu-central-1';
const pfxName = 'sandbox.pfx';

/**
 * Makes a development CA and a certificate of it as a password-protected PFX in `directory` (mode 0600), and the matching ARNs.
 * Only the caller has the password, so nobody else can open the PFX.
 */
export async function provisionSandbox(directory: string): Promise<SandboxProvision> {
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
  const pfx = await writePkcs12(identity, { password, encryption: 'modern', friendlyName: 'developer' });
  await writeFile(join(directory, pfxName), pfx, { mode: 0o600 });
  return provision(directory, anchor, password);
}

function provision(directory: string, anchor: string, password: string): SandboxProvision {
  const hash = createHash('sha256').update(anchor).digest('hex');
  const id = `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
  const trustAnchorArn = `arn:aws:rolesanywhere:${region}:${account}:trust-anchor/${id}`;
  const profileArn = `arn:aws:rolesanywhere:${region}:${account}:profile/${id}`;
  return {
    options: {
      trustAnchors: [{ arn: trustAnchorArn, certificates: [anchor] }],
      profiles: [{ arn: profileArn, roleArns: [sandboxRoleArn], durationSeconds: 3600 }],
      roles: [{ arn: sandboxRoleArn, maxSessionDurationSeconds: 43_200 }],
      accessKeys: [],
      buckets: [demoBucket(region)],
    },
    profile: {
      kind: 'rolesAnywhere',
      trustAnchorArn,
      profileArn,
      roleArn: sandboxRoleArn,
      certificate: join(directory, pfxName),
    },
    password,
  };
}
