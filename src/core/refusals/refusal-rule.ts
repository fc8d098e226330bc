import type { RefusalMeaning, Refusal } from './refusal.ts';
import type { SignedTexts } from '../signing/signed-request.ts';

/** The input of a rule. */
export interface RuleInput {
  readonly refusal: Refusal;
  /** The match of `message`; of the code if a rule has no pattern for the message. */
  readonly match: RegExpExecArray;
  readonly status: number;
  /** The status of the response. */
  readonly headerValue: (name: string) => string | undefined;
  /** What we signed, if the response is to a request of ours. */
  readonly signed: SignedTexts | undefined;
  /** The scope that the request was signed for, if known. */
  readonly scope: { readonly service?: string; readonly region?: string };
  /** The host that was signed, if known. */
  readonly host: string | undefined;
  /** Whether it was signed with a session token; undefined if unknown. */
  readonly hasToken: boolean | undefined;
}

/** One kind of refusal: it applies if all given patterns match. */
export interface RefusalRule {
  readonly code?: RegExp;
  readonly message?: RegExp;
  readonly explain: (input: RuleInput) => RefusalMeaning;
}

/** A time as AWS writes it: `20140325T145251Z`, ISO 8601, or milliseconds since the epoch. */
export function readTime(text: string | undefined): Date | undefined {
  const written = text?.trim() ?? '';
  const compact = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(written);
  const iso = compact === null ? written : written.replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5');
  const time = /^\d{12,14}$/.test(written) ? Number(written) : Date.parse(iso);
  return Number.isNaN(time) ? undefined : new Date(time);
}

/** `3 minutes`, `1 hour`, `2 days`: how far two times are apart, to one significant unit. */
export function span(milliseconds: number): string {
  const seconds = Math.round(Math.abs(milliseconds) / 1000);
  const [count, unit] =
    seconds < 120
      ? [seconds, 'second']
      : seconds < 7200
        ? [Math.round(seconds / 60), 'minute']
        : seconds < 172_800
          ? [Math.round(seconds / 3600), 'hour']
          : [Math.round(seconds / 86_400), 'day'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
