import { dirname, join } from 'node:path';
import type { Range } from '../http-file/http-file.ts';
import { environmentFiles } from '../variables/environments/environment-files.ts';
import { readEnvironmentFile } from '../variables/environments/read-environment-file.ts';
import { TextPlaces } from './text-places.ts';

export interface EnvironmentEntryOptions {
  /** Absolute folder of the .http file. */
  readonly directory: string;
  /** The file's name, as `EnvironmentValue.origin` has it. */
  readonly origin: string;
  /** The chosen environment. */
  readonly environment: string | undefined;
  readonly name: string;
}

/** Where a variable of an environment is written; undefined if it is in no file, as those of settings. */
export async function environmentEntry({
  directory,
  origin,
  environment,
  name,
}: EnvironmentEntryOptions): Promise<{ readonly path: string; readonly range: Range } | undefined> {
  const isDotenv = /^\.env(?:\.|$)/.test(origin);
  if (!isDotenv && !environmentFiles.some((file) => file.name === origin)) return undefined;
  for (let folder = directory; ; folder = dirname(folder)) {
    const path = join(folder, origin);
    const text = (await readEnvironmentFile(path).catch(() => undefined))?.text;
    const range = text === undefined ? undefined : isDotenv ? lineOf(text, name) : entryIn(text, environment, name);
    if (range !== undefined) return { path, range };
    if (dirname(folder) === folder) return undefined;
  }
}

function entryIn(text: string, environment: string | undefined, name: string): Range | undefined {
  return (environment === undefined ? undefined : fieldAt(text, [environment, name])) ?? fieldAt(text, ['$shared', name]);
}

/** The place of a field name in nested JSON objects, without its quotes; of two the last one, which counts. */
function fieldAt(text: string, path: readonly string[]): Range | undefined {
  const wanted = JSON.stringify(path);
  const open: string[] = [];
  let field = '';
  let found: RegExpExecArray | undefined;
  for (const match of text.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?|[{}[\]]/g)) {
    const [token, quoted, colon] = match;
    if (token === '{' || token === '[') open.push(field);
    else if (token === '}' || token === ']') open.pop();
    else if (colon !== undefined && quoted !== undefined) {
      field = unquoted(quoted);
      if (open.length === path.length && JSON.stringify([...open.slice(1), field]) === wanted) found = match;
    }
  }
  if (found === undefined) return undefined;
  const start = found.index + 1;
  return new TextPlaces(text).range(start, start + (found[1]?.length ?? 2) - 2);
}

function unquoted(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text.slice(1, -1);
  }
}

function lineOf(text: string, name: string): Range | undefined {
  const lines = [...text.matchAll(/^([ \t]*(?:export[ \t]+)?)([^\s=#]+)[ \t]*=/gm)];
  const line = lines.findLast(([, , written]) => written === name);
  if (line === undefined) return undefined;
  const start = line.index + (line[1]?.length ?? 0);
  return new TextPlaces(text).range(start, start + name.length);
}
