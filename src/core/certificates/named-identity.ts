import { UserError } from '../errors.ts';
import type { FoundIdentity } from './identities-among.ts';
import { describeCertificate } from './inspection/describe-certificate.ts';

/** Enough digits to tell apart the certificates of one file. */
const fingerprintDigits = 16;
const mostNamed = 4;
const longestSubject = 80;

/** An identity in words. */
export interface NamedIdentity {
  /** `CN=build-7, O=Example`, shortened where it is very long. */
  readonly subject: string;
  /** The day when the certificate expires: `2026-05-01`. */
  readonly until: string;
  /** The beginning of the certificate's SHA-256, in lower-case hex. */
  readonly fingerprint: string;
}

export function nameIdentity({ leaf }: Pick<FoundIdentity, 'leaf'>): NamedIdentity {
  const { subject, notAfter, fingerprintSha256 } = describeCertificate(leaf);
  return {
    subject: subject.length > longestSubject ? `${subject.slice(0, longestSubject)}…` : subject || 'no name',
    until: notAfter.toISOString().slice(0, 10),
    fingerprint: fingerprintSha256.slice(0, fingerprintDigits),
  };
}

/** The error where several people or machines could be meant; `names` are those of the files. */
export function identityAmbiguous(identities: readonly FoundIdentity[], names: string): UserError {
  return new UserError({
    code: 'identity-ambiguous',
    message: `${names} holds ${identities.length} certificates with a private key each: ${listed(identities)}.`,
    remedy: `Set “certificateFingerprint” in the profile to the digits shown with the right one, or choose a file that holds only that one; “Convert Certificate…” writes one.`,
    place: { field: 'certificateFingerprint' },
  });
}

/** The error where the profile names a certificate that is missing or ambiguous. */
export function identityNotFound(identities: readonly FoundIdentity[], names: string, fingerprint: string): UserError {
  return new UserError({
    code: 'identity-not-found',
    message: `${names} holds no certificate with a private key and the fingerprint ${fingerprint}, only ${listed(identities)}.`,
    remedy:
      'Set “certificateFingerprint” in the profile to the digits shown with the right one, or remove it if there is only one.',
    place: { field: 'certificateFingerprint' },
  });
}

function listed(identities: readonly FoundIdentity[]): string {
  const named = identities.slice(0, mostNamed).map((identity) => {
    const { subject, until, fingerprint } = nameIdentity(identity);
    return `${subject} (until ${until}, ${fingerprint})`;
  });
  const rest = identities.length - named.length;
  const all = rest > 0 ? [...named, `${rest} more`] : named;
  return [all.slice(0, -1).join(', '), ...all.slice(-1)].filter((part) => part !== '').join(' and ');
}
