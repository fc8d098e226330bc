import type { HttpFileRequest } from '../../../core/http-file/http-file.ts';

/** How progress and pickers name a request. */
export function requestTitle({ name, method, url }: HttpFileRequest): string {
  return name ?? `${method} ${url.length > 60 ? `${url.slice(0, 60)}…` : url}`;
}
