import type { X509Certificate } from 'node:crypto';
import { UserError } from '../../errors.ts';
import { comparableName, isIssuedBy, preference } from './relations.ts';

/** More than any honest bundle needs: few authorities share a name. */
const maximumTries = 2000;

/**
 * Who issued whom among certificates: the name selects and the signature decides. Key identifiers are hints that are often wrong,
 * and are ignored. Repeated certificates count once, and a signature is checked once for each key.
 */
export class IssuerIndex {
  /** Each certificate once, in their order. */
  readonly certificates: readonly X509Certificate[];
  readonly #bySubject: ReadonlyMap<string, readonly X509Certificate[]>;
  readonly #keys = new Map<X509Certificate, string>();
  readonly #verdicts = new Map<string, boolean>();

  constructor(certificates: readonly X509Certificate[]) {
    this.certificates = [...new Map(certificates.map((certificate) => [certificate.fingerprint256, certificate])).values()];
    this.#bySubject = Map.groupBy(this.certificates, ({ subject }) => comparableName(subject));
  }

  /** The number of signatures checked so far. */
  get tries(): number {
    return this.#verdicts.size;
  }

  /**
   * The issuers of the certificate, itself excluded; valid ones and those that last longest first.
   * @throws {UserError} `chain-too-tangled` if that takes too many signature checks
   */
  issuersOf(certificate: X509Certificate): X509Certificate[] {
    return this.#named(certificate)
      .filter((issuer) => this.#signed(certificate, issuer))
      .sort((a, b) => preference(a, b) || (a.fingerprint256 < b.fingerprint256 ? -1 : 1));
  }

  /** Certificates with the issuer's name that did not issue the certificate. @throws {UserError} as {@link issuersOf} */
  namesakesOf(certificate: X509Certificate): X509Certificate[] {
    return this.#named(certificate).filter((namesake) => !this.#signed(certificate, namesake));
  }

  /** The certificate itself if it is among them, else nothing. */
  find({ fingerprint256 }: X509Certificate): readonly X509Certificate[] {
    return this.certificates.filter((certificate) => certificate.fingerprint256 === fingerprint256);
  }

  /** The same text for every certificate of one name and key. */
  authorityOf(certificate: X509Certificate): string {
    return `${comparableName(certificate.subject)} ${this.#keyOf(certificate)}`;
  }

  #named(certificate: X509Certificate): X509Certificate[] {
    const named = this.#bySubject.get(comparableName(certificate.issuer)) ?? [];
    return named.filter(({ fingerprint256 }) => fingerprint256 !== certificate.fingerprint256);
  }

  #signed(certificate: X509Certificate, issuer: X509Certificate): boolean {
    const question = `${certificate.fingerprint256} ${this.#keyOf(issuer)}`;
    const known = this.#verdicts.get(question);
    if (known !== undefined) return known;
    if (this.tries >= maximumTries) throw tooTangled();
    const verdict = isIssuedBy(certificate, issuer);
    this.#verdicts.set(question, verdict);
    return verdict;
  }

  #keyOf(certificate: X509Certificate): string {
    const key = this.#keys.get(certificate) ?? publicKeyText(certificate);
    this.#keys.set(certificate, key);
    return key;
  }
}

function publicKeyText(certificate: X509Certificate): string {
  try {
    return certificate.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  } catch {
    return certificate.fingerprint256;
  }
}

function tooTangled(): UserError {
  return new UserError({
    code: 'chain-too-tangled',
    message: `The certificates hold so many authorities of one name that more than ${maximumTries} signatures would have to be tried.`,
    remedy: 'Leave only the authorities that lead from the certificate to the trust anchor.',
  });
}
