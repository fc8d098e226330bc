import type { HttpFile, VariableDefinition } from '../http-file/http-file.ts';
import { findReferences } from '../http-file/references.ts';
import { unescapeBraces, unescapeControls } from './encoding/escapes.ts';
import { percentEncode } from './encoding/percent-encode.ts';

/** The most characters of values, and references, in one text: texts for display are short. */
const longest = 100_000;
/** The depth of variables within variables, as when sending. */
export const deepestReference = 100;
/** How many texts' results are cached, and their length: large files repeat few. */
const mostKept = 1000;
const longestKept = 1000;

/** The known variables of an environment. */
export type EnvironmentVariables = ReadonlyMap<string, { readonly value: string | undefined }>;

/** The variables whose values are known without asking anybody: the file's, and an environment's if loaded. */
export class StaticVariables {
  readonly #definitions: ReadonlyMap<string, VariableDefinition>;
  readonly #environment: EnvironmentVariables | undefined;
  readonly #environmentFirst: boolean;
  readonly #kept = new Map<string, string>();

  /** @param environmentFirst whether the environment's take precedence over the file's */
  constructor(file: Pick<HttpFile, 'variables'>, environment?: EnvironmentVariables, environmentFirst = false) {
    this.#definitions = fileDefinitions(file);
    this.#environment = environment;
    this.#environmentFirst = environmentFirst;
  }

  /**
   * A text with its references replaced by values, recursively. Unknown references stay as written, and so do those that would
   * make the text too long.
   * @param unknown names with values from elsewhere, such as the prompts of a request
   */
  resolve(text: string, unknown?: ReadonlySet<string>): string {
    if (!text.includes('{{')) return unescapeBraces(text);
    const isKept = unknown === undefined || unknown.size === 0;
    const kept = isKept ? this.#kept.get(text) : undefined;
    if (kept !== undefined) return kept;
    const resolved = this.#resolve(text, unknown);
    if (isKept && text.length + resolved.length <= longestKept) {
      if (this.#kept.size >= mostKept) this.#kept.clear();
      this.#kept.set(text, resolved);
    }
    return resolved;
  }

  #resolve(text: string, unknown: ReadonlySet<string> | undefined): string {
    let left = longest;
    const open = new Set<string>();
    const substitute = (part: string): string => {
      let result = '';
      let from = 0;
      for (const { expression, percentEncode: encodes, start, end } of findReferences(part)) {
        const found = unknown?.has(expression) === true || open.has(expression) ? undefined : this.#find(expression);
        if (found === undefined || open.size >= deepestReference) continue;
        left -= found.value.length + 1;
        if (left < 0) break;
        open.add(expression);
        const inner = substitute(found.value);
        open.delete(expression);
        const value = found.isOfFile ? unescapeControls(inner) : inner;
        const put = encodes && !value.includes('{{') ? percentEncode(value, longest) : value;
        // The encoding of a partly unknown value is unknown.
        if (put === undefined || (encodes && value.includes('{{'))) continue;
        result += unescapeBraces(part.slice(from, start)) + put;
        from = end;
      }
      return result + unescapeBraces(part.slice(from));
    };
    return substitute(text);
  }

  #find(name: string): { readonly value: string; readonly isOfFile: boolean } | undefined {
    const ofFile = this.#definitions.get(name)?.value;
    const ofEnvironment = this.#environment?.get(name)?.value;
    const isOfFile = ofFile !== undefined && !(this.#environmentFirst && ofEnvironment !== undefined);
    const value = isOfFile ? ofFile : ofEnvironment;
    return value === undefined ? undefined : { value, isOfFile };
  }
}

const made = new WeakMap<HttpFile['variables'], { plain?: StaticVariables; last?: StaticVariables; of?: EnvironmentVariables }>();

/** The variables of a file, and of an environment after them; the same object for the same variables, so that its cache survives. */
export function staticVariables(file: Pick<HttpFile, 'variables'>, environment?: EnvironmentVariables): StaticVariables {
  const known = made.get(file.variables) ?? {};
  made.set(file.variables, known);
  if (environment === undefined) return (known.plain ??= new StaticVariables(file));
  if (known.last === undefined || known.of !== environment) {
    known.last = new StaticVariables(file, environment);
    known.of = environment;
  }
  return known.last;
}

const definitions = new WeakMap<HttpFile['variables'], ReadonlyMap<string, VariableDefinition>>();

/** The variables of a file by name. Of two with the same name the later counts. */
export function fileDefinitions({ variables }: Pick<HttpFile, 'variables'>): ReadonlyMap<string, VariableDefinition> {
  let known = definitions.get(variables);
  if (known === undefined) {
    known = new Map(variables.map((definition) => [definition.name, definition]));
    definitions.set(variables, known);
  }
  return known;
}
