/** What the editor knows about .http files beyond lenses, as a bundle of its own: it is loaded when the first one is shown. */
export { fileExists } from '../core/language/file-exists.ts';
export { findFindings } from '../core/language/findings.ts';
export { environmentFileProblem } from '../core/variables/environment-file-problem.ts';
export { copyRequestAs } from '../ui/http-editor/copy-request-as.ts';
export { LanguageFeatures } from '../ui/http-editor/language-features.ts';
export { moveKeys } from '../ui/http-editor/move-keys.ts';
export { newRequest } from '../ui/http-editor/new-request.ts';
export { selectEnvironment } from '../ui/http-editor/select-environment.ts';
export { copyPresignedUrl } from '../ui/signing/copy-presigned-url.ts';
