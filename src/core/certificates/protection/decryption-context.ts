import type { PasswordForms } from './password-forms.ts';

/** The name, password and abort signal that every reader of one file gets. */
export interface DecryptionContext {
  /** The file's name, for messages. */
  readonly name: string;
  /** Whether the user gave a password; without one, a failure asks for it. */
  readonly hasPassword: boolean;
  readonly forms: PasswordForms;
  readonly signal: AbortSignal | undefined;
}
