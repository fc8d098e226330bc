import { arrangeCertificates } from '../chain/arrange-certificates.ts';
import { type IdentityChoice, identityOf } from '../identity-of.ts';
import type { CertificateBundle } from '../identity.ts';
import type { Container } from '../read-container.ts';

/**
 * The certificates of opened containers, with the key if there is one. `choose` is asked which of several identities is meant.
 * Throws UserError as `identityOf` does; `certificate-missing` if there are only keys.
 */
export async function bundleOf(containers: readonly Container[], choose?: IdentityChoice['choose']): Promise<CertificateBundle> {
  const keyless = containers.every(({ keys }) => keys.length === 0);
  const bundle = keyless ? arrangeCertificates(containers) : undefined;
  // Parts that cannot be read were reported when their files were opened; the others can be used without them.
  return (
    bundle ??
    identityOf(
      containers.map((container) => ({ ...container, problems: [] })),
      { choose },
    )
  );
}
