import { randomInt, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import { UserError } from '../errors.ts';
import { formatDate, shiftDate } from './date-format.ts';
import { randomVariable } from './random-variables.ts';
import type { VariableSource } from './variables.ts';

export interface SystemVariableOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where `$dotenv` starts to look for a `.env` file; it goes on in the folders above. */
  readonly directory?: string;
  readonly now?: () => Date;
}

/**
 * `$guid $uuid $timestamp $isoTimestamp $datetime $localDatetime $randomInt $processEnv $dotenv`, as REST Client defines them
 * (https://github.com/Huachao/vscode-restclient#system-variables), and `$random.… $env.NAME` of JetBrains.
 */
export function systemVariables({ environment, directory, now = () => new Date() }: SystemVariableOptions): VariableSource {
  const value = (expression: string): string | undefined | Promise<string> => {
    if (expression.startsWith('$random.')) return randomVariable(expression);
    const ofEditor = /^\$env\.(\S+)$/.exec(expression)?.[1];
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
      case '$processEnv': {
        if (words.length !== 1) throw wrong('$processEnv NAME');
        const found = environment[words[0] ?? ''];
        if (found === undefined) throw missing(words[0] ?? '', 'the environment of the editor');
        return found;
      }
      case '$dotenv':
        if (words.length !== 1) throw wrong('$dotenv NAME');
        return findDotenv(words[0] ?? '', directory);
      default:
        return undefined;
    }
  };
  return {
    async find(expression) {
      if (!expression.startsWith('$')) return undefined;
      const found = await value(expression);
      return found === undefined ? undefined : { value: found, secret: expression.startsWith('$dotenv') };
    },
  };
}

async function findDotenv(name: string, directory: string | undefined): Promise<string> {
  for (let folder = directory; folder !== undefined; folder = dirname(folder) === folder ? undefined : dirname(folder)) {
    const text = await readFile(join(folder, '.env'), 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    const found = parseEnv(text)[name];
    if (found === undefined) throw missing(name, join(folder, '.env'));
    return found;
  }
  throw missing(name, 'any “.env” file');
}

function missing(name: string, where: string): UserError {
  return unreadable(`“${name}” is not set in ${where}.`, 'Set it, or use another variable.');
}

function unreadable(message: string, remedy: string): UserError {
  return new UserError({ code: 'variable-unreadable', message, remedy });
}
