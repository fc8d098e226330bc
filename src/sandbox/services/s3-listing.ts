import { xmlAnswer, type Answer } from '../wire/answer.ts';
import { Refusal } from '../wire/refusals.ts';
import type { XmlElement } from '../wire/xml.ts';
import { listObjects, type Bucket } from './s3-store.ts';

/** The namespace of S3's answers. */
export const S3_NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/**
 * ListObjects and ListObjectsV2. Throws a `Refusal` (`InvalidArgument`).
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html.
 */
export function listing(bucket: Bucket, query: ReadonlyMap<string, string>): Answer {
  const version2 = query.get('list-type') === '2';
  const maxKeys = Math.min(1000, Number(query.get('max-keys') ?? 1000));
  if (!Number.isInteger(maxKeys) || maxKeys < 0) {
    throw new Refusal('InvalidArgument', 400, 'Provided max-keys not an integer or within integer range', {
      details: [['ArgumentName', 'max-keys']],
    });
  }
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const token = query.get('continuation-token');
  const resumed = token === undefined ? query.get('start-after') : Buffer.from(token, 'base64url').toString();
  const after = (version2 ? resumed : query.get('marker')) ?? '';
  const { contents, commonPrefixes, truncated, last = '' } = listObjects(bucket, { prefix, delimiter, after, maxKeys });
  const encodingType = query.get('encoding-type');
  if (encodingType !== undefined && encodingType !== 'url') {
    throw new Refusal('InvalidArgument', 400, 'Invalid Encoding Method specified in Request', {
      details: [['ArgumentName', 'encoding-type']],
    });
  }
  const shown = encodingType === undefined ? (text: string): string => text : urlEncoded;
  const optional = (name: string, value: string | undefined): XmlElement[] => (value === undefined ? [] : [[name, shown(value)]]);
  const next = truncated ? last : undefined;
  return xmlAnswer(
    [
      'ListBucketResult',
      [
        ['Name', bucket.name],
        ['Prefix', shown(prefix)],
        ...optional('Delimiter', query.get('delimiter')),
        ['MaxKeys', String(maxKeys)],
        // Clients decode the keys of a listing only if it says so.
        ...(encodingType === undefined ? [] : ([['EncodingType', encodingType]] as const)),
        ...(version2
          ? ([
              ['KeyCount', String(contents.length + commonPrefixes.length)],
              ...(token === undefined ? [] : ([['ContinuationToken', token]] as const)),
              ...optional('StartAfter', query.get('start-after')),
              ...(next === undefined ? [] : ([['NextContinuationToken', Buffer.from(next).toString('base64url')]] as const)),
            ] as const)
          : ([['Marker', shown(after)], ...optional('NextMarker', next)] as const)),
        ['IsTruncated', String(truncated)],
        ...contents.map(([key, { bytes, etag, modified }]): XmlElement => [
          'Contents',
          [
            ['Key', shown(key)],
            ['LastModified', modified.toISOString()],
            ['ETag', etag],
            ['Size', String(bytes.length)],
            ['StorageClass', 'STANDARD'],
          ],
        ]),
        ...commonPrefixes.map((text): XmlElement => ['CommonPrefixes', [['Prefix', shown(text)]]]),
      ],
    ],
    S3_NAMESPACE,
  );
}

/** Keys as S3 writes them with `encoding-type=url`: as HTML forms do, which keep `*` and turn a space into `+`, except that `/` stays. */
function urlEncoded(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%2F', '/')
    .replaceAll('%20', '+');
}
