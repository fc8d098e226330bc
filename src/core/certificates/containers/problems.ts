import { UserError } from '../../errors.ts';

/** Errors in a certificate file; `name` is the file's name. */

export function passwordRequired(name: string): UserError {
  return new UserError({
    code: 'password-required',
    message: `${name} is protected by a password.`,
    remedy: 'Enter the password that was set when the file was exported.',
    place: { file: name },
  });
}

/** A wrong check value does not distinguish a wrong password from changed bytes. */
export function passwordWrong(name: string, cause?: unknown): UserError {
  return new UserError({
    code: 'password-wrong',
    message: `The password does not open ${name}: either it is wrong or the file is damaged.`,
    remedy:
      'Check the password (capitals, keyboard layout) and try again; if it is right, get the file again from where it came from.',
    place: { file: name },
    cause,
  });
}

export function damaged(name: string, why: string, cause?: unknown): UserError {
  return new UserError({
    code: 'certificate-damaged',
    message: `${name} is damaged or incomplete: ${why}.`,
    remedy: 'Export or download the file again and make sure that it was copied whole and as binary.',
    place: { file: name },
    cause,
  });
}

/** `what` names the algorithm or feature, including the noun: `the cipher Camellia-256-CBC`. */
export function unsupported(name: string, what: string, cause?: unknown): UserError {
  return new UserError({
    code: 'unsupported-algorithm',
    message: `${name} uses ${what}, which cannot be read here.`,
    remedy: 'Export it again with a common algorithm, for example as PKCS#12 with AES-256, and with an RSA or EC key.',
    place: { file: name },
    cause,
  });
}

/** `what` names the kind of key, with its article. */
export function unsupportedKey(name: string, what: string, cause?: unknown): UserError {
  return new UserError({
    code: 'unsupported-algorithm',
    message: `${name} uses ${what}, which cannot be read here.`,
    remedy: 'Have a certificate issued for an RSA key, or for an EC key on the curve P-256 or P-384.',
    place: { file: name },
    cause,
  });
}

export function tooManyIterations(name: string, iterations: number, limit: number): UserError {
  return new UserError({
    code: 'iterations-too-many',
    message: `${name} asks for ${iterations} rounds of key derivation; at most ${limit} are accepted.`,
    remedy:
      'Export the file again with fewer iterations; a file that asks for this many is usually damaged or made to block its reader.',
    place: { file: name },
  });
}

/** `what` completes "<name> is …". */
export function notACertificate(name: string, what: string, remedy?: string): UserError {
  return new UserError({
    code: 'not-a-certificate',
    message: `${name} ${what}.`,
    remedy: remedy ?? 'Choose a PFX (.p12, .pfx), PEM (.pem, .crt, .key), DER (.cer, .der) or PKCS#7 (.p7b) file.',
    place: { file: name },
  });
}
