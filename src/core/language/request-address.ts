import { inferService } from '../aws/infer-service.ts';
import type { InferredService } from '../aws/infer-service.ts';
import type { HttpFile, HttpFileRequest } from '../http/http-file.ts';
import { findReferences } from '../http/variables.ts';

const definitions = new WeakMap<HttpFile['variables'], ReadonlyMap<string, string>>();

/** The values of a file's variables as they are written; of two with one name the last one. */
function valuesOf({ variables }: Pick<HttpFile, 'variables'>): ReadonlyMap<string, string> {
  let values = definitions.get(variables);
  if (values === undefined) {
    values = new Map(variables.map(({ name, value }) => [name, value]));
    definitions.set(variables, values);
  }
  return values;
}

/** Puts the file's own variables into a text, as far as they go; other references stay. Nothing is asked or evaluated. */
export function substituteFileVariables(text: string, file: Pick<HttpFile, 'variables'>, depth = 5): string {
  if (depth === 0 || !text.includes('{{')) return text;
  let result = '';
  let from = 0;
  for (const { expression, start, end } of findReferences(text)) {
    const value = valuesOf(file).get(expression);
    result +=
      text.slice(from, start) + (value === undefined ? text.slice(start, end) : substituteFileVariables(value, file, depth - 1));
    from = end;
  }
  return result + text.slice(from);
}

/** The host that a request is signed for, with the file's own variables; undefined where it cannot be told yet. */
export function requestHost(request: HttpFileRequest, file: Pick<HttpFile, 'variables'>): string | undefined {
  const header = request.headers.find(({ name }) => name.toLowerCase() === 'host')?.value;
  const written = header ?? /^(?:https?:\/\/)?([^/?#\s]+)/i.exec(substituteFileVariables(request.url, file))?.[1];
  const host = written === undefined ? undefined : substituteFileVariables(written, file);
  return host === undefined || host.includes('{{') || host === '' ? undefined : host;
}

/** What a request's host tells about service and region. */
export function inferFromRequest(request: HttpFileRequest, file: Pick<HttpFile, 'variables'>): InferredService | undefined {
  const host = requestHost(request, file);
  return host === undefined ? undefined : inferService(host, request.url.replace(/^https?:\/\/[^/]*/i, ''));
}
