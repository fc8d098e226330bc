import { isAbsolute, join, resolve } from 'node:path';

/** The base of a profile's relative paths. */
export interface PathBase {
  /** Undefined in a window without a folder. */
  readonly workspaceFolder: string | undefined;
  readonly home: string;
}

/** The absolute path of a profile's `certificate`, `privateKey` or `certificateChain`. */
export function resolveProfilePath(path: string, base: PathBase): string {
  const start = base.workspaceFolder ?? base.home;
  if (path === '~' || /^~[/\\]/.test(path)) return join(base.home, path.slice(1));
  const expanded = path.replace(/^\$\{workspaceFolder\}/, start);
  return isAbsolute(expanded) ? expanded : resolve(start, expanded);
}
