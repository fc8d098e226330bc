import * as v from 'valibot';
import { hasAmbientCredentials, hasOwnKeys } from '../profiles/kinds.ts';
import type { Profile } from '../profiles/profile.ts';

const record = v.object({
  version: v.literal(1),
  endpoint: v.exactOptional(v.string()),
  accessKeyId: v.exactOptional(v.string()),
  ambientKind: v.exactOptional(v.string()),
  folder: v.string(),
});

/** What a person agreed to for the secret of a profile. It is kept beside the secret, where no repository and no synced setting can write. */
export interface DestinationRecord {
  /** The origin that is connected to in place of AWS; absent for AWS itself. */
  readonly endpoint?: string;
  /** Of keys that a person entered: the key that the secret belongs to. */
  readonly accessKeyId?: string;
  /** Of credentials that the machine holds: the kind of the profile, which says where. */
  readonly ambientKind?: string;
  /**
   * Of a workspace's profile: which folder it was, whatever lies at its path by now; see `folderIdentity`. Empty for a profile of the user.
   */
  readonly folder: string;
}

/** What a person agrees to by agreeing to a profile as it is. */
export function destinationRecord(profile: Profile, folder: string): DestinationRecord {
  return {
    ...(profile.endpoint !== undefined && { endpoint: profile.endpoint }),
    ...(hasOwnKeys(profile) && { accessKeyId: profile.accessKeyId }),
    ...(hasAmbientCredentials(profile) && { ambientKind: profile.kind }),
    folder,
  };
}

/** The text that the secret storage keeps. */
export function writeDestinationRecord({ endpoint, accessKeyId, ambientKind, folder }: DestinationRecord): string {
  return JSON.stringify({ version: 1, endpoint, accessKeyId, ambientKind, folder });
}

/** Reads what {@link writeDestinationRecord} wrote; undefined for anything else: then a person is asked again. */
export function readDestinationRecord(text: string): DestinationRecord | undefined {
  try {
    const result = v.safeParse(record, JSON.parse(text));
    if (!result.success) return undefined;
    const { endpoint, accessKeyId, ambientKind, folder } = result.output;
    return {
      ...(endpoint !== undefined && { endpoint }),
      ...(accessKeyId !== undefined && { accessKeyId }),
      ...(ambientKind !== undefined && { ambientKind }),
      folder,
    };
  } catch {
    return undefined;
  }
}
