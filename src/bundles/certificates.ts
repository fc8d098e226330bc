/** The certificates room as a bundle of its own: it is loaded when the first certificate is opened. */
export { arrangeCertificates } from '../core/certificates/chain/arrange-certificates.ts';
export { checkIdentity } from '../core/certificates/checks/check-identity.ts';
export { conversionChoices, convertCertificates } from '../core/certificates/conversion/convert-certificates.ts';
export { bundleOf } from '../core/certificates/conversion/bundle-of.ts';
export { describeCertificate } from '../core/certificates/inspection/describe-certificate.ts';
export { fileBaseName } from '../core/certificates/writing/file-base-name.ts';
export { inspectionMarkdown } from '../core/certificates/inspection/inspection-markdown.ts';
export { createDevelopmentAuthority, issueEndEntity } from '../core/certificates/issue.ts';
export { preflight } from '../core/certificates/checks/preflight.ts';
export { readContainer } from '../core/certificates/read-container.ts';
export { readProfileIdentity } from '../core/credentials/read-profile-identity.ts';
export { readIdentity } from '../core/certificates/read-identity.ts';
export { sessionTags } from '../core/certificates/session-tags.ts';
export { summarizeContainer } from '../core/certificates/inspection/summarize-container.ts';
export { writeDer } from '../core/certificates/write-der.ts';
export { writeFilesSafely } from '../core/certificates/writing/write-files-safely.ts';
export { writePem } from '../core/certificates/write-pem.ts';
export { writePkcs12 } from '../core/certificates/write-pkcs12.ts';
