import * as v from 'valibot';
import { arn, endpoint, region, text } from './fields.ts';
import type { ProfileKindRow } from './profile-kind.ts';

/** Fewest and most seconds that CreateSession accepts. */
export const sessionDurationLimits = { min: 900, max: 43_200 } as const;

const durationMessage = `durationSeconds must be a whole number from ${sessionDurationLimits.min} to ${sessionDurationLimits.max}`;

const schema = v.strictObject({
  kind: v.literal('rolesAnywhere'),
  trustAnchorArn: arn('trustAnchorArn', 'rolesanywhere', 'trust-anchor/.'),
  profileArn: arn('profileArn', 'rolesanywhere', 'profile/.'),
  roleArn: arn('roleArn', 'iam', 'role/.'),
  certificate: text('certificate'),
  privateKey: v.optional(text('privateKey')),
  certificateChain: v.optional(text('certificateChain')),
  certificateFingerprint: v.optional(
    v.pipe(
      text('certificateFingerprint'),
      v.regex(/^(?:[\da-f]:?){16,64}$/i, 'certificateFingerprint must be the first 16 hex digits or more of a SHA-256'),
    ),
  ),
  region: v.optional(region),
  durationSeconds: v.optional(
    v.pipe(
      v.number(durationMessage),
      v.integer(durationMessage),
      v.minValue(sessionDurationLimits.min, durationMessage),
      v.maxValue(sessionDurationLimits.max, durationMessage),
    ),
  ),
  roleSessionName: v.optional(
    v.pipe(text('roleSessionName'), v.regex(/^[\w+=,.@-]{2,64}$/, 'roleSessionName must be 2 to 64 letters, digits and _+=,.@-')),
  ),
  endpoint: v.optional(endpoint),
});

type Fields = Readonly<v.InferOutput<typeof schema>>;

const exampleArn = 'arn:aws:rolesanywhere:eu-central-1:111122223333';

/** A certificate and its private key, which get sessions through IAM Roles Anywhere. */
export const rolesAnywhereKind = {
  title: 'IAM Roles Anywhere',
  detail: 'An X.509 certificate (PFX or PEM) gets short-lived session credentials',
  label: 'IAM Roles Anywhere',
  icon: 'shield',
  signsWith: 'sessions of its certificate',
  schema,
  secret: v.object({
    kind: v.literal('rolesAnywhere'),
    /** Password of the PFX or of the encrypted private key; the empty string is a password too. */
    password: v.string(),
  }),
  questions: [
    {
      input: 'text',
      field: 'trustAnchorArn',
      prompt: 'ARN of the trust anchor; the region is taken from it',
      example: `${exampleArn}:trust-anchor/…`,
    },
    { input: 'text', field: 'profileArn', prompt: 'ARN of the Roles Anywhere profile', example: `${exampleArn}:profile/…` },
    {
      input: 'text',
      field: 'roleArn',
      prompt: 'ARN of the role to assume',
      example: 'arn:aws:iam::111122223333:role/build',
    },
    {
      input: 'certificate',
      field: 'certificate',
      prompt: 'Path of the certificate: PFX, or PEM with or without its key',
      example: 'certificates/build.pfx',
    },
  ],
  hasCertificate: true,
  hasOwnKeys: false,
  hasAmbientCredentials: false,
  sessionBasis: (profile: Fields) => {
    const { trustAnchorArn, profileArn, roleArn, roleSessionName, endpoint: own } = profile;
    const { certificate, privateKey, certificateChain, certificateFingerprint } = profile;
    const decisive = [trustAnchorArn, profileArn, roleArn, certificate, privateKey, certificateChain, roleSessionName, own];
    // Only if present: the fingerprint of sessions stays the same for profiles without it.
    return certificateFingerprint === undefined ? decisive : [...decisive, certificateFingerprint];
  },
  // The schema has proved the ARN, so its fourth field is there.
  region: (profile: Fields) => profile.region ?? profile.trustAnchorArn.split(':')[3] ?? '',
  details: ({ roleArn }: Fields) => [
    { label: 'Role', value: roleArn.replace(/^.*:role\//, ''), icon: 'account', tooltip: roleArn },
    { label: 'Account', value: roleArn.split(':')[4] ?? '' },
  ],
  credentialsText: ({ certificate }: Fields, shown: (text: string) => string) =>
    `the private key of ${shown(certificate)}, which starts the session, and with the session`,
} as const satisfies ProfileKindRow<Fields, keyof Fields>;
