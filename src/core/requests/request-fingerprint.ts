import { createHash } from 'node:crypto';
import type { HttpFile, HttpFileRequest } from '../http-file/http-file.ts';
import { sourceOf } from '../http-file/moved-request.ts';

type Requests = Pick<HttpFile, 'requests'>;

/**
 * 16 hex digits that identify a request within its file, wherever its lines move, and reveal nothing of it. They are derived from
 * its name, method, URL and operation (`X-Amz-Target`) as written, and from its place among equal ones: a request that only
 * changed in other headers or its body is still the same one. If an equal one is added or removed, none of them is.
 */
export function fingerprintOf(file: Requests, request: HttpFileRequest): string {
  const read = reading(request);
  const twins = file.requests.filter((each) => reading(each) === read);
  return fingerprint(
    read,
    twins.findIndex(({ requestLineRange }) => requestLineRange.start.line === request.requestLineRange.start.line),
    twins.length,
  );
}

/** The request that had this fingerprint; undefined if it is gone or ambiguous. */
export function findByFingerprint({ requests }: Requests, wanted: string): HttpFileRequest | undefined {
  for (const [read, twins] of Map.groupBy(requests, reading)) {
    const found = twins.find((_request, index) => fingerprint(read, index, twins.length) === wanted);
    if (found !== undefined) return found;
  }
  return undefined;
}

function reading(request: HttpFileRequest): string {
  const { name, method, url } = request;
  const operation = sourceOf(request).headers.find((header) => header.name.toLowerCase() === 'x-amz-target')?.value;
  return JSON.stringify([name, method, url, operation]);
}

function fingerprint(read: string, index: number, count: number): string {
  return createHash('sha256')
    .update(JSON.stringify([read, index, count]))
    .digest('hex')
    .slice(0, 16);
}
