import { existsSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

/** The editor's own executable for the command line script that `code` on the PATH is. */
function fromScript(script: string): string[] {
  const bin = dirname(realpathSync(script));
  return [join(bin, '..', 'code'), join(bin, '..', 'Code.exe'), ...macExecutables(join(bin, '..', '..', '..'))];
}

function macExecutables(contents: string): string[] {
  return [join(contents, 'MacOS', 'Code'), join(contents, 'MacOS', 'Electron')];
}

function usualPlaces(): string[] {
  switch (process.platform) {
    case 'win32':
      return ['LocalAppData', 'ProgramFiles'].flatMap((name) => {
        const folder = process.env[name];
        return folder === undefined
          ? []
          : [join(folder, name === 'LocalAppData' ? 'Programs' : '', 'Microsoft VS Code', 'Code.exe')];
      });
    case 'darwin':
      return ['/Applications', join(homedir(), 'Applications')].flatMap((folder) =>
        macExecutables(join(folder, 'Visual Studio Code.app', 'Contents')),
      );
    default:
      return ['/usr/share/code/code', '/opt/visual-studio-code/code', '/snap/code/current/usr/share/code/code'];
  }
}

/**
 * The executable of an installed desktop VS Code, from the PATH or the usual places; undefined where there is none, or no
 * screen to open it on. It is the editor itself and not its command line script, which returns before the editor ends.
 */
export function findDesktop(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  if (process.platform === 'linux' && !environment['DISPLAY'] && !environment['WAYLAND_DISPLAY']) return undefined;
  const script = process.platform === 'win32' ? 'code.cmd' : 'code';
  const onPath = (environment['PATH'] ?? environment['Path'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, script))
    .filter((path) => existsSync(path))
    .flatMap(fromScript);
  return [...onPath, ...usualPlaces()].find((path) => existsSync(path));
}
