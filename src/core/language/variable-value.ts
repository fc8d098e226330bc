import { isUserError } from '../errors.ts';
import type { HttpFile } from '../http/http-file.ts';
import { findReferences, VariableResolver, type VariableScope } from '../http/variables.ts';
import type { Environments } from '../variables/environments.ts';
import { isSecretName } from '../variables/prompt-variables.ts';
import { readAnswerReference } from '../variables/answer-variables.ts';
import { isKeyText } from './literal-keys.ts';

/** What is told about a variable: its value unless it is a secret, and where it comes from. */
export interface VariableValue {
  /** Undefined where it has none; then `problem` says why. */
  readonly value: string | undefined;
  /** `value` is dots: the real one may be a secret. */
  readonly masked: boolean;
  readonly problem: string | undefined;
  readonly origin: string;
}

const dots = '••••••••';
const longest = 400;

/** Resolves one reference for showing it. Values of private files and of names that say secret are masked. */
export async function variableValue(
  expression: string,
  options: Omit<VariableScope, 'file'> & {
    readonly file: HttpFile;
    readonly environments: Environments;
    readonly environment: string | undefined;
    readonly prompts: readonly string[];
  },
): Promise<VariableValue> {
  const { file, environments, environment, prompts } = options;
  if (prompts.includes(expression)) {
    return { value: undefined, masked: false, problem: 'You are asked for it when the request is sent.', origin: 'a prompt' };
  }
  const [word = ''] = expression.split(/\s/, 1);
  const definition = file.variables.findLast(({ name }) => name === expression);
  const entry = environments.variables(environment).get(expression);
  const origin =
    definition !== undefined
      ? `line ${definition.range.start.line + 1} of this file`
      : entry !== undefined
        ? entry.origin + (environment === undefined ? '' : `, environment “${environment}”`)
        : word.startsWith('$')
          ? 'a system variable'
          : readAnswerReference(expression) !== undefined
            ? 'an earlier request'
            : 'nowhere';
  // What the editor's own environment or a .env file holds is shown to nobody who only points at a name.
  if (word === '$processEnv' || word === '$dotenv') return { value: dots, masked: true, problem: undefined, origin };

  const resolver = new VariableResolver(options);
  const place = { line: 0, character: 0 };
  let text: string;
  try {
    text = await resolver.resolve({ text: `{{${expression}}}`, range: { start: place, end: place } });
  } catch (error) {
    if (!isUserError(error)) throw error;
    return { value: undefined, masked: false, problem: `${error.message} ${error.remedy}`, origin };
  }
  const [problem] = resolver.problems;
  if (problem !== undefined) return { value: undefined, masked: false, problem: problem.message, origin };
  const secret = mayBeSecret(expression, options, 5) || isKeyText({ ...emptyDefinition, name: expression, value: text });
  const value = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return { value: secret ? dots : value, masked: secret, problem: undefined, origin };
}

/** Whether a value, or one that it is made of, has a name that says secret or stands in a file for secrets. */
function mayBeSecret(
  expression: string,
  options: { readonly file: HttpFile; readonly environments: Environments; readonly environment: string | undefined },
  depth: number,
): boolean {
  const { file, environments, environment } = options;
  const entry = environments.variables(environment).get(expression);
  if (isSecretName(expression) || entry?.secret === true || /^\$(?:processEnv|dotenv)\b/.test(expression)) return true;
  const text = `${file.variables.findLast(({ name }) => name === expression)?.value ?? ''} ${entry?.value ?? ''}`;
  return depth > 0 && findReferences(text).some((reference) => mayBeSecret(reference.expression, options, depth - 1));
}

const emptyRange = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
const emptyDefinition = { range: emptyRange, nameRange: emptyRange, valueRange: emptyRange };
