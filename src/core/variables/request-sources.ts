import { systemVariables } from '../http/system-variables.ts';
import type { HttpFile, HttpFileRequest } from '../http/http-file.ts';
import type { VariableScope, VariableSource } from '../http/variables.ts';
import type { Environments } from './environments.ts';
import { type Prompt, promptsOf, promptVariables } from './prompt-variables.ts';

export interface RequestSourcesOptions {
  readonly file: HttpFile;
  readonly request: HttpFileRequest;
  /** Absolute folder of the file, where `$dotenv` starts. */
  readonly directory: string | undefined;
  /** Read when a reference asks for the first time: most requests need none. @throws {UserError} `environment-file-invalid` */
  readonly environments: () => Promise<Environments>;
  /** The chosen environment. */
  readonly environment: string | undefined;
  /** Whether an environment's variables win over the file's, as in JetBrains' client. */
  readonly environmentFirst: boolean;
  /** What earlier requests of the file gave. */
  readonly answers: VariableSource;
  /** Undefined where nobody can be asked; prompts then have no value. */
  readonly ask: ((prompt: Prompt) => Promise<string | undefined>) | undefined;
}

/** Where the variables of one request come from, in order: system, prompts, earlier answers, the file, the environment. */
export function requestSources(
  options: RequestSourcesOptions,
): Required<Pick<VariableScope, 'sourcesBeforeFile' | 'sourcesAfterFile'>> {
  const { request, directory, environment, environmentFirst, answers, ask } = options;
  let read: Promise<Environments> | undefined;
  const environments = (): Promise<Environments> => (read ??= options.environments());
  const before: VariableSource[] = [
    systemVariables({ environment: process.env, ...(directory !== undefined && { directory }) }),
    ...(ask === undefined ? [] : [promptVariables(promptsOf(request.directives), ask)]),
    answers,
  ];
  const environmentSource: VariableSource = {
    find: async (expression) => (await environments()).source(environment).find(expression),
  };
  if (!environmentFirst) return { sourcesBeforeFile: before, sourcesAfterFile: [environmentSource] };
  // What only another environment has is the file's own, where the file defines it.
  const overriding: VariableSource = {
    find: async (expression) =>
      (await environments()).variables(environment).has(expression) ? environmentSource.find(expression) : undefined,
  };
  return { sourcesBeforeFile: [...before, overriding], sourcesAfterFile: [environmentSource] };
}
