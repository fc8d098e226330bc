import { isUserError, type UserError } from '../errors.ts';

/** A failure that another password may resolve. */
export type Locked = UserError & { readonly code: 'password-required' | 'password-wrong' };

/** Whether another password may open more parts. */
export function isLocked(error: unknown): error is Locked {
  return isUserError(error) && (error.code === 'password-required' || error.code === 'password-wrong');
}

/**
 * Opens what may be protected by a password: first with the known one, then with those that a person enters, as long as one is
 * missing or wrong.
 *
 * @param askPassword asks for another password, given why one is needed; undefined when the person leaves
 * @returns what was opened, or undefined if the person left
 * @throws whatever `open` throws that no other password can resolve, and what `askPassword` throws
 */
export async function withPassword<T, Left extends undefined = never>(
  known: string | undefined,
  open: (password: string | undefined) => Promise<T>,
  askPassword: (locked: Locked) => Promise<string | Left>,
): Promise<T | Left> {
  for (let password = known; ;) {
    try {
      return await open(password);
    } catch (error) {
      if (!isLocked(error)) throw error;
      const entered = await askPassword(error);
      if (entered === undefined) return entered;
      password = entered;
    }
  }
}
