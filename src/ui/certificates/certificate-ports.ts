import type * as CertificatesRoom from '../../bundles/certificates.ts';
import type { PathBase } from '../../core/profiles/resolve-path.ts';
import type { ActiveProfile } from '../../storage/active-profile.ts';
import type { AuthorityStore } from '../../storage/authority-store.ts';
import type { ProfileStore } from '../../storage/profile-store.ts';
import type { InspectionDocuments } from './inspection/inspection-documents.ts';

/** A certificate that a profile is to be made with. */
export interface CertificatePrefill {
  /** Absolute path. */
  readonly certificate: string;
  readonly privateKey?: string;
  readonly certificateChain?: string;
  readonly password?: string;
}

/** What the wizards and views of certificates need of the rest. */
export interface CertificatePorts {
  readonly room: () => Promise<typeof CertificatesRoom>;
  readonly profiles: ProfileStore;
  readonly active: ActiveProfile;
  readonly paths: PathBase;
  readonly authorities: AuthorityStore;
  readonly documents: InspectionDocuments;
  /** The stored password of a profile's certificate. */
  readonly password: (profileId: string) => Promise<string | undefined>;
  /** Opens the profile wizard with the certificate filled in. */
  readonly addProfile: (prefill: CertificatePrefill) => Promise<void>;
}
