import { ownValue } from '../../own-value.ts';

const units: Readonly<Record<string, number>> = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 };
const months: Readonly<Record<string, number>> = { y: 12, Q: 3, M: 1 };

/**
 * `-1` and `d`: a date that many years (y), quarters (Q), months (M), weeks, days, hours, minutes, seconds or ms away; undefined
 * for anything else.
 */
export function shiftDate(date: Date, amount: string, unit: string): Date | undefined {
  const count = Number(amount);
  if (!/^[+-]?\d+$/.test(amount)) return undefined;
  const monthsEach = ownValue(months, unit);
  const shifted = new Date(date);
  if (monthsEach !== undefined) {
    const day = shifted.getUTCDate();
    shifted.setUTCDate(1);
    shifted.setUTCMonth(shifted.getUTCMonth() + count * monthsEach);
    // A month without that day ends earlier: 31 January and a month is the last of February.
    const lastDay = new Date(Date.UTC(shifted.getUTCFullYear(), shifted.getUTCMonth() + 1, 0)).getUTCDate();
    shifted.setUTCDate(Math.min(day, lastDay));
  } else {
    shifted.setTime(date.getTime() + count * (ownValue(units, unit) ?? Number.NaN));
  }
  return Number.isNaN(shifted.getTime()) ? undefined : shifted;
}

const monthNames = 'January February March April May June July August September October November December'.split(' ');
const dayNames = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

/** The longest pattern in characters: no date needs more, and each character costs work. */
const longestPattern = 200;

const tokens = /\[([^\]]*)\]|YYYY|YY|MMMM|MMM|MM|M|DD|D|dddd|ddd|HH|H|hh|h|mm|m|ss|s|SSS|A|a|ZZ|Z|X|x/g;

/**
 * `rfc1123`, `iso8601` or a quoted pattern of Day.js tokens (https://day.js.org/docs/en/display/format) of up to 200
 * characters, in UTC or in the zone of this machine; undefined for anything else.
 */
export function formatDate(date: Date, format: string, local: boolean): string | undefined {
  if (Number.isNaN(date.getTime())) return undefined;
  const offset = local ? -date.getTimezoneOffset() : 0;
  // A date whose UTC fields are the fields to show.
  const shown = new Date(date.getTime() + offset * 60_000);
  const hours = String(Math.floor(Math.abs(offset) / 60)).padStart(2, '0');
  const minutes = String(Math.abs(offset) % 60).padStart(2, '0');
  const zone = (separator: string) => `${offset < 0 ? '-' : '+'}${hours}${separator}${minutes}`;
  if (format === 'iso8601') return local ? shown.toISOString().replace('Z', zone(':')) : date.toISOString();
  if (format === 'rfc1123') return local ? shown.toUTCString().replace('GMT', zone('')) : date.toUTCString();
  const pattern = /^(["'])(.*)\1$/.exec(format)?.[2];
  if (pattern === undefined || pattern.length > longestPattern) return undefined;

  const [month = '', day = ''] = [monthNames[shown.getUTCMonth()], dayNames[shown.getUTCDay()]];
  const padded = (number: number, width = 2) => String(number).padStart(width, '0');
  const hour12 = shown.getUTCHours() % 12 === 0 ? 12 : shown.getUTCHours() % 12;
  const values: Readonly<Record<string, () => string>> = {
    YYYY: () => padded(shown.getUTCFullYear(), 4),
    YY: () => padded(shown.getUTCFullYear() % 100),
    MMMM: () => month,
    MMM: () => month.slice(0, 3),
    MM: () => padded(shown.getUTCMonth() + 1),
    M: () => String(shown.getUTCMonth() + 1),
    DD: () => padded(shown.getUTCDate()),
    D: () => String(shown.getUTCDate()),
    dddd: () => day,
    ddd: () => day.slice(0, 3),
    HH: () => padded(shown.getUTCHours()),
    H: () => String(shown.getUTCHours()),
    hh: () => padded(hour12),
    h: () => String(hour12),
    mm: () => padded(shown.getUTCMinutes()),
    m: () => String(shown.getUTCMinutes()),
    ss: () => padded(shown.getUTCSeconds()),
    s: () => String(shown.getUTCSeconds()),
    SSS: () => padded(shown.getUTCMilliseconds(), 3),
    A: () => (shown.getUTCHours() < 12 ? 'AM' : 'PM'),
    a: () => (shown.getUTCHours() < 12 ? 'am' : 'pm'),
    ZZ: () => zone(''),
    Z: () => zone(':'),
    X: () => String(Math.floor(date.getTime() / 1000)),
    x: () => String(date.getTime()),
  };
  return pattern.replace(tokens, (token, literal: string | undefined) => literal ?? values[token]?.() ?? token);
}
