import type { ErrorCode } from './error-codes.ts';

/** Where in the user's files, settings or inputs something is wrong. Lines and columns count from 1. */
export interface Place {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** The name of a setting, header or input, as the user knows it. */
  readonly field?: string;
}

/** What a failure is about, if something can be done with it. */
export type ErrorSubject =
  | { readonly kind: 'profile'; readonly id: string }
  /** A file that a field of a profile names. */
  | { readonly kind: 'profile-file'; readonly field: string };

export interface UserErrorDetails {
  readonly code: ErrorCode;
  /** One sentence: what failed and why. Holds no secret. */
  readonly message: string;
  /** One sentence: what to do next. Holds no secret. */
  readonly remedy: string;
  readonly place?: Place;
  readonly subject?: ErrorSubject;
  /** The name of the request in the same file that has to be sent first. */
  readonly unsentRequest?: string | undefined;
  /** Whether the same call may succeed later without any change. */
  readonly retryable?: boolean;
  readonly cause?: unknown;
}

/** A failure that a person can act on. The core throws no other kind on purpose; `ui` shows it in one place. */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly code: ErrorCode;
  readonly remedy: string;
  readonly place: Place | undefined;
  readonly subject: ErrorSubject | undefined;
  readonly unsentRequest?: string | undefined;
  readonly retryable: boolean;

  constructor(details: UserErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = details.code;
    this.remedy = details.remedy;
    this.place = details.place;
    this.subject = details.subject;
    this.unsentRequest = details.unsentRequest;
    this.retryable = details.retryable ?? false;
  }
}

/** Recognises a UserError of any bundle: each lazy bundle carries its own copy of the class, so `instanceof` is not enough. */
export function isUserError(error: unknown): error is UserError {
  return error instanceof Error && error.name === 'UserError' && 'code' in error && 'remedy' in error;
}
