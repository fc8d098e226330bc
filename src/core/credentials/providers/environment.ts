import { UserError } from '../../errors.ts';
import type { KeyProvider } from './provider.ts';

/**
 * The access key of the environment, read anew at each use.
 * @throws {UserError} `environment-keys-missing`, `environment-keys-incomplete`, `environment-keys-empty`
 */
export const environmentKeys: KeyProvider<'environment'> = {
  keys: ({ name }) => {
    const accessKeyId = valueOf('AWS_ACCESS_KEY_ID');
    const secretAccessKey = valueOf('AWS_SECRET_ACCESS_KEY');
    const sessionToken = valueOf('AWS_SESSION_TOKEN');
    if (accessKeyId && secretAccessKey) return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
    const values = [accessKeyId, secretAccessKey];
    const isUnset = values.every((value) => value === undefined);
    const isEmpty = values.includes('');
    const states = `AWS_ACCESS_KEY_ID is ${stateOf(accessKeyId)}, AWS_SECRET_ACCESS_KEY is ${stateOf(secretAccessKey)}`;
    throw new UserError({
      code: isUnset ? 'environment-keys-missing' : isEmpty ? 'environment-keys-empty' : 'environment-keys-incomplete',
      message: `The environment variables of VS Code hold no access key for the profile “${name}”: ${states}.`,
      remedy: 'Quit VS Code and start it from a shell that has both, or choose another profile.',
    });
  },
};

/** Blanks around a value, as `set NAME=value ` leaves them, are none of it. */
function valueOf(variable: string): string | undefined {
  return process.env[variable]?.trim();
}

function stateOf(value: string | undefined): string {
  return value === undefined ? 'not set' : value === '' ? 'empty' : 'set';
}
