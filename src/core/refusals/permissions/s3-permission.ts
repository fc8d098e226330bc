import { partitionOfRegion } from '../../aws/partitions.ts';

/** The permission that a request to S3 needs. */
export interface NeededPermission {
  readonly action: string;
  readonly resource: string;
}

/** Parameters that do not change the operation of a request: of presigned URLs, of listings, of single parts and of responses. */
const plainParameter =
  /^(?:X-Amz-[\w-]+|x-id|list-type|prefix|delimiter|max-keys|marker|start-after|continuation-token|encoding-type|fetch-owner|partNumber|uploadId|response-[\w-]+)(?:=|$)/i;

const objectActions: Readonly<Record<string, string>> = {
  GET: 's3:GetObject',
  HEAD: 's3:GetObject',
  PUT: 's3:PutObject',
  DELETE: 's3:DeleteObject',
};

const bucketActions: Readonly<Record<string, string>> = {
  GET: 's3:ListBucket',
  HEAD: 's3:ListBucket',
  PUT: 's3:CreateBucket',
  DELETE: 's3:DeleteBucket',
};

/**
 * The permission that a plain request to a bucket or an object needs; undefined for subresources (`?acl`), copies and everything
 * else that the method alone does not determine.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 *
 * @param canonicalRequest the one that was signed
 * @param region the one it was signed for
 */
export function s3Permission(canonicalRequest: string, region: string): NeededPermission | undefined {
  const [method = '', path = '', query = ''] = canonicalRequest.split('\n', 3);
  const partition = partitionOfRegion(region);
  const host = /^host:([^:\n]*)/m.exec(canonicalRequest)?.[1] ?? '';
  const named = /^(?:(.+)\.)?s3(?:\.dualstack)?(?:[.-]([a-z]+(?:-[a-z]+)+-\d+))?\.amazonaws\.com(?:\.cn)?$/.exec(host);
  const isPlain = query === '' || query.split('&').every((parameter) => plainParameter.test(parameter));
  if (partition === undefined || named === null || !isPlain || /^x-amz-copy-source:/m.test(canonicalRequest)) return undefined;
  let plain: string;
  try {
    plain = decodeURIComponent(path).slice(1);
  } catch {
    return undefined;
  }
  const slash = plain.indexOf('/');
  const [first, rest] = slash === -1 ? [plain, ''] : [plain.slice(0, slash), plain.slice(slash + 1)];
  const [bucket, key] = named[1] === undefined ? [first, rest] : [named[1], plain];
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket)) return undefined;
  const action = (key === '' ? bucketActions : objectActions)[method];
  return action === undefined
    ? undefined
    : { action, resource: `arn:${partition.id}:s3:::${bucket}${key === '' ? '' : `/${key}`}` };
}
