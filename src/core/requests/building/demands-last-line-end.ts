import { type SaidScope, signedService } from '../signer.ts';

/** JSON that stands one value on a line: each line has to end, the last one too, https://github.com/ndjson/ndjson-spec */
const lineType = /^application\/(?:x-)?(?:ndjson|jsonlines|json-lines|jsonl)\b/i;

/**
 * Where OpenSearch and Elasticsearch read such lines whatever the type of the body says, and refuse one without its end,
 * https://docs.opensearch.org/latest/api-reference/document-apis/bulk/
 */
const linePath = /^[^?]*\/(?:_bulk(?:\/stream)?|_msearch(?:\/template)?|_fleet_msearch|_monitoring\/bulk)\/?(?=\?|$)/;
const lineServices: readonly (string | undefined)[] = ['es', 'aoss', undefined];

/**
 * Whether the last line of a body has to end. An object of S3 may well be called `_bulk`: its bytes are its own.
 * @param said the service that the request itself says, if any
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
