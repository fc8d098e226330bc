/** .http files in the editor as a bundle of its own: it is loaded when the first one is in sight, or for the first command that needs it. */
export { registerHttpFiles } from '../ui/http-files/register-http-files.ts';
