import { spawnSync } from 'node:child_process';

/** What bash prints for a script, in UTF-8; undefined where there is no bash. */
export function runBash(script: string): string | undefined {
  const { error, stdout } = spawnSync('bash', ['--norc', '-c', script], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  });
  return error === undefined ? stdout : undefined;
}

/** Whether there is one that knows `\u` in `$'…'`, since 4.2, and has UTF-8. */
export const isBashThere = runBash("printf %s $'\\u00fc'") === 'ü';
