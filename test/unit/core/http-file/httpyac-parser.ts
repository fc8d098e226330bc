import path from 'node:path';
import httpyac from 'httpyac';

// The library leaves the file system to its host; nothing of it is needed to read a text, and files give their own names.
Object.assign(httpyac.io.fileProvider, {
  EOL: '\n',
  isAbsolute: (file: unknown) => Promise.resolve(path.isAbsolute(String(file))),
  dirname: (file: unknown) => path.dirname(String(file)),
  hasExtension: (file: unknown, ...extensions: string[]) => extensions.some((extension) => String(file).endsWith(extension)),
  joinPath: (folder: unknown, file: string) => path.join(String(folder), file),
  exists: () => Promise.resolve(false),
  readFile: (file: unknown) => Promise.resolve(`<${String(file)}>`),
  readBuffer: (file: unknown) => Promise.resolve(Buffer.from(`<${String(file)}>`)),
  readdir: () => Promise.resolve([]),
  fsPath: String,
  toString: String,
});

/** A request as httpYac reads it; header names in lower case, a file in the body as `<file>`. */
export interface ForeignRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

const store = new httpyac.store.HttpFileStore();
let count = 0;

/** Reads a text with httpYac's engine, as published on npm. */
export function parseWithHttpyac(text: string) {
  return store.parse(`/workspace/${count++}.http`, text, { workingDir: '/workspace', config: {} });
}

/** The requests of {@link parseWithHttpyac}, as plain values. */
export async function requestsOfHttpyac(text: string): Promise<ForeignRequest[]> {
  const file = await parseWithHttpyac(text);
  const requests: ForeignRequest[] = [];
  for (const { request } of file.httpRegions) {
    if (request === undefined) continue;
    const headers = Object.entries(request.headers ?? {}).flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((each) => [name.toLowerCase(), String(each)] as const),
    );
    const parts: unknown[] = Array.isArray(request.body) ? request.body : request.body === undefined ? [] : [request.body];
    let body = '';
    for (const part of parts) body += typeof part === 'string' ? part : typeof part === 'function' ? '<file>' : '<unknown>';
    requests.push({ method: request.method ?? '', url: request.url, headers, body });
  }
  return requests;
}
