/** The bundle for .http files in the editor; loaded when the first one is visible, or for the first command that needs it. */
export { registerHttpFiles } from '../ui/http-files/register-http-files.ts';
