import { type KeyObject, X509Certificate } from 'node:crypto';
import { type UserError, isUserError } from '../../errors.ts';
import { damaged } from './problems.ts';

export interface FoundCertificate {
  readonly certificate: X509Certificate;
  /** The name that a PKCS#12 file gives it. */
  readonly friendlyName: string | undefined;
}

export interface FoundKey {
  readonly key: KeyObject;
  readonly friendlyName: string | undefined;
}

/** The parts of one file as its readers collect them, in the file's order. */
export interface ContainerContents {
  readonly certificates: FoundCertificate[];
  readonly keys: FoundKey[];
  /** How parts are protected, each kind once, readable. */
  readonly protection: Set<string>;
  /** Parts that could not be used, each with its reason; the other parts stay usable. */
  readonly problems: UserError[];
}

export function addCertificate(contents: ContainerContents, der: Buffer, name: string, friendlyName?: string): void {
  try {
    contents.certificates.push({ certificate: new X509Certificate(der), friendlyName });
  } catch (error) {
    contents.problems.push(damaged(name, 'a certificate in it cannot be read', error));
  }
}

/** Runs `read`; a UserError in it becomes the problem of one part, so that the others stay usable. */
export async function attempt(contents: ContainerContents, read: () => void | Promise<void>): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (!isUserError(error)) {
      throw error;
    }
    contents.problems.push(error);
  }
}
