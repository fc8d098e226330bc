import type { ProfileOf } from '../../../src/core/profiles/kinds.ts';
import type { RolesAnywhereProfile, StaticProfile } from '../../../src/core/profiles/profile.ts';
import type { Session } from '../../../src/core/signing/credentials.ts';

export const staticProfile: StaticProfile = { kind: 'static', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', region: 'eu-central-1' };

export const environmentProfile: ProfileOf<'environment'> = { kind: 'environment', region: 'eu-central-1' };

export const rolesAnywhereProfile: RolesAnywhereProfile = {
  kind: 'rolesAnywhere',
  trustAnchorArn: 'arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/5a1d6d3e-8f6c-4f6f-9d5c-0f4d0f9c3c11',
  profileArn: 'arn:aws:rolesanywhere:eu-west-1:111122223333:profile/0b5c8f2e-3d3a-4d63-bb0e-3f1f7a5f2c55',
  roleArn: 'arn:aws:iam::111122223333:role/build',
  certificate: 'certificates/build.pfx',
};

/** A session that ends at `expiration` (milliseconds since the epoch); `tag` tells one from another. */
export function sampleSession(expiration: number, tag = 'a'): Session {
  return {
    credentials: { accessKeyId: `ASIA${tag}`, secretAccessKey: `secret-${tag}`, sessionToken: `token-${tag}` },
    expiration: new Date(expiration),
    subjectArn: 'arn:aws:rolesanywhere:eu-west-1:111122223333:subject/1',
    roleArn: 'arn:aws:iam::111122223333:role/build',
    assumedRoleArn: 'arn:aws:sts::111122223333:assumed-role/build/1',
  };
}
