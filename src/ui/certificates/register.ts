import { AuthorityStore } from '../../storage/authority-store.ts';
import type { Services } from '../kit/services.ts';
import type { createAuthority } from './create-authority.ts';
import type { CertificatePorts } from './certificate-ports.ts';
import type { convertCertificate } from './convert-certificate.ts';
import { registerCertificateHover } from './inspection/register-certificate-hover.ts';
import type { describeFile } from './inspection/describe-file.ts';
import type { inspectCertificate } from './inspection/inspect-certificate.ts';
import { InspectionDocuments } from './inspection/inspection-documents.ts';
import type { issueCertificate } from './issue-certificate.ts';
import type { checkProfile } from './check-profile.ts';

/** The wizards and views of certificates. */
export interface CertificateWizards {
  readonly checkProfile: typeof checkProfile;
  readonly convertCertificate: typeof convertCertificate;
  readonly createAuthority: typeof createAuthority;
  readonly describeFile: typeof describeFile;
  readonly inspectCertificate: typeof inspectCertificate;
  readonly issueCertificate: typeof issueCertificate;
}

/** Registers the commands of certificates and the hover in settings. @param wizards loaded when the first of them runs */
export function registerCertificates(
  services: Services,
  wizards: () => Promise<CertificateWizards>,
  addProfile: CertificatePorts['addProfile'],
): void {
  const { store, commands, context, vault, profiles, active, paths, password } = services;
  const authorities = new AuthorityStore(context.globalState, vault);
  const documents = store.add(new InspectionDocuments());
  const ports: CertificatePorts = { profiles, active, paths, password, authorities, documents, addProfile };
  store.add(commands.register('awsAuth.certificate.convert', async (file) => (await wizards()).convertCertificate(ports, file)));
  store.add(commands.register('awsAuth.certificate.inspect', async (file) => (await wizards()).inspectCertificate(ports, file)));
  store.add(commands.register('awsAuth.certificate.createAuthority', async () => (await wizards()).createAuthority(ports)));
  store.add(commands.register('awsAuth.certificate.issue', async () => (await wizards()).issueCertificate(ports)));
  store.add(commands.register('awsAuth.profile.check', async (profile) => (await wizards()).checkProfile(ports, profile)));
  const describe = async (path: string, secret: string | undefined): Promise<string> =>
    (await wizards()).describeFile(path, secret);
  store.add(registerCertificateHover({ profiles, paths, password, describe }));
}
