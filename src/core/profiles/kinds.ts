import type * as v from 'valibot';
import type { ProfileKindRow } from './kinds/profile-kind.ts';
import { environmentKind } from './kinds/environment.ts';
import { rolesAnywhereKind } from './kinds/roles-anywhere.ts';
import { staticKind } from './kinds/static.ts';

/**
 * Every kind of profile, by the name that `kind` has in the settings, in the order in which the wizard offers them. What the
 * product does with a profile follows from its row here and from the row of its kind in
 * `core/credentials/credential-provider.ts`.
 */
export const profileKinds = {
  rolesAnywhere: rolesAnywhereKind,
  static: staticKind,
  environment: environmentKind,
} as const;

type Kinds = typeof profileKinds;

export type ProfileKind = keyof Kinds;

/** The public part of a profile of one kind, or of several. */
export type ProfileOf<K extends ProfileKind> = { [Each in K]: Readonly<v.InferOutput<Kinds[Each]['schema']>> }[K];

/** What the secret storage keeps for a profile of one kind, or of several. */
export type SecretOf<K extends ProfileKind> = {
  [Each in K]: Kinds[Each] extends { secret: infer S extends v.GenericSchema } ? Readonly<v.InferOutput<S>> : never;
}[K];

type KindWith<Capability> = { [K in ProfileKind]: Kinds[K] extends Capability ? K : never }[ProfileKind];

/** Kinds that sign with sessions, which are started, renewed and ended. */
export type SessionKind = KindWith<{ sessionBasis: unknown }>;
export type SessionProfile = ProfileOf<SessionKind>;
/** A profile whose credentials come from a certificate. */
export type CertificateProfile = ProfileOf<KindWith<{ hasCertificate: true }>>;
/** A profile that signs with an access key that a person entered. */
export type OwnKeysProfile = ProfileOf<KindWith<{ hasOwnKeys: true }>>;

/** A profile, or an invalid entry of the settings. */
interface Entry {
  readonly kind: ProfileKind | 'invalid';
}

/** Every name that a kind has in the settings. */
export const profileKindNames = Object.keys(profileKinds) as readonly ProfileKind[];

/** The row of a kind, for code that treats all kinds alike. */
export function kindRow(kind: ProfileKind): ProfileKindRow<ProfileOf<ProfileKind>> {
  return profileKinds[kind];
}

export function hasSessions(profile: Entry): profile is SessionProfile {
  return profile.kind !== 'invalid' && kindRow(profile.kind).sessionBasis !== undefined;
}

export function hasCertificate(profile: Entry): profile is CertificateProfile {
  return profile.kind !== 'invalid' && profileKinds[profile.kind].hasCertificate;
}

export function hasOwnKeys(profile: Entry): profile is OwnKeysProfile {
  return profile.kind !== 'invalid' && profileKinds[profile.kind].hasOwnKeys;
}

export function hasAmbientCredentials({ kind }: Entry): boolean {
  return kind !== 'invalid' && kindRow(kind).hasAmbientCredentials;
}
