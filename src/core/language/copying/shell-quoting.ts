import { UserError } from '../../errors.ts';

/** The shells that commands are written for. */
export type Shell = 'posix' | 'powershell' | 'cmd';

interface ShellLines {
  /** A line that sets an environment variable. @throws UserError `not-for-cmd` */
  readonly set: (name: string, value: string) => string;
  readonly unset: (name: string) => string;
}

/** How each shell sets and clears environment variables. */
export const shellLines: Readonly<Record<Shell, ShellLines>> = {
  posix: {
    set: (name, value) => `export ${name}=${quote(value)}`,
    unset: (name) => `unset ${name}`,
  },
  powershell: {
    set: (name, value) => `$Env:${name} = ${quoteForPowerShell(value)}`,
    unset: (name) => `Remove-Item Env:${name} -ErrorAction Ignore`,
  },
  // Between these quotes all characters are literal, except those that are refused.
  cmd: {
    set: (name, value) => `set "${name}=${requireForCmd(name, value)}"`,
    unset: (name) => `set "${name}="`,
  },
};

/** A word of a POSIX shell. */
export function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A verbatim PowerShell string; PowerShell takes each of five quotation marks for its end. */
function quoteForPowerShell(text: string): string {
  return `'${text.replace(/['\u2018-\u201b]/g, '$&$&')}'`;
}

/** https://learn.microsoft.com/windows-server/administration/windows-commands/set_1 */
function requireForCmd(name: string, value: string): string {
  if (!/["%!\r\n\0]/.test(value)) return value;
  throw new UserError({
    code: 'not-for-cmd',
    message: `The value of ${name} holds a quotation mark, “%”, “!” or a line end, which cmd.exe would change.`,
    remedy: 'Copy the variables for PowerShell, which takes any text as it is.',
  });
}
