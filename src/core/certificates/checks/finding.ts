/** What one rule says; a `fail` means that Roles Anywhere will refuse the session. */
export interface Finding {
  /** Stable, kebab-case: `key-matches`, `not-expired`. */
  readonly rule: string;
  readonly outcome: 'pass' | 'warning' | 'fail';
  readonly message: string;
  readonly remedy?: string;
  /** What the product can do about it right away. */
  readonly fix?: Fix;
}

/** `convert`: write the same certificates into other files; `issue`: issue a certificate with a development CA. */
export type Fix = 'edit-profile' | 'choose-certificate' | 'convert' | 'issue';

/** A finding before it has the name of its rule. */
export type Verdict = Omit<Finding, 'rule'>;

export const pass = (message: string): Verdict => ({ outcome: 'pass', message });

export function fail(message: string, remedy: string, fix?: Fix): Verdict {
  return { outcome: 'fail', message, remedy, ...(fix !== undefined && { fix }) };
}

/** The first failure, else the first warning, else `otherwise`. */
export function worst(verdicts: readonly Verdict[], otherwise: Verdict): Verdict {
  return verdicts.find(({ outcome }) => outcome === 'fail') ?? verdicts.find(({ outcome }) => outcome === 'warning') ?? otherwise;
}
