import { UserError } from '../errors.ts';
import { directivesNamed } from '../http-file/directives.ts';
import type { Directive } from '../http-file/http-file.ts';
import { isSecretName } from '../redaction/secret-name.ts';
import type { VariableSource } from './variable-source.ts';

/** `# @prompt name description` above a request. */
export interface Prompt {
  readonly name: string;
  /** Empty if none is written. */
  readonly description: string;
  /** Whether the input is hidden. */
  readonly password: boolean;
}

/** The prompts among a request's directives. */
export function promptsOf(directives: readonly Directive[]): Prompt[] {
  return directivesNamed(directives, 'prompt').flatMap(({ value }) => {
    const [, name, description = ''] = /^(\S+)\s*([^]*)$/.exec(value) ?? [];
    return name === undefined ? [] : [{ name, description, password: isSecretName(name) }];
  });
}

/**
 * Asks for the values of a request's prompts when they are first needed, each once for the lifetime of the source.
 * @param ask gives the input, undefined if the person left; then `cancelled` is thrown
 */
export function promptVariables(
  prompts: readonly Prompt[],
  ask: (prompt: Prompt) => Promise<string | undefined>,
): VariableSource {
  const responses = new Map<string, Promise<string | undefined>>();
  return {
    async find(expression) {
      const prompt = prompts.findLast(({ name }) => name === expression);
      if (prompt === undefined) return undefined;
      const asked = responses.get(expression) ?? ask(prompt);
      responses.set(expression, asked);
      const value = await asked;
      if (value !== undefined) return { value };
      throw new UserError({ code: 'cancelled', message: 'Cancelled.', remedy: 'Send again when you want to.' });
    },
  };
}
