/** What asks and shows where certificates are concerned, as a bundle of its own: it is loaded when the first of its commands runs. */
export { checkProfile } from '../ui/certificates/profile-check.ts';
export { convertCertificate } from '../ui/certificates/convert-wizard.ts';
export { createAuthority } from '../ui/certificates/authority-wizard.ts';
export { describeFile } from '../ui/certificates/inspection/describe-file.ts';
export { inspectCertificate } from '../ui/certificates/inspection/inspect-certificate.ts';
export { issueCertificate } from '../ui/certificates/issue-wizard.ts';
