import { createHash, randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';

/** For a folder without an identity: valid for the lifetime of the window. */
const unknown = randomUUID();

/**
 * A hex digest that distinguishes a folder from any later one at its path: of its creation time, which differs for every clone,
 * and which nothing in a repository can choose, or of its inode number if the file system keeps no such time. A folder that is
 * moved keeps it. Empty without a folder.
 */
export async function folderIdentity(path: string | undefined): Promise<string> {
  if (path === undefined) return '';
  try {
    const { birthtimeNs, ino } = await stat(path, { bigint: true });
    return createHash('sha256')
      .update(birthtimeNs > 0n ? `made ${birthtimeNs}` : `number ${ino}`)
      .digest('hex');
  } catch {
    return unknown;
  }
}
