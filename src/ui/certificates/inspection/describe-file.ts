import { readContainer } from '../../../core/certificates/read-container.ts';
import { summarizeContainer } from '../../../core/certificates/inspection/summarize-container.ts';
import { isUserError } from '../../../core/errors.ts';
import { isLocked } from '../../../core/credentials/with-password.ts';
import { readCertificateFile } from '../open-file.ts';

/** Describes a file in a sentence, or says why it cannot. Never asks. */
export async function describeFile(path: string, password: string | undefined): Promise<string> {
  try {
    return summarizeContainer(await readContainer(await readCertificateFile(path), password));
  } catch (error) {
    if (isLocked(error)) return 'Protected by a password that is not stored here.';
    if (isUserError(error)) return error.message;
    throw error;
  }
}
