import { createHash, randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';

/** For a folder that tells nothing of itself: known as long as the window lives. */
const unknown = randomUUID();

/**
 * Hex that tells a folder from any other that comes to lie at its path later: the time at which it was made, which is another for every
 * clone, and which nothing in a repository can choose. Where the file system keeps no such time, its number there. A folder that is moved
 * keeps it. Empty without a folder.
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
