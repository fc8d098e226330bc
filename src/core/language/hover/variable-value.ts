import { isUserError } from '../../errors.ts';
import { mostMegabytes, TooLongToLookAt } from '../../variables/expansion-budget.ts';
import { holdsSecret } from '../../redaction/mask-body.ts';
import { mask } from '../../redaction/mask-by-name.ts';
import type { HttpFile } from '../../http-file/http-file.ts';
import { isSecretName, looksSecret } from '../../redaction/secret-name.ts';
import { VariableResolver, type VariableScope } from '../../variables/variable-resolver.ts';
import { findReferences } from '../../http-file/references.ts';
import { fileDefinitions } from '../../variables/static-variables.ts';
import { originWords, VariableOrigins, type VariableOriginsScope } from '../../variables/variable-origins.ts';
import { type ResponseReference, readResponseReference } from '../../variables/responses/response-variables.ts';
import { isKeyText } from '../literal-keys.ts';

/** The hover of a variable: its value unless it is a secret, and its origin. */
export interface VariableValue {
  /** Undefined if it has none; then `problem` says why. */
  readonly value: string | undefined;
  /** `value` is a mask: the real one may be a secret. */
  readonly masked: boolean;
  readonly problem: string | undefined;
  /** Undefined if it has no source. */
  readonly origin: string | undefined;
}

const longest = 400;
const ofEnvironment = /^\$(?:processEnv|dotenv|env)\b/;

/**
 * Resolves one reference for display. Masks values of private files, values whose names suggest a secret, and texts that look
 * like a secret whatever their name.
 */
export async function variableValue(
  expression: string,
  options: Omit<VariableScope, 'file'> & Omit<VariableOriginsScope, 'file'> & { readonly file: HttpFile },
): Promise<VariableValue> {
  const found = new VariableOrigins(options).of(expression);
  const origin = found && originWords(found);
  if (found?.kind === 'prompt') {
    return { value: undefined, masked: false, problem: 'You are asked for it when the request is sent.', origin };
  }
  const [word = ''] = expression.split(/\s/, 1);
  // Values of the editor's own environment or a .env file are not shown on hover.
  if (ofEnvironment.test(word)) return { value: mask, masked: true, problem: undefined, origin };

  const resolver = new VariableResolver(options);
  const place = { line: 0, character: 0 };
  let text: string;
  try {
    text = await resolver.resolve({ text: `{{${expression}}}`, range: { start: place, end: place } });
  } catch (error) {
    if (error instanceof TooLongToLookAt) {
      const long = `Its value is longer than ${mostMegabytes.looking} MB, which is not shown.`;
      return { value: undefined, masked: false, problem: long, origin };
    }
    if (!isUserError(error)) throw error;
    return { value: undefined, masked: false, problem: `${error.message} ${error.remedy}`, origin };
  }
  const [problem] = resolver.problems;
  if (problem !== undefined) return { value: undefined, masked: false, problem: problem.message, origin };
  const secret =
    mayBeSecret(expression, options) ||
    looksSecret(text) ||
    holdsSecret(text) ||
    isKeyText({ ...emptyDefinition, name: expression, value: text });
  const value = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return { value: secret ? mask : value, masked: secret, problem: undefined, origin };
}

function requestNames({ requests }: HttpFile): ReadonlySet<string> {
  return new Set(requests.flatMap(({ name }) => name ?? []));
}

/** Whether a value, or one that it contains, has a name that suggests a secret, is in a file for secrets or may be a secret of a response. */
function mayBeSecret(
  expression: string,
  { file, environments, environment }: Pick<VariableOriginsScope, 'environments' | 'environment'> & { readonly file: HttpFile },
): boolean {
  const names = requestNames(file);
  const definitions = fileDefinitions(file);
  const [chosen, shared] = [environments.variables(environment), environments.variables(undefined)];
  const seen = new Set([expression]);
  // Not recursive, and each variable once: a file may have any number of them. Additions during the iteration are visited too.
  for (const each of seen) {
    const response = readResponseReference(each, names);
    if (response !== undefined) {
      if (isSecretResponse(response)) return true;
      continue;
    }
    const sharedName = /^\$shared\s+(\S+)$/.exec(each)?.[1];
    const entry = sharedName === undefined ? chosen.get(each) : shared.get(sharedName);
    if (isSecretName(each) || entry?.secret === true || ofEnvironment.test(each)) return true;
    for (const text of [definitions.get(each)?.value, entry?.value]) {
      for (const reference of text === undefined ? [] : findReferences(text)) seen.add(reference.expression);
    }
  }
  return false;
}

/** A whole body may contain anything, and so may a part that is not one plain value: only paths to a field are shown. */
function isSecretResponse({ part, path }: ResponseReference): boolean {
  if (isSecretName(path)) return true;
  if (part !== 'body') return false;
  const isXmlPath = !path.startsWith('$') && /[/(]/.test(path);
  return isXmlPath ? !plainXmlPath.test(path) : !/[\w'")\]]$/.test(path);
}

/** Matches a path that ends in the name of an element or attribute, which says what its text is; a function or `*` may give other texts. */
const plainXmlPath = /[/@](?:[\w.-]+:)?[\w.-]*\w(?:\[[^\]]*\])?(?:\/text\(\))?$/;

const emptyRange = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
const emptyDefinition = { range: emptyRange, nameRange: emptyRange, valueRange: emptyRange };
