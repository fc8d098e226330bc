import { isUserError, type UserError } from '../errors.ts';

/** A failure that another password may mend. */
export type Locked = UserError & { readonly code: 'password-required' | 'password-wrong' };

/** Whether another password may give more of what could not be opened. */
export function isLocked(error: unknown): error is Locked {
  return isUserError(error) && (error.code === 'password-required' || error.code === 'password-wrong');
}

/**
 * Opens what may be closed by a password: with the one that is known, and then with those that a person is asked for, as long as one is
 * missing or wrong.
 *
 * @param askPassword asks for another password, given why one is needed; undefined when the person leaves
 * @returns what was opened, or undefined when the person left
 * @throws whatever `open` throws that no other password can mend, and what `askPassword` throws
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
