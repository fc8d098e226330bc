/** The local sandbox as a bundle of its own: it is loaded when it is first started. */
export { provisionSandbox } from '../sandbox/provision-sandbox.ts';
export { startSandbox } from '../sandbox/start-sandbox.ts';
