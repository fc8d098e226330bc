import { mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './directories.ts';

/**
 * Installs the extension of `source` (its folder) into an extensions folder of the server, as a link: what is built next is what
 * the next window loads, and windows opened from the first one have it too, which a development option in the address is lost to.
 */
export function linkExtension(extensionsDir: string, source: string = repository, others: readonly string[] = []): void {
  // The server keeps a list of what is in this folder, which would still name an earlier version.
  rmSync(extensionsDir, { recursive: true, force: true });
  mkdirSync(extensionsDir, { recursive: true });
  for (const folder of [source, ...others]) {
    const { publisher, name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, string>;
    symlinkSync(folder, join(extensionsDir, `${publisher}.${name}-${version}`), 'junction');
  }
}
