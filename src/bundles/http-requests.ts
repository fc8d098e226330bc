/** .http files in the editor as a bundle of its own: it is loaded when the first one is in sight, or for the first command that needs it. */
export { composeRequests } from '../composition/requests.ts';
