import { UserError } from '../errors.ts';
import type { HttpFile, HttpFileRequest } from '../http-file/http-file.ts';
import { ExpansionBudget, mostMegabytes, TooLongToLookAt } from './expansion-budget.ts';
import { type Pace, VariableResolver, type VariableScope } from './variable-resolver.ts';
import { type VariableSource } from './variable-source.ts';
import type { Environments } from './environments/environments.ts';
import { type Prompt, promptsOf, promptVariables } from './prompt-variables.ts';
import type { DotenvFiles } from './environments/dotenv-files.ts';
import { systemVariables } from './system/system-variables.ts';

export interface RequestSourcesOptions {
  readonly file: HttpFile;
  readonly request: Pick<HttpFileRequest, 'directives'>;
  /** Absolute folder of the file, where `$dotenv` starts searching. */
  readonly directory: string | undefined;
  /** Read at the first reference: most requests need none. */
  readonly environments: () => Promise<Environments>;
  /** The files that `$dotenv` reads, if already known. */
  readonly dotenv?: DotenvFiles;
  /** The chosen environment. */
  readonly environment: string | undefined;
  /** Whether an environment's variables take precedence over the file's, as in JetBrains' client. */
  readonly environmentFirst: boolean;
  /** The responses of earlier requests of the file. */
  readonly responses: VariableSource;
  /** Undefined if nobody can be asked; prompts then have no value. */
  readonly ask: ((prompt: Prompt) => Promise<string | undefined>) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly pace?: Pace | undefined;
}

/** The sources of one request's variables, in order: system, prompts, earlier responses, the file, the environment. */
export function requestSources(
  options: RequestSourcesOptions,
): Required<Pick<VariableScope, 'sourcesBeforeFile' | 'sourcesAfterFile'>> {
  const { file, request, directory, environment, environmentFirst, responses, ask } = options;
  const { dotenv, signal, pace } = options;
  let read: Promise<Environments> | undefined;
  const environments = (): Promise<Environments> => (read ??= options.environments());
  let made: Promise<VariableSource> | undefined;
  const source = (): Promise<VariableSource> => (made ??= environments().then((found) => found.source(environment)));
  const environmentSource: VariableSource = {
    find: async (expression) => (await source()).find(expression),
    similar: async (expression) => (await source()).similar?.(expression),
  };
  // A variable that only another environment has comes from the file, if the file defines it.
  const overriding: VariableSource = {
    find: async (expression) => {
      const found = await environments();
      const counts = found.failure !== undefined || found.variables(environment).has(expression);
      return counts ? environmentSource.find(expression) : undefined;
    },
  };
  const sourcesBeforeFile = environmentFirst ? [overriding] : [];
  const sourcesAfterFile = [environmentSource];
  const budget = new ExpansionBudget(mostMegabytes.looking);
  const names = new Map<string, Promise<string | undefined>>();
  const nameIn = (variable: string): Promise<string | undefined> => {
    const name = names.get(variable) ?? readVariable(variable, { file, sourcesBeforeFile, sourcesAfterFile, budget, pace });
    names.set(variable, name);
    return name;
  };
  return {
    sourcesBeforeFile: [
      systemVariables({
        environment: process.env,
        ...(directory !== undefined && { directory }),
        ...(dotenv !== undefined && { dotenv }),
        signal,
        ...(environment !== undefined && { chosen: environment }),
        readVariable: nameIn,
      }),
      ...(ask === undefined ? [] : [promptVariables(promptsOf(request.directives), ask)]),
      responses,
      ...sourcesBeforeFile,
    ],
    sourcesAfterFile,
  };
}

/** @throws {UserError} for a variable that is defined but has no value */
async function readVariable(name: string, scope: VariableScope): Promise<string | undefined> {
  const resolver = new VariableResolver(scope);
  const nowhere = { line: 0, character: 0 };
  const source = { text: `{{${name}}}`, range: { start: nowhere, end: nowhere } };
  const value = await resolver.resolve(source).catch((error: unknown) => {
    if (!(error instanceof TooLongToLookAt)) throw error;
    const message = `The value of “${name}” is too long for a name.`;
    throw new UserError({ code: 'variable-unreadable', message, remedy: 'Give it a shorter one.' });
  });
  const [problem] = resolver.problems;
  if (problem === undefined) return value;
  if (problem.code === 'variable-unknown' && problem.message.includes(`“${name}”`)) return undefined;
  throw new UserError({ code: 'variable-unreadable', message: problem.message, remedy: `Give “${name}” a value.` });
}
