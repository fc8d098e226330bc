import * as v from 'valibot';
import { endpointRules } from './endpoint.ts';

const arnPattern = (service: string, resource: string): RegExp =>
  new RegExp(`^arn:aws[a-z-]*:${service}:[a-z0-9-]*:\\d{12}:${resource}`);

const text = (field: string) => v.pipe(v.string(`${field} must be text`), v.trim(), v.nonEmpty(`${field} is empty`));

const arn = (field: string, service: string, resource: string) =>
  v.pipe(
    text(field),
    v.regex(arnPattern(service, resource), `${field} is not an ARN of the form arn:aws:${service}:…:${resource}…`),
  );

const region = v.pipe(
  text('region'),
  v.regex(/^[a-z]{2,}(-[a-z]+)+-\d+$/, 'region is not an AWS region code such as eu-central-1'),
);

const endpoint = v.pipe(
  text('endpoint'),
  v.regex(endpointRules[0][0], `endpoint ${endpointRules[0][1]}`),
  v.regex(endpointRules[1][0], `endpoint ${endpointRules[1][1]}`),
  v.transform((origin) => origin.replace(/\/$/, '').toLowerCase()),
);

/** Fewest and most seconds that CreateSession accepts. */
export const sessionDurationLimits = { min: 900, max: 43_200 } as const;

const durationMessage = `durationSeconds must be a whole number from ${sessionDurationLimits.min} to ${sessionDurationLimits.max}`;

/** As IAM makes them, https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKey.html */
const accessKeyIdOfAws = /^[A-Za-z0-9]{16,128}$/;

const staticProfile = v.pipe(
  v.strictObject({
    kind: v.literal('static'),
    // LocalStack, MinIO and moto have ids such as “test”; what can be signed with is all that they have in common.
    accessKeyId: v.pipe(
      text('accessKeyId'),
      v.regex(
        /^[\w.@+-]{1,128}$/,
        'accessKeyId must be 16 to 128 letters and digits; behind an endpoint of its own up to 128 letters, digits and _.@+-',
      ),
    ),
    region,
    endpoint: v.optional(endpoint),
  }),
  v.forward(
    v.partialCheck(
      [['accessKeyId'], ['endpoint']],
      ({ accessKeyId, endpoint: own }) => own !== undefined || accessKeyIdOfAws.test(accessKeyId),
      'accessKeyId must be 16 to 128 letters and digits, unless the profile has an endpoint of its own',
    ),
    ['accessKeyId'],
  ),
);

/** Whether an access key id can be one of AWS. Others belong to a profile with an endpoint of its own. */
export function isAccessKeyIdOfAws(id: string): boolean {
  return accessKeyIdOfAws.test(id);
}

const rolesAnywhereProfile = v.strictObject({
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
    v.pipe(
      text('roleSessionName'),
      v.regex(/^[\w+=,.@-]{2,64}$/, 'roleSessionName must be 2 to 64 of letters, digits and _+=,.@-'),
    ),
  ),
  endpoint: v.optional(endpoint),
});

const profileSchema = v.variant('kind', [staticProfile, rolesAnywhereProfile], 'kind must be "static" or "rolesAnywhere"');

/** The public part of a profile with static keys, as it stands in the settings. */
export type StaticProfile = Readonly<v.InferOutput<typeof staticProfile>>;

/** The public part of a profile that gets sessions through IAM Roles Anywhere, as it stands in the settings. */
export type RolesAnywhereProfile = Readonly<v.InferOutput<typeof rolesAnywhereProfile>>;

export type Profile = StaticProfile | RolesAnywhereProfile;

/** A settings entry that is no valid profile; `reasons` name the field and what it must be. */
export interface InvalidProfile {
  readonly kind: 'invalid';
  readonly reasons: readonly string[];
}

/** Reads one entry of the `awsAuth.profiles` setting. Never throws: what people edit by hand is listed with its reasons. */
export function parseProfile(entry: unknown): Profile | InvalidProfile {
  const result = v.safeParse(profileSchema, entry);
  if (result.success) return result.output;
  return { kind: 'invalid', reasons: result.issues.map(reasonOf) };
}

function reasonOf(issue: v.BaseIssue<unknown>): string {
  const field = v.getDotPath(issue);
  if (field === null) return 'a profile must be an object with a "kind"';
  if (issue.kind === 'validation' || issue.type === 'string' || issue.type === 'number' || issue.type === 'variant')
    return issue.message;
  if (issue.expected === 'never') return `${field} is not a field of this kind of profile`;
  return issue.received === 'undefined' ? `${field} is missing` : issue.message;
}

/**
 * Why a text cannot be the value of one field of a profile, or undefined when it can.
 * @param endpoint the profile's own, which its keys depend on
 */
export function profileFieldProblem(kind: Profile['kind'], field: string, value: string, endpoint?: string): string | undefined {
  const result = v.safeParse(profileSchema, { kind, ...(endpoint !== undefined && { endpoint }), [field]: value });
  if (result.success) return undefined;
  const issue = result.issues.find((candidate) => v.getDotPath(candidate) === field);
  return issue === undefined ? undefined : `${reasonOf(issue)}.`;
}

const namePattern = /^[^\s/\\"'{}][^/\\"'{}]{0,63}$/;

/** Why a text cannot be a profile's name, or undefined when it can. Directives name profiles, so quotes, slashes and braces are out. */
export function profileNameProblem(name: string): string | undefined {
  if (name.trim() === '') return 'A profile needs a name.';
  if (name !== name.trim()) return 'The name must not start or end with a blank.';
  return namePattern.test(name) ? undefined : 'Use up to 64 characters without quotes, slashes or braces.';
}

/** The region that a profile's requests go to where neither the request nor its host names one. */
export function profileRegion(profile: Profile): string {
  if (profile.region !== undefined) return profile.region;
  // The schema has proved the ARN, so its fourth field is there.
  return profile.kind === 'rolesAnywhere' ? (profile.trustAnchorArn.split(':')[3] ?? '') : '';
}

/** Which settings hold a profile: the user's own, or the workspace's, which a repository shares. */
export type ProfileScope = 'user' | 'workspace';
