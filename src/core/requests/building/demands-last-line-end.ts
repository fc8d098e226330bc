import { type SaidScope, signedService } from '../signer.ts';

/** JSON with one value per line: each line needs a line end, the last one too, https://github.com/ndjson/ndjson-spec */
const lineType = /^application\/(?:x-)?(?:ndjson|jsonlines|json-lines|jsonl)\b/i;

/**
 * Paths at which OpenSearch and Elasticsearch read such lines whatever the body's type, and refuse a last line without an end,
 * https://docs.opensearch.org/latest/api-reference/document-apis/bulk/
 */
const linePath = /^[^?]*\/(?:_bulk(?:\/stream)?|_msearch(?:\/template)?|_fleet_msearch|_monitoring\/bulk)\/?(?=\?|$)/;
const lineServices: readonly (string | undefined)[] = ['es', 'aoss', undefined];

/**
 * Whether the last line of a body needs a line end. An S3 object may be named `_bulk`: its bytes are not changed.
 * @param said the service that the request itself names, if any
 */
export function demandsLastLineEnd(
  { method, host, target }: { readonly method: string; readonly host: string; readonly target: string },
  contentType: string,
  said: SaidScope,
): 'by-type' | 'by-server' | undefined {
  const isSent = method === 'POST' || method === 'PUT' || method === 'GET';
  if (isSent && linePath.test(target) && lineServices.includes(signedService({ host, target }, said))) return 'by-server';
  return lineType.test(contentType) ? 'by-type' : undefined;
}
