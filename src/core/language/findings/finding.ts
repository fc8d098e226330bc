import { wholeLines } from '../../http-file/text-edit.ts';
import type { HttpFileRequest, Range } from '../../http-file/http-file.ts';
import type { TextEdit } from '../../http-file/text-edit.ts';
import type { Environments } from '../../variables/environments/environments.ts';

/** What a quick fix does beyond changing the text. */
export type FixAction =
  | 'select-environment'
  | 'add-profile'
  | 'start-sandbox'
  | 'manage-trust'
  | 'move-keys'
  | 'renew-session'
  | 'create-file'
  | 'open-environment-file';

/** A way out of a finding. */
export interface Fix {
  readonly title: string;
  readonly edits?: readonly TextEdit[];
  readonly action?: FixAction;
  /** The line (from 0) of the request that the action is about, where the finding stands elsewhere. */
  readonly line?: number;
  /** The name of the profile that the action is about. */
  readonly profile?: string;
  /** Whether it is the one that most people want. */
  readonly preferred?: boolean;
}

/** Something worth telling about a place of the file; an `error` keeps the request from being sent. Holds no secret. */
export interface Finding {
  readonly code: string;
  readonly message: string;
  readonly range: Range;
  readonly severity: 'error' | 'warning' | 'information';
  readonly fixes: readonly Fix[];
}

export interface FindingsPorts {
  /** The text that the file was read from. */
  readonly text: string;
  readonly environments: Environments;
  /** The chosen one. */
  readonly environment: string | undefined;
  /** Whether an environment's variables win over the file's. */
  readonly environmentFirst: boolean;
  readonly profileNames: readonly string[];
  /** Whether the workspace is not trusted, so that its profiles are not among the names. */
  readonly isRestricted?: boolean;
  /** Undefined when no profile is active. */
  readonly activeProfile: string | undefined;
  readonly hasExpiredSession: (profileName: string) => boolean;
  /** Whether the file behind a path of the text exists; undefined where that cannot be told yet. */
  readonly fileExists: (path: string) => Promise<boolean | undefined>;
  /** Requests that belong to another HTTP client are left to it. */
  readonly isOurs: (request: HttpFileRequest) => boolean;
  /** Ends the search, as an edit makes it worthless. */
  readonly signal?: AbortSignal;
  /** Whether a request is meant for AWS. */
  readonly isAws: (request: HttpFileRequest) => boolean;
}

/** Takes the line of a range out. */
export function removeLine(range: Range, title = 'Remove This Line'): Fix {
  return { title, edits: [{ range: wholeLines(range), text: '' }] };
}
