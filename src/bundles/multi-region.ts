/** The SigV4a bundle; loaded when the first request for a set of regions is signed. */
export { sigv4a } from '../core/signing/algorithms/sigv4a.ts';
