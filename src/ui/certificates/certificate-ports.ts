import type { AuthorityStore } from '../../storage/authority-store.ts';
import type { Services } from '../kit/services.ts';
import type { InspectionDocuments } from './inspection/inspection-documents.ts';

/** A certificate to create a profile with. */
export interface CertificatePrefill {
  /** Absolute path. */
  readonly certificate: string;
  readonly privateKey?: string;
  readonly certificateChain?: string;
  readonly password?: string;
}

/** What certificate wizards and views need from other features. */
export interface CertificatePorts extends Pick<Services, 'profiles' | 'active' | 'paths' | 'password'> {
  readonly authorities: AuthorityStore;
  readonly documents: InspectionDocuments;
  /** Opens the profile wizard with the certificate filled in. */
  readonly addProfile: (prefill: CertificatePrefill) => Promise<void>;
}
