import { dirname, join } from 'node:path';
import { closestNames } from '../../text/closest-names.ts';
import { isUserError, UserError } from '../../errors.ts';
import type { Position } from '../../http-file/http-file.ts';
import type { VariableSource } from '../variable-source.ts';
import { type DotenvFiles, readDotenvFiles } from './dotenv-files.ts';
import { environmentFileProblem } from './environment-file-problem.ts';
import { environmentFiles } from './environment-files.ts';
import { readEnvironmentFile } from './read-environment-file.ts';

/** The variables of one file or setting, by environment; `$shared` applies to every environment. */
type Layer = ReadonlyMap<string, ReadonlyMap<string, EnvironmentValue>>;

/** A variable of an environment, before its own references are resolved. */
export interface EnvironmentValue {
  /** Undefined for a value fetched from elsewhere, as by Visual Studio's secret providers. */
  readonly value: string | undefined;
  /** Its source: the name of the file or the setting. */
  readonly origin: string;
  /** Whether it is in a file for secrets. */
  readonly secret: boolean;
  /** The absolute path of that file; undefined for a setting. */
  readonly path?: string | undefined;
}

export interface EnvironmentOptions {
  /** Absolute folder of the .http file; the files are searched there and in the parent folders, the nearest is used. */
  readonly directory: string | undefined;
  /** The value of REST Client's setting `rest-client.environmentVariables`, whatever it holds. */
  readonly restClientSetting?: unknown;
  readonly signal?: AbortSignal | undefined;
}

const shared = '$shared';

/** The variables of environments, of which one is chosen at a time. */
export class Environments {
  /** The environments that can be chosen, in the order of the files. */
  readonly names: readonly string[];
  /** `environment-file-invalid` if a file cannot be read: then no variable has a value, because that file may define it. */
  readonly failure: UserError | undefined;
  /** The `.env` files among them. */
  readonly dotenv: DotenvFiles;
  readonly #layers: readonly Layer[];
  readonly #variables = new Map<string | undefined, ReadonlyMap<string, EnvironmentValue>>();

  constructor(layers: readonly Layer[], failure?: UserError, dotenv: DotenvFiles = { files: [], failure: undefined }) {
    this.#layers = layers;
    this.dotenv = dotenv;
    this.failure = failure;
    this.names = [...new Set(layers.flatMap((layer) => [...layer.keys()]))].filter((name) => name !== shared);
  }

  /** The effective variables while this environment, or none, is chosen. A chosen environment takes precedence over `$shared` in any file. */
  variables(chosen: string | undefined): ReadonlyMap<string, EnvironmentValue> {
    let variables = this.#variables.get(chosen);
    if (variables === undefined) {
      const all = this.#layers.flatMap((layer) => [...(layer.get(shared) ?? [])]);
      const own = chosen === undefined ? [] : this.#layers.flatMap((layer) => [...(layer.get(chosen) ?? [])]);
      variables = new Map([...all, ...own]);
      // One is chosen at a time.
      if (this.#variables.size > 1) this.#variables.clear();
      this.#variables.set(chosen, variables);
    }
    return variables;
  }

  /** All variables as data, each value once, for detecting changes. */
  get content(): unknown {
    return this.#layers.map((layer) => [...layer].map(([name, variables]) => [name, [...variables]]));
  }

  /**
   * Like {@link variables}, for resolving; also `$shared name`, as in REST Client. If a file cannot be read, every lookup fails
   * with that: a request that needs no environment can still be sent.
   */
  source(chosen: string | undefined): VariableSource {
    const variables = this.variables(chosen);
    const sharedVariables = this.variables(undefined);
    return {
      find: (expression) => {
        if (this.failure !== undefined) throw this.failure;
        const sharedName = /^\$shared\s+(\S+)$/.exec(expression)?.[1];
        const found = sharedName === undefined ? variables.get(expression) : sharedVariables.get(sharedName);
        if (found?.value !== undefined) {
          const { value, secret, path } = found;
          return {
            value,
            template: true,
            secret,
            ...(path !== undefined && { carries: [{ kind: 'variable-file', path, expression }] }),
          };
        }
        if (found !== undefined) {
          throw unreadable(
            `“${expression}” of ${found.origin} is fetched from a secret provider, which is not read here.`,
            'Write its value into a private environment file or into “.env”.',
          );
        }
        const elsewhere = this.with(expression);
        if (elsewhere.length === 0) return undefined;
        const shown = elsewhere.slice(0, 5).map((name) => `“${name}”`);
        const more = elsewhere.length > shown.length ? ` and ${elsewhere.length - shown.length} more` : '';
        throw unreadable(
          `“${expression}” is set in the environment${elsewhere.length === 1 ? '' : 's'} ${shown.join(', ')}${more}, and ${chosen === undefined ? 'none is selected' : `“${chosen}” is selected`}.`,
          'Select an environment that has it.',
        );
      },
      similar: (expression) => ({ expressions: closestNames(expression, variables.keys()) }),
    };
  }

  /** The environments that have a variable. */
  with(variable: string): string[] {
    return this.names.filter((name) => this.#layers.some((layer) => layer.get(name)?.has(variable)));
  }
}

/**
 * Reads the environments that apply to a file: `.env` and `.env.NAME`, REST Client's setting, and the environment files of
 * JetBrains, httpYac and Visual Studio, each from the nearest folder that has it. Later ones take precedence.
 * @throws the signal's reason when aborted
 */
export async function readEnvironments({ directory, restClientSetting, signal }: EnvironmentOptions): Promise<Environments> {
  const layers: Layer[] = [];
  const dotenv = await readDotenvFiles(directory, signal);
  for (const { name, environment, values, path } of dotenv.files) {
    const entries = Object.entries(values).map(
      ([key, value = '']) => [key, { value, origin: name, secret: true, path }] as const,
    );
    layers.push(new Map([[environment ?? shared, new Map(entries)]]));
  }
  layers.push(readLayer(restClientSetting, { origin: 'the setting rest-client.environmentVariables', secret: false }));
  let { failure } = dotenv;
  for (const { name, secret } of environmentFiles) {
    try {
      const found = await findUpwards(directory, name, signal);
      if (found === undefined) continue;
      const place = environmentFileProblem(found.text);
      if (place !== undefined) throw invalidFile(found.path, place);
      layers.push(readLayer(JSON.parse(found.text), { origin: name, secret, path: found.path }));
    } catch (error) {
      if (!isUserError(error)) throw error;
      failure ??= error;
    }
  }
  return new Environments(layers, failure, dotenv);
}

/** The nearest file of this name. @throws {UserError} if it exists but cannot be read: skipping it would leave its variables to another one */
async function findUpwards(
  directory: string | undefined,
  name: string,
  signal: AbortSignal | undefined,
): Promise<{ readonly path: string; readonly text: string } | undefined> {
  for (let folder = directory; folder !== undefined; folder = dirname(folder) === folder ? undefined : dirname(folder)) {
    const path = join(folder, name);
    const file = await readEnvironmentFile(path, { signal });
    if (file !== undefined) return { path, text: file.text };
  }
  return undefined;
}

function invalidFile(file: string, { line, character }: Position): UserError {
  return new UserError({
    code: 'environment-file-invalid',
    message: `The environment file “${file}” is not a valid JSON object: line ${line + 1} cannot be read.`,
    remedy: 'Correct it: an object of environments; comments and trailing commas are not JSON.',
    place: { file, line: line + 1, column: character + 1 },
  });
}

/** Anything but an object of objects is ignored: settings and files are edited by hand. */
function readLayer(layer: unknown, source: Omit<EnvironmentValue, 'value'>): Layer {
  return new Map(
    entriesOf(layer).map(([environment, variables]) => [
      environment,
      new Map(entriesOf(variables).map(([name, value]) => [name, { value: textOf(value), ...source }] as const)),
    ]),
  );
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'object' && value !== null && 'provider' in value) return undefined;
  try {
    return value === null ? '' : JSON.stringify(value);
  } catch {
    // A setting that nests deeper than the stack allows, which no person means.
    return '';
  }
}

function unreadable(message: string, remedy: string): UserError {
  return new UserError({ code: 'variable-unreadable', message, remedy });
}
