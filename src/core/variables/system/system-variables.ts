import { randomInt, randomUUID } from 'node:crypto';
import { closestNames } from '../../text/closest-names.ts';
import { UserError } from '../../errors.ts';
import { formatDate, shiftDate } from './date-format.ts';
import type { FoundVariable, VariableSource } from '../variable-source.ts';
import { type DotenvFiles, readDotenvFiles } from '../environments/dotenv-files.ts';
import { randomVariable } from './random-variables.ts';
import { systemVariableUsages } from './system-variable-usages.ts';

export interface SystemVariableOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where `$dotenv` starts searching for a `.env` file; it goes on in the parent folders. */
  readonly directory?: string;
  /** The files that `$dotenv` reads, if known; else they are searched on demand. */
  readonly dotenv?: DotenvFiles;
  /** The chosen environment, whose `.env.NAME` comes before `.env`. */
  readonly chosen?: string;
  /** The value of a variable, for `%NAME`; undefined if there is none. */
  readonly readVariable?: (name: string) => Promise<string | undefined>;
  readonly now?: () => Date;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The variables that every file has:
 * `$guid $uuid $timestamp $isoTimestamp $datetime $localDatetime $randomInt $processEnv $dotenv`, as REST Client defines them
 * (https://github.com/Huachao/vscode-restclient#system-variables), and `$random.… $env.NAME` of JetBrains.
 */
export function systemVariables(options: SystemVariableOptions): VariableSource {
  const { environment, directory, dotenv, chosen, readVariable, now = () => new Date(), signal } = options;
  let read: Promise<DotenvFiles> | undefined;
  const readDotenv = (): Promise<DotenvFiles> =>
    (read ??= dotenv === undefined ? readDotenvFiles(directory, signal) : Promise.resolve(dotenv));
  /** `%NAME` takes the name from a variable; without such a variable it is NAME itself, as in REST Client. */
  const nameOf = async (word: string): Promise<string> => {
    if (!word.startsWith('%')) return word;
    return (await readVariable?.(word.slice(1))) ?? word.slice(1);
  };
  const value = async (expression: string): Promise<string | FoundVariable | undefined> => {
    if (expression.startsWith('$random.')) return randomVariable(expression);
    const ofEditor = /^\$env\.([^\s%]\S*)$/.exec(expression)?.[1];
    if (ofEditor !== undefined) return value(`$processEnv ${ofEditor}`);
    const [name = '', ...words] = expression.match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
    const wrong = (usage: string) =>
      unreadable(`“{{${expression}}}” is not written as it should be.`, `Write it as {{${usage}}}.`);
    const dated = (offset: readonly string[], usage: string): Date => {
      const date = offset.length === 0 ? now() : shiftDate(now(), offset[0] ?? '', offset[1] ?? '');
      if (date === undefined || offset.length > 2) throw wrong(usage);
      return date;
    };
    switch (name) {
      case '$guid':
      case '$uuid':
        return randomUUID();
      case '$isoTimestamp':
        return now().toISOString();
      case '$timestamp':
        return String(Math.floor(dated(words, '$timestamp -1 d').getTime() / 1000));
      case '$datetime':
      case '$localDatetime': {
        const usage = `${name} iso8601 1 d`;
        const [format, ...offset] = words;
        const text = formatDate(dated(offset, usage), format ?? '', name === '$localDatetime');
        if (text === undefined) throw wrong(usage);
        return text;
      }
      case '$randomInt': {
        const [least, most] = [words[0] ?? '0', words[1] ?? '1000'].map(Number);
        if (!Number.isSafeInteger(least) || !Number.isSafeInteger(most)) throw wrong('$randomInt 1 100');
        const range = (most ?? 0) - (least ?? 0);
        if (range <= 0 || range >= 2 ** 48 || words.length > 2) throw wrong('$randomInt 1 100');
        return String(randomInt(least ?? 0, most ?? 0));
      }
      case '$processEnv':
      case '$dotenv': {
        const [word = ''] = words;
        if (words.length !== 1 || word === '%') throw wrong(`${name} NAME`);
        const wanted = await nameOf(word);
        // The value of a variable may be a secret used as a name by mistake.
        const shown = word.startsWith('%') ? `{{${expression}}}` : wanted;
        if (name === '$dotenv') {
          const { value: held, path } = findDotenv(wanted, shown, await readDotenv(), chosen);
          return { value: held, secret: true, carries: [{ kind: 'variable-file', path, expression }] };
        }
        const found = Object.hasOwn(environment, wanted) ? environment[wanted] : undefined;
        if (found === undefined) throw missing(shown, 'the environment of the editor');
        // Any value of the editor's own environment or a .env file may be a secret.
        return { value: found, secret: true, carries: [{ kind: 'process-environment', expression }] };
      }
      default:
        return undefined;
    }
  };
  return {
    async find(expression) {
      if (!expression.startsWith('$')) return undefined;
      const found = await value(expression);
      return typeof found === 'string' ? { value: found, secret: false } : found;
    },
    similar(expression) {
      const [name = ''] = /^\$[\w.]+/.exec(expression) ?? [];
      const names = closestNames(name, Object.keys(systemVariableUsages));
      return { expressions: names.map((each) => each + expression.slice(name.length)) };
    },
  };
}

function findDotenv(
  name: string,
  shown: string,
  dotenv: DotenvFiles,
  chosen: string | undefined,
): { readonly value: string; readonly path: string } {
  if (dotenv.failure !== undefined) throw dotenv.failure;
  const files = dotenv.files.filter(({ environment }) => environment === undefined || environment === chosen);
  const file = files.find(({ values }) => Object.hasOwn(values, name));
  const value = file?.values[name];
  if (file !== undefined && value !== undefined) return { value, path: file.path };
  throw missing(shown, files.length === 0 ? 'any “.env” file' : files.map(({ path }) => path).join(' or '));
}

function missing(name: string, where: string): UserError {
  return unreadable(`“${name}” is not set in ${where}.`, 'Set it, or use another variable.');
}

function unreadable(message: string, remedy: string): UserError {
  return new UserError({ code: 'variable-unreadable', message, remedy });
}
