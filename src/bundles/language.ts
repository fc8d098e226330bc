/** The bundle of language features for .http files, all but the lenses; loaded when the first file is shown. */
export { fileExists } from '../core/language/file-exists.ts';
export { findFindings } from '../core/language/findings.ts';
export { environmentFileProblem } from '../core/variables/environments/environment-file-problem.ts';
export { copyRequestAs } from '../ui/requests/copy-request-as.ts';
export { LanguageFeatures } from '../ui/language/language-features.ts';
export { moveKeys } from '../ui/requests/move-keys.ts';
export { newRequest } from '../ui/requests/new-request.ts';
export { selectEnvironment } from '../ui/language/select-environment.ts';
export { copyPresignedUrl } from '../ui/requests/copy-presigned-url.ts';
