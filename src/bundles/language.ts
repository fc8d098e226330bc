/** What the editor knows about .http files beyond lenses, as a bundle of its own: it is loaded when the first one is shown. */
export { fileExists } from '../core/language/file-exists.ts';
export { findFindings } from '../core/language/findings.ts';
export { environmentFileProblem } from '../core/variables/environments/environment-file-problem.ts';
export { copyRequestAs } from '../ui/requests/copy-request-as.ts';
export { LanguageFeatures } from '../ui/language/language-features.ts';
export { moveKeys } from '../ui/requests/move-keys.ts';
export { newRequest } from '../ui/requests/new-request.ts';
export { selectEnvironment } from '../ui/language/select-environment.ts';
export { copyPresignedUrl } from '../ui/requests/copy-presigned-url.ts';
