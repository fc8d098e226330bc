import { inferService } from '../aws/infer-service.ts';
import type { InferredService } from '../aws/infer-service.ts';
import { fileValues } from '../http-file/file-values.ts';
import type { HttpFile, HttpFileRequest } from '../http-file/http-file.ts';
import { sourceOf } from '../http-file/moved-request.ts';
import { findReferences } from '../http-file/references.ts';
import { baseReference } from '../http-file/base-variable.ts';

/** Characters of values, and references, that a text is looked at with: what a person wants to know of it is short. */
const longest = 100_000;

/**
 * Puts the file's own variables into a text, as far as they go; other references stay, and so do those that make it too long. Nothing is
 * asked or evaluated.
 */
export function substituteFileVariables(text: string, file: Pick<HttpFile, 'variables'>): string {
  const values = fileValues(file);
  let left = longest;
  const substitute = (part: string, depth: number): string => {
    if (depth === 0 || !part.includes('{{')) return part;
    let result = '';
    let from = 0;
    for (const { expression, start, end } of findReferences(part)) {
      const value = values.get(expression);
      if (value === undefined) continue;
      left -= value.length + 1;
      if (left < 0) break;
      result += part.slice(from, start) + substitute(value, depth - 1);
      from = end;
    }
    return result + part.slice(from);
  };
  return substitute(text, 5);
}

/** The host that a request is signed for, with the file's own variables; undefined where it cannot be told yet. */
export function requestHost(request: HttpFileRequest, file: Pick<HttpFile, 'variables'>): string | undefined {
  const { headers, url } = sourceOf(request);
  const header = headers.find(({ name }) => name.toLowerCase() === 'host')?.value;
  const path = substituteFileVariables(url, file);
  const address = path.startsWith('/') ? substituteFileVariables(baseReference, file) : path;
  const written = header ?? /^(?:https?:\/\/)?([^/?#\s]+)/i.exec(address)?.[1];
  const host = written === undefined ? undefined : substituteFileVariables(written, file);
  return host === undefined || host.includes('{{') || host === '' ? undefined : host;
}

/** What a request's host tells about service and region. */
export function inferFromRequest(request: HttpFileRequest, file: Pick<HttpFile, 'variables'>): InferredService | undefined {
  const host = requestHost(request, file);
  return host === undefined ? undefined : inferService(host, request.url.replace(/^https?:\/\/[^/]*/i, ''));
}
