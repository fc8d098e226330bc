import type { PasswordForms } from './password-forms.ts';

/** Name, password and cancellation that every reader of one file is given. */
export interface DecryptionContext {
  /** The file's name, for messages. */
  readonly name: string;
  /** Whether the user gave a password at all; without one a failure asks for it. */
  readonly hasPassword: boolean;
  readonly forms: PasswordForms;
  readonly signal: AbortSignal | undefined;
}
