import * as v from 'valibot';
import { kindRow, type ProfileKind, profileKindNames, profileKinds, type ProfileOf } from './kinds.ts';

const quotedKinds = profileKindNames.map((kind) => `"${kind}"`);

const profileSchema = v.variant(
  'kind',
  Object.values(profileKinds).map(({ schema }) => schema),
  // Intl.ListFormat would take 20 ms of each start.
  `kind must be one of ${quotedKinds.join(', ')}`,
);

/** The public part of a profile of any kind, as in the settings. */
export type Profile = ProfileOf<ProfileKind>;
export type StaticProfile = ProfileOf<'static'>;
export type RolesAnywhereProfile = ProfileOf<'rolesAnywhere'>;

/** A settings entry that is not a valid profile; `reasons` name the field and what it must be. */
export interface InvalidProfile {
  readonly kind: 'invalid';
  readonly reasons: readonly string[];
}

/** Reads one entry of the `awsAuth.profiles` setting. Never throws: invalid entries are listed with their reasons. */
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
 * @param endpoint the profile's own, which decides which key ids are valid
 */
export function profileFieldProblem(kind: ProfileKind, field: string, value: string, endpoint?: string): string | undefined {
  const result = v.safeParse(profileSchema, { kind, ...(endpoint !== undefined && { endpoint }), [field]: value });
  if (result.success) return undefined;
  const issue = result.issues.find((candidate) => v.getDotPath(candidate) === field);
  return issue === undefined ? undefined : `${reasonOf(issue)}.`;
}

const namePattern = /^[^\s/\\"'{}][^/\\"'{}]{0,63}$/;

/** Why a text cannot be a profile's name, or undefined when it can. Directives name profiles, so quotes, slashes and braces are out. */
export function profileNameProblem(name: string): string | undefined {
  if (name.trim() === '') return 'A profile needs a name.';
  if (name !== name.trim()) return 'The name must not start or end with a space.';
  return namePattern.test(name) ? undefined : 'Use up to 64 characters without quotes, slashes or braces.';
}

/** The region of a profile's requests if neither the request nor its host names one. */
export function profileRegion(profile: Profile): string {
  return kindRow(profile.kind).region(profile);
}

/** The settings that a profile is in: the user's own, or the workspace's, which a repository shares. */
export type ProfileScope = 'user' | 'workspace';
