import { stat } from 'node:fs/promises';
import { EventSource } from '../core/event.ts';
import type { Event } from '../core/event.ts';
import type { CertificateChange, CertificateSummary } from '../core/profiles/certificate-summary.ts';
import type { CertificateProfile } from '../core/profiles/kinds.ts';
import { resolveProfilePath } from '../core/profiles/resolve-profile-path.ts';
import type { PathBase } from '../core/profiles/resolve-profile-path.ts';
import type { ChoicePort } from './active-profile.ts';

interface Entry extends CertificateSummary {
  /** Absolute path and modification time in milliseconds: if either changes, the file is read again. */
  readonly path: string;
  readonly modified: number;
}

const key = 'certificateSummaries';

/** Remembers summaries of certificates, so that the tree need not open them (nor load the code for that). Public facts only. */
export class CertificateSummaries {
  readonly #memory: ChoicePort;
  readonly #paths: PathBase;
  readonly #read: (profileId: string, profile: CertificateProfile) => Promise<CertificateSummary>;
  readonly #failures = new Map<string, { readonly path: string; readonly modified: number; readonly error: Error }>();
  readonly #changed = new EventSource<CertificateChange>();
  readonly onDidChange: Event<CertificateChange> = this.#changed.event;

  constructor(
    memory: ChoicePort,
    paths: PathBase,
    read: (profileId: string, profile: CertificateProfile) => Promise<CertificateSummary>,
  ) {
    this.#memory = memory;
    this.#paths = paths;
    this.#read = read;
  }

  /** The remembered summary of this profile's file, without looking at the file. */
  known(profileId: string, profile: CertificateProfile): CertificateSummary | undefined {
    const entry = this.#entries()[profileId];
    return entry?.path === resolveProfilePath(profile.certificate, this.#paths) ? entry : undefined;
  }

  /** The last result of {@link get} for this profile's file, or its failure, without looking at the file. */
  last(profileId: string, profile: CertificateProfile): CertificateSummary | Error | undefined {
    const failure = this.#failures.get(profileId);
    const isOfFile = failure?.path === resolveProfilePath(profile.certificate, this.#paths);
    return isOfFile ? failure.error : this.known(profileId, profile);
  }

  /** The current summary of the file, which is opened only if it changed. @throws {UserError} why it cannot be read */
  async get(profileId: string, profile: CertificateProfile): Promise<CertificateSummary> {
    const path = resolveProfilePath(profile.certificate, this.#paths);
    const modified = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    );
    const known = this.#entries()[profileId];
    if (known?.path === path && known.modified === modified) {
      this.#failures.delete(profileId);
      return known;
    }
    const failure = this.#failures.get(profileId);
    if (failure?.path === path && failure.modified === modified) throw failure.error;
    const summary = await this.#read(profileId, profile).catch((error: unknown) => {
      const remembered = error instanceof Error ? error : new Error(String(error));
      this.#failures.set(profileId, { path, modified, error: remembered });
      throw remembered;
    });
    this.#failures.delete(profileId);
    await this.#memory.update(key, { ...this.#entries(), [profileId]: { ...summary, path, modified } satisfies Entry });
    this.#changed.fire({ before: known?.path === path ? known : undefined, after: summary });
    return summary;
  }

  /** After a new password, a file that could not be opened is tried again. */
  forgetFailure(profileId: string): void {
    if (this.#failures.delete(profileId)) this.#changed.fire({ before: undefined, after: undefined });
  }

  #entries(): Readonly<Record<string, Entry | undefined>> {
    return (this.#memory.get(key) ?? {}) as Record<string, Entry | undefined>;
  }
}
