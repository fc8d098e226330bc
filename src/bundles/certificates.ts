/**
 * The bundle for opening, checking, making and showing certificates, and for the sessions obtained with them; loaded when the first
 * certificate is opened.
 */
export { describeCertificate } from '../core/certificates/inspection/describe-certificate.ts';
export { sessionTags } from '../core/certificates/session-tags.ts';
export { certificateFileParts } from '../core/credentials/certificate-file-parts.ts';
export { obtainSession } from '../core/credentials/providers/obtain-session.ts';
export { readProfileIdentity } from '../core/credentials/read-profile-identity.ts';
export { createAuthority } from '../ui/certificates/create-authority.ts';
export { convertCertificate } from '../ui/certificates/convert-certificate.ts';
export { describeFile } from '../ui/certificates/inspection/describe-file.ts';
export { inspectCertificate } from '../ui/certificates/inspection/inspect-certificate.ts';
export { issueCertificate } from '../ui/certificates/issue-certificate.ts';
export { checkProfile } from '../ui/certificates/check-profile.ts';
