import * as v from 'valibot';
import { hasOwnKeys } from '../profiles/kinds.ts';
import type { Profile } from '../profiles/profile.ts';

const record = v.object({
  version: v.literal(1),
  endpoint: v.exactOptional(v.string()),
  accessKeyId: v.exactOptional(v.string()),
  folder: v.string(),
});

/** The consent given for a profile's secret, kept beside the secret, out of reach of repositories and synced settings. */
export interface DestinationRecord {
  /** The origin that is connected to in place of AWS; absent for AWS itself. */
  readonly endpoint?: string;
  /** For keys that a person entered: the access key id that the secret belongs to. */
  readonly accessKeyId?: string;
  /**
   * For a workspace's profile: the identity of its folder, whatever is at that path now; see `folderIdentity`. Empty for a user's
   * profile.
   */
  readonly folder: string;
}

/** The consent that agreeing to a profile as it is amounts to. */
export function destinationRecord(profile: Profile, folder: string): DestinationRecord {
  return {
    ...(profile.endpoint !== undefined && { endpoint: profile.endpoint }),
    ...(hasOwnKeys(profile) && { accessKeyId: profile.accessKeyId }),
    folder,
  };
}

/** The text kept in the secret storage. */
export function writeDestinationRecord({ endpoint, accessKeyId, folder }: DestinationRecord): string {
  return JSON.stringify({ version: 1, endpoint, accessKeyId, folder });
}

/** Reads what {@link writeDestinationRecord} wrote; undefined for anything else: then a person is asked again. */
export function readDestinationRecord(text: string): DestinationRecord | undefined {
  try {
    const result = v.safeParse(record, JSON.parse(text));
    if (!result.success) return undefined;
    const { endpoint, accessKeyId, folder } = result.output;
    return { ...(endpoint !== undefined && { endpoint }), ...(accessKeyId !== undefined && { accessKeyId }), folder };
  } catch {
    return undefined;
  }
}
