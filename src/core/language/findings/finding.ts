import type { ErrorCode } from '../../error-codes.ts';
import { wholeLines } from '../../http-file/text-edit.ts';
import type { HttpFileRequest, Range } from '../../http-file/http-file.ts';
import type { Remedy } from '../../remedies/remedy.ts';
import type { ChosenEnvironment } from '../../variables/environments/chosen-environment.ts';
import type { Environments } from '../../variables/environments/environments.ts';

/** The code of the error that stops the request, or of a hint. */
export type FindingCode =
  | ErrorCode
  | 'directive-skipped'
  | 'form-field-without-value'
  | 'payload-unsigned'
  | 'percent-unencoded'
  | 'plus-is-blank'
  | 'profile-restricted'
  | 'service-missing'
  | 'service-unknown'
  | 'session-expired'
  | 'variable-encoded-already';

/** Something to report about a place of the file; an `error` keeps the request from being sent. Holds no secret. */
export interface Finding {
  readonly code: FindingCode;
  readonly message: string;
  readonly range: Range;
  readonly severity: 'error' | 'warning' | 'information';
  readonly fixes: readonly Remedy[];
}

/** The profiles that requests can name. */
export interface KnownProfiles {
  readonly profileNames: readonly string[];
  /** Whether the workspace is untrusted, so that its profiles are not among the names. */
  readonly isRestricted?: boolean;
  /** Undefined when no profile is active. */
  readonly activeProfile: string | undefined;
  /** The id of a profile whose session has expired, by its name. */
  readonly expiredProfile: (name: string) => string | undefined;
}

export interface FindingsPorts extends ChosenEnvironment, KnownProfiles {
  readonly environments: Environments;
  /** The text that the file was read from. */
  readonly text: string;
  /** Whether the file behind a path of the text exists; undefined where that cannot be told yet. */
  readonly fileExists: (path: string) => Promise<boolean | undefined>;
  /** Whether requests that are for another HTTP client are left to it. */
  readonly isOurs: (request: HttpFileRequest) => boolean;
  /** Ends the search, which an edit makes worthless. */
  readonly signal?: AbortSignal;
  /** Whether a request is meant for AWS. */
  readonly isAws: (request: HttpFileRequest) => boolean;
}

/** Removes the line of a range. */
export function removeLine(range: Range, title = 'Remove This Line'): Remedy {
  return { kind: 'edit', title, edits: [{ range: wholeLines(range), text: '' }] };
}
