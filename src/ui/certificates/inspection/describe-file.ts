import { isUserError } from '../../../core/errors.ts';
import type { CertificatePorts } from '../certificate-ports.ts';
import { isLocked, readCertificateFile } from '../open-file.ts';

/** What a file is, in a sentence; also why it cannot be told. It asks nothing. */
export async function describeFile(
  { room }: Pick<CertificatePorts, 'room'>,
  path: string,
  password: string | undefined,
): Promise<string> {
  const { readContainer, summarizeContainer } = await room();
  try {
    return summarizeContainer(await readContainer(await readCertificateFile(path), password));
  } catch (error) {
    if (isLocked(error)) return 'Protected by a password that is not stored here.';
    if (isUserError(error)) return error.message;
    throw error;
  }
}
