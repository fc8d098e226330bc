import { type DirectiveRow, directiveRow } from '../directives.ts';

/** Why a value is not legal for a directive; undefined if it is, or if a variable decides. */
export function directiveProblem(name: string, value: string): string | undefined {
  const argument = directiveRow(name)?.argument;
  if (argument === undefined || argument.use === 'none' || value.includes('{{')) return undefined;
  if (argument.kind === 'choice' && !Object.hasOwn(argument.choices, value)) {
    const words = Object.keys(argument.choices).map((word) => `“${word}”`);
    return `“@${name}” must be either ${words.join(' or ')}.`;
  }
  if (argument.kind === 'seconds' && !isSeconds(value, argument.longest)) {
    const seconds = writtenSeconds(value, argument.longest);
    const proposal = seconds === undefined ? '' : ` ${value} is “${seconds}”.`;
    return `“@${name}” must be a number of seconds from 1 to ${argument.longest}.${proposal}`;
  }
  return undefined;
}

/** The correction of an illegal value, if known: `900` for `15m`. */
export function correctedValue({ argument }: DirectiveRow, value: string): string | undefined {
  return argument.use !== 'none' && argument.kind === 'seconds' ? writtenSeconds(value, argument.longest) : undefined;
}

function isSeconds(value: string, longest: number): boolean {
  return /^\d{1,7}$/.test(value) && Number(value) >= 1 && Number(value) <= longest;
}

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** The seconds of a duration with its unit, `15m` or `2 hours`; undefined for anything else, and beyond the longest. */
function writtenSeconds(time: string, longest: number): string | undefined {
  const [, count, unit = ''] = /^(\d{1,6})\s*(s|m|h|d|secs?|mins?|hrs?|seconds?|minutes?|hours?|days?)$/i.exec(time) ?? [];
  const seconds = Number(count) * (units[unit.charAt(0).toLowerCase()] ?? Number.NaN);
  return seconds >= 1 && seconds <= longest ? String(seconds) : undefined;
}
