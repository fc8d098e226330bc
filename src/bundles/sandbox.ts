/** The local sandbox as a bundle of its own: it is loaded when it is first started. */
export { launchSandbox } from '../ui/sandbox/launch-sandbox.ts';
