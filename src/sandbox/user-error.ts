import type { UserErrorDetails } from '../core/errors.ts';

/** A UserError by its shape: the sandbox takes only types from the core. */
export function userError({ message, cause, ...details }: UserErrorDetails): Error & UserErrorDetails {
  return Object.assign(new Error(message, { cause }), { name: 'UserError', retryable: false, ...details });
}
