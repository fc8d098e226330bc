import type { HttpFile, HttpFileRequest } from '../http-file/http-file.ts';
import { isSecretName, looksSecret, secretAccessKeyPattern } from '../redaction/secret-name.ts';
import { findReferences } from '../http-file/references.ts';
import { baseReference } from '../http-file/base-variable.ts';

/** A variable that a request uses, and where its value comes from. */
export interface VariableOrigin {
  /** Without braces, for example `host` or `$guid`. */
  readonly expression: string;
  /** In words, for people. */
  readonly origin: string;
}

/** The variables that a request and its own variables refer to, in the order of their use. Nothing is evaluated. */
export function variableOrigins(request: HttpFileRequest, file: Pick<HttpFile, 'variables'>): VariableOrigin[] {
  const found = new Map<string, string>();
  // Of two with one name the later counts.
  const definitions = new Map(file.variables.map((definition) => [definition.name, definition]));
  const visit = (text: string): void => {
    for (const { expression } of findReferences(text)) {
      if (found.has(expression)) continue;
      const definition = definitions.get(expression);
      if (definition === undefined) {
        found.set(
          expression,
          expression.startsWith('$') ? 'system variable' : 'not of this file: an environment or an earlier answer',
        );
        continue;
      }
      const secret = isSecretName(expression) || looksSecret(definition.value) || secretAccessKeyPattern.test(definition.value);
      found.set(expression, `line ${definition.range.start.line + 1} of the file${secret ? '' : `: ${definition.value}`}`);
      visit(definition.value);
    }
  };
  visit(`${request.method} ${request.url}`);
  const hasHost = request.headers.some(({ name }) => name.toLowerCase() === 'host');
  if (request.url.startsWith('/') && !hasHost) visit(baseReference);
  for (const { name, value } of request.headers) visit(`${name} ${value}`);
  for (const { value } of request.directives) visit(value);
  for (const part of request.body) visit(part.kind === 'text' ? part.text : part.path);
  return [...found].map(([expression, origin]) => ({ expression, origin }));
}
