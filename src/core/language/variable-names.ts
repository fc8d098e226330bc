import type { UserError } from '../errors.ts';
import type { HttpFile, HttpFileRequest } from '../http/http-file.ts';
import { randomVariableUsages } from '../variables/random-variables.ts';
import type { Environments } from '../variables/environments.ts';
import { promptsOf } from '../variables/prompt-variables.ts';
import { readAnswerReference } from '../variables/answer-variables.ts';

/** The system variables, with how they are written. */
export const systemVariableUsages: Readonly<Record<string, string>> = {
  $guid: '$guid',
  $uuid: '$uuid',
  $timestamp: '$timestamp -1 d',
  $isoTimestamp: '$isoTimestamp',
  $datetime: '$datetime iso8601 1 d',
  $localDatetime: '$localDatetime rfc1123',
  $randomInt: '$randomInt 1 100',
  $processEnv: '$processEnv NAME',
  $dotenv: '$dotenv NAME',
  $env: '$env.NAME',
  ...randomVariableUsages,
};

/** Which variables a file's requests can use. */
export interface KnownVariables {
  /** Of the file and the chosen environment. */
  readonly names: ReadonlySet<string>;
  /** The file's named requests, whose answers can be referred to. */
  readonly requestNames: ReadonlySet<string>;
  /** The environments that have a variable, for those which the chosen one has not. */
  readonly elsewhere: ReadonlyMap<string, readonly string[]>;
  /** Where a file of the environments cannot be read; no variable of them has a value then. */
  readonly failure: UserError | undefined;
}

/** Gathers them; nothing is asked or evaluated. */
export function knownVariables(file: HttpFile, environments: Environments, environment: string | undefined): KnownVariables {
  const { failure } = environments;
  const requestNames = new Set(file.requests.flatMap(({ name }) => name ?? []));
  const names = new Set(file.variables.map(({ name }) => name));
  const elsewhere = new Map<string, string[]>();
  if (failure !== undefined) return { names, requestNames, elsewhere, failure };
  for (const name of environments.variables(environment).keys()) names.add(name);
  for (const other of environments.names) {
    for (const name of environments.variables(other).keys()) {
      if (!names.has(name)) elsewhere.set(name, [...(elsewhere.get(name) ?? []), other]);
    }
  }
  return { names, requestNames, elsewhere, failure };
}

/** Whether a reference will have a value when its request is sent, as far as that can be known before. */
export function isKnownVariable(expression: string, request: HttpFileRequest | undefined, known: KnownVariables): boolean {
  if (known.names.has(expression)) return true;
  const [word = ''] = expression.split(/[\s(]/, 1);
  if (/^\$env\.\S+$/.test(expression)) return true;
  if (word === '$shared' || Object.hasOwn(systemVariableUsages, word)) return true;
  if (request !== undefined && promptsOf(request.directives).some(({ name }) => name === expression)) return true;
  const answer = readAnswerReference(expression);
  return answer !== undefined && known.requestNames.has(answer.name);
}
