/** The bundle of the local sandbox; loaded when the sandbox is first started. */
export { launchSandbox } from '../ui/sandbox/launch-sandbox.ts';
