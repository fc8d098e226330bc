import type { HttpFile, HttpFileRequest, Range } from '../http-file/http-file.ts';

/** An entry of the outline. */
export interface OutlineEntry {
  readonly kind: 'variable' | 'request';
  readonly label: string;
  readonly detail: string;
  readonly range: Range;
  /** Inside `range`: what is selected when the entry is chosen. */
  readonly selection: Range;
}

/** The file's variables and requests in their order. */
export function outlineOf(file: HttpFile): OutlineEntry[] {
  const entries: OutlineEntry[] = [
    ...file.variables.map(({ name, value, range, nameRange }) => {
      // A variable's value may be a secret, and outlines are on every shared screen.
      const detail = value.includes('{{') ? value : '';
      return { kind: 'variable', label: `@${name}`, detail, range, selection: nameRange } as const;
    }),
    ...file.requests.map(({ name, method, url, range, requestLineRange }) => {
      const line = `${method} ${url}`;
      const detail = name === undefined ? '' : line;
      return { kind: 'request', label: name ?? line, detail, range, selection: requestLineRange } as const;
    }),
  ];
  return entries.sort((a, b) => a.range.start.line - b.range.start.line);
}

/** The paths of body files, as written, with their places. */
export function fileLinksOf(
  file: HttpFile,
): { readonly path: string; readonly range: Range; readonly request: HttpFileRequest }[] {
  return file.requests.flatMap((request) =>
    request.body.flatMap((part) => (part.kind === 'file' ? [{ path: part.path, range: part.pathRange, request }] : [])),
  );
}
