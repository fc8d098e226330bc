import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Identity } from '../../../../../src/core/certificates/identity.ts';
import { createDevelopmentAuthority, issueEndEntity } from '../../../../../src/core/certificates/issue.ts';
import { writePkcs12 } from '../../../../../src/core/certificates/write-pkcs12.ts';
import type { CreateSessionParameters } from '../../../../../src/core/credentials/roles-anywhere.ts';
import type { ErrorCode } from '../../../../../src/core/error-codes.ts';
import type { RolesAnywhereProfile } from '../../../../../src/core/profiles/profile.ts';
import { rolesAnywhereProfile } from '../../../fakes/sample-profiles.ts';

export const password = 'correct horse';
const day = 86_400_000;

/** A profile that no session can be had for, whatever AWS would say; an expired one is at hand. */
export type UnusableProfile = readonly [
  what: string,
  profile: Partial<RolesAnywhereProfile>,
  code: ErrorCode,
  circumstances?: { readonly password?: string; readonly cancelled?: boolean },
];

export const unusableProfiles: readonly UnusableProfile[] = [
  ['a certificate that is not there', { certificate: 'nowhere.pfx' }, 'file-unreadable'],
  ['a key that is not there', { privateKey: 'nowhere.key' }, 'file-unreadable'],
  ['a wrong password', {}, 'password-wrong', { password: 'battery staple' }],
  ['a file that is no certificate', { certificate: 'notes.txt' }, 'not-a-certificate'],
  ['an expired certificate', { certificate: 'expired.pfx' }, 'certificate-not-expired'],
  ['a role of another account', { roleArn: 'arn:aws:iam::444455556666:role/build' }, 'profile-same-account'],
  ['a wait that was cancelled', {}, 'cancelled', { cancelled: true }],
];

/** What CreateSession cannot be called with. */
export type UnusableCall = readonly [
  what: string,
  change: {
    readonly parameters?: Partial<CreateSessionParameters>;
    readonly identity?: (identity: Identity) => Partial<Identity>;
  },
  code: ErrorCode,
];

export const unusableCalls: readonly UnusableCall[] = [
  ['an ARN that is none', { parameters: { roleArn: 'role/build' } }, 'arn-malformed'],
  [
    'two regions',
    { parameters: { profileArn: rolesAnywhereProfile.profileArn.replace('eu-west-1', 'us-east-1') } },
    'regions-differ',
  ],
  ['two accounts', { parameters: { roleArn: 'arn:aws:iam::444455556666:role/build' } }, 'accounts-differ'],
  ['a minute', { parameters: { durationSeconds: 60 } }, 'duration-out-of-range'],
  [
    'a region of no partition',
    {
      parameters: {
        trustAnchorArn: rolesAnywhereProfile.trustAnchorArn.replace('eu-west-1', 'zz-west-1'),
        profileArn: rolesAnywhereProfile.profileArn.replace('eu-west-1', 'zz-west-1'),
      },
    },
    'region-unknown',
  ],
  ['a key that signs otherwise', { identity: () => ({ key: generateKeyPairSync('ed25519').privateKey }) }, 'key-unsupported'],
  ['a long chain', { identity: ({ leaf }) => ({ chain: Array.from({ length: 6 }, () => leaf) }) }, 'chain-too-long'],
];

/** What CreateSession answers in place of a session. */
export type SessionRefusal = readonly [code: ErrorCode, status: string, body: object, headers?: readonly string[]];

const forbidden = (message: string): [string, object] => [
  '403 Forbidden',
  { __type: 'com.amazonaws.rolesanywhere#AccessDeniedException', message },
];

export const sessionRefusals: readonly SessionRefusal[] = [
  ['certificate-insufficient', ...forbidden('Untrusted certificate. Insufficient certificate')],
  ['certificate-untrusted', ...forbidden('Untrusted signing certificate')],
  ['role-not-assumable', ...forbidden('Unable to assume role for arn:aws:iam::111122223333:role/build')],
  ['attributes-unmappable', ...forbidden('Certificate attributes cannot be mapped into session tags')],
  ['duration-too-long', ...forbidden('The requested DurationSeconds exceeds the MaxSessionDuration')],
  ['session-name-refused', ...forbidden('roleSessionName is not accepted')],
  ['signature-refused', ...forbidden('Invalid signature')],
  ['session-refused', ...forbidden('No.')],
  ['clock-skewed', ...forbidden('Signature expired'), ['Date: Sat, 31 Jan 2026 12:00:00 GMT']],
  ['throttled', '429 Too Many Requests', {}],
  ['service-failed', '500 Internal Server Error', {}],
  ['resource-not-found', '404 Not Found', { __type: 'ResourceNotFoundException' }],
  ['request-invalid', '400 Bad Request', { __type: 'ValidationException' }],
  ['response-unreadable', '201 Created', { credentialSet: [] }],
];

/** Writes the certificates that the profiles name, and gives the good one. */
export async function writeCertificates(folder: string): Promise<Identity> {
  const [notBefore, tomorrow] = [new Date(Date.now() - 2 * day), new Date(Date.now() + day)];
  const authority = await createDevelopmentAuthority({ commonName: 'CA', notBefore, notAfter: tomorrow });
  const good = await issueEndEntity(authority, { commonName: 'build', notBefore, notAfter: tomorrow });
  const expired = await issueEndEntity(authority, { commonName: 'old', notBefore, notAfter: new Date(Date.now() - day) });
  for (const [name, identity] of Object.entries({ good, expired })) {
    writeFileSync(join(folder, `${name}.pfx`), await writePkcs12(identity, { password, encryption: 'compatible' }));
  }
  writeFileSync(join(folder, 'notes.txt'), 'This is no certificate.');
  return good;
}
