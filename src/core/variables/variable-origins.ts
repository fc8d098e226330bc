import { baseReference } from '../http-file/base-variable.ts';
import type { HttpFile, HttpFileRequest, VariableDefinition } from '../http-file/http-file.ts';
import { findReferences } from '../http-file/references.ts';
import type { ChosenEnvironment } from './environments/chosen-environment.ts';
import type { EnvironmentValue } from './environments/environments.ts';
import { promptsOf } from './prompt-variables.ts';
import { readResponseReference } from './responses/response-variables.ts';
import { fileDefinitions } from './static-variables.ts';

/** The source of a reference's value. */
export type VariableOrigin =
  | { readonly kind: 'prompt' }
  | { readonly kind: 'system' }
  /** An earlier request of the file. */
  | { readonly kind: 'request' }
  | { readonly kind: 'file'; readonly definition: VariableDefinition }
  | { readonly kind: 'environment-file'; readonly variable: EnvironmentValue; readonly environment: string | undefined };

export interface VariableOriginsScope extends ChosenEnvironment {
  readonly file: Pick<HttpFile, 'variables' | 'requests'>;
  /** The request whose prompts apply; undefined if none do. */
  readonly request: Pick<HttpFileRequest, 'directives'> | undefined;
}

/** Finds the sources of variables, in the order in which requests ask them. Nothing is evaluated. */
export class VariableOrigins {
  readonly #environment: string | undefined;
  readonly #environmentFirst: boolean;
  readonly #variables: ReadonlyMap<string, EnvironmentValue>;
  readonly #definitions: ReadonlyMap<string, VariableDefinition>;
  readonly #prompts: ReadonlySet<string>;
  readonly #requestNames: ReadonlySet<string>;

  constructor({ file, request, environments, environment, environmentFirst }: VariableOriginsScope) {
    this.#environment = environment;
    this.#environmentFirst = environmentFirst;
    this.#variables = environments.variables(environment);
    this.#definitions = fileDefinitions(file);
    this.#prompts = new Set(promptsOf(request?.directives ?? []).map(({ name }) => name));
    this.#requestNames = new Set(file.requests.flatMap(({ name }) => name ?? []));
  }

  /** @param expression the text between the braces; undefined if neither the file nor the environment defines it */
  of(expression: string): VariableOrigin | undefined {
    if (expression.startsWith('$')) return { kind: 'system' };
    if (this.#prompts.has(expression)) return { kind: 'prompt' };
    const reference = readResponseReference(expression, this.#requestNames);
    if (reference !== undefined && this.#requestNames.has(reference.name)) return { kind: 'request' };
    const definition = this.#definitions.get(expression);
    const variable = this.#variables.get(expression);
    if (variable !== undefined && (definition === undefined || this.#environmentFirst)) {
      return { kind: 'environment-file', variable, environment: this.#environment };
    }
    if (definition !== undefined) return { kind: 'file', definition };
    return reference && { kind: 'request' };
  }

  /** The variables that a request and its own variables refer to, in the order of their use. */
  used(request: HttpFileRequest): ReadonlyMap<string, VariableOrigin | undefined> {
    const found = new Map<string, VariableOrigin | undefined>();
    const visit = (text: string): void => {
      for (const { expression } of findReferences(text)) {
        if (found.has(expression)) continue;
        const origin = this.of(expression);
        found.set(expression, origin);
        if (origin?.kind === 'file') visit(origin.definition.value);
        if (origin?.kind === 'environment-file') visit(origin.variable.value ?? '');
      }
    };
    visit(`${request.method} ${request.url}`);
    const hasHost = request.headers.some(({ name }) => name.toLowerCase() === 'host');
    if (request.url.startsWith('/') && !hasHost) visit(baseReference);
    for (const { name, value } of request.headers) visit(`${name} ${value}`);
    for (const { value } of request.directives) visit(value);
    for (const part of request.body) visit(part.kind === 'text' ? part.text : part.path);
    return found;
  }
}

/** For people, to complete “from”: `line 3 of the file`, `http-client.env.json, environment “dev”`. */
export function originWords(origin: VariableOrigin): string {
  switch (origin.kind) {
    case 'prompt':
      return 'a prompt';
    case 'system':
      return 'a system variable';
    case 'request':
      return 'an earlier request';
    case 'file':
      return `line ${origin.definition.range.start.line + 1} of the file`;
    case 'environment-file': {
      const { variable, environment } = origin;
      return variable.origin + (environment === undefined ? '' : `, environment “${environment}”`);
    }
  }
}
