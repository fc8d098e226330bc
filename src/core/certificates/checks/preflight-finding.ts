import type { CertificateRule, ProfileRule } from '../../error-codes.ts';
import { editProfile } from '../../remedies/remedy.ts';
import type { CommandRemedy } from '../../remedies/remedy.ts';

/** What one rule says; a `fail` means that Roles Anywhere will refuse the session. */
export interface PreflightFinding {
  readonly rule: PreflightRule;
  readonly outcome: 'pass' | 'warning' | 'fail';
  readonly message: string;
  readonly remedy?: string;
  /** The remedy that the product offers. */
  readonly fix?: CommandRemedy;
}

/** The name of a rule: `key-matches`, `same-account`. */
export type PreflightRule = CertificateRule | ProfileRule;

/** The remedies that the product offers: converting the certificates, issuing one with a development CA, and so on. */
const remedies = {
  'edit-profile': editProfile,
  'choose-certificate': { ...editProfile, title: 'Choose Another Certificate…', icon: 'folder-opened' },
  convert: { kind: 'command', title: 'Convert Certificate…', icon: 'arrow-swap', command: 'awsAuth.certificate.convert' },
  issue: { kind: 'command', title: 'Issue Certificate…', icon: 'new-file', command: 'awsAuth.certificate.issue' },
} as const satisfies Readonly<Record<string, CommandRemedy>>;

/** A finding without the name of its rule. */
export type Verdict = Omit<PreflightFinding, 'rule' | 'fix'> & { readonly fix?: keyof typeof remedies };

export const pass = (message: string): Verdict => ({ outcome: 'pass', message });

export function fail(message: string, remedy: string, fix?: Verdict['fix']): Verdict {
  return { outcome: 'fail', message, remedy, ...(fix !== undefined && { fix }) };
}

/** One finding for each rule of a table, in its order. */
export function findingsOf<Rule extends PreflightRule, Subject extends readonly unknown[]>(
  rules: Readonly<Record<Rule, (...subject: Subject) => Verdict>>,
  ...subject: Subject
): PreflightFinding[] {
  return (Object.keys(rules) as Rule[]).map((rule) => findingOf(rule, rules[rule](...subject)));
}

export function findingOf(rule: PreflightRule, { fix, ...verdict }: Verdict): PreflightFinding {
  return { rule, ...verdict, ...(fix !== undefined && { fix: remedies[fix] }) };
}

/** The first failure, else the first warning, else `otherwise`. */
export function worst(verdicts: readonly Verdict[], otherwise: Verdict): Verdict {
  return verdicts.find(({ outcome }) => outcome === 'fail') ?? verdicts.find(({ outcome }) => outcome === 'warning') ?? otherwise;
}
