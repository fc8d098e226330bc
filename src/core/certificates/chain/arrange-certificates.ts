import type { CertificateBundle } from '../identity.ts';
import type { Container } from '../read-container.ts';
import { belongsTo } from './belongs-to.ts';
import { IssuerIndex } from './issuer-index.ts';
import { issuersAmong } from './issuer-path.ts';
import { preference } from './relations.ts';

/**
 * The certificates of containers as one bundle, with the private key if there is one: for files that may hold certificates alone
 * (DER, PKCS#7). A certificate with a key comes first, then one that issued none of the others. Undefined if there is no
 * certificate. Throws UserError `chain-too-tangled`.
 */
export function arrangeCertificates(
  containers: readonly Pick<Container, 'certificates' | 'keys'>[],
): CertificateBundle | undefined {
  const certificates = containers.flatMap((container) => container.certificates.map(({ certificate }) => certificate));
  const keys = containers.flatMap((container) => container.keys.map(({ key }) => key));
  const index = new IssuerIndex(certificates);
  const issuers = new Set(index.certificates.flatMap((certificate) => index.issuersOf(certificate)));
  const [first] = index.certificates
    .map((leaf) => ({
      leaf,
      key: keys.find((key) => belongsTo(key, leaf)),
      isIssuer: issuers.has(leaf),
    }))
    .sort(
      (a, b) =>
        Number(a.key === undefined) - Number(b.key === undefined) ||
        Number(a.isIssuer) - Number(b.isIssuer) ||
        Number(a.leaf.ca) - Number(b.leaf.ca) ||
        preference(a.leaf, b.leaf),
    );
  return first && { leaf: first.leaf, ...issuersAmong(first.leaf, certificates), key: first.key };
}
