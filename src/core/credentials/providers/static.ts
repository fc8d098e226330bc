import { UserError } from '../../errors.ts';
import type { KeyProvider } from './provider.ts';

/** The access key of the settings with its stored secret. @throws {UserError} `secret-missing` */
export const staticKeys: KeyProvider<'static'> = {
  keys: ({ id, name, profile }, secret) => {
    if (secret !== undefined) {
      const { secretAccessKey, sessionToken } = secret;
      return { accessKeyId: profile.accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
    }
    throw new UserError({
      code: 'secret-missing',
      message: `No secret access key is stored for the profile “${name}” on this machine.`,
      remedy: 'Enter its keys.',
      subject: { kind: 'profile', id },
    });
  },
};
