import { createHash } from 'node:crypto';
import { xmlAnswer, type Answer } from '../wire/answer.ts';
import { Refusal } from '../wire/refusals.ts';
import type { SandboxBucket } from '../sandbox.ts';
import type { SandboxService, ServiceContext } from './sandbox-service.ts';
import { listing, S3_NAMESPACE } from './s3-listing.ts';
import { checkDeletePreconditions, checkWritePreconditions, noSuchKey, weighReadPreconditions } from './s3-preconditions.ts';
import type { Bucket, StoredObject } from './s3-store.ts';
import type { VerifiedRequest } from '../signatures/verify-sigv4.ts';
import { decode, header, queryParameters, utf8, type WireRequest } from '../wire/wire-request.ts';
import type { XmlElement } from '../wire/xml.ts';

/** Longest object, in bytes. */
const MOST_OBJECT_BYTES = 64 * 1024 * 1024;

/** Parameters that are not subresources, which ordinary operations accept. */
const PLAIN_PARAMETERS =
  /^(x-amz-.*|x-id|list-type|prefix|delimiter|max-keys|continuation-token|start-after|marker|encoding-type|fetch-owner|response-.*)$/i;
const KEPT_HEADERS = /^(content-type|content-encoding|content-disposition|content-language|cache-control|expires|x-amz-meta-.*)$/;

/** Amazon S3, in memory. */
export function s3({ options, now }: ServiceContext): SandboxService {
  const store = new S3(options.buckets ?? [], now);
  return {
    name: 's3',
    serves: (_, { service }) => service === 's3',
    body: { most: MOST_OBJECT_BYTES, kept: MOST_OBJECT_BYTES },
    bodyTooLarge: (size) => entityTooLarge(Math.max(size, MOST_OBJECT_BYTES + 1)),
    signature: 'sigv4',
    answer: (verified) => store.answer(verified),
  };
}

/**
 * ListBuckets, CreateBucket, DeleteBucket, HeadBucket, PutObject, GetObject with a range, HeadObject, DeleteObject, ListObjects
 * and ListObjectsV2, in path style and virtual-hosted style. An object longer than `MOST_OBJECT_BYTES` (64 MiB) is refused as S3
 * refuses one above five GiB.
 */
class S3 {
  readonly #buckets = new Map<string, Bucket>();
  readonly #now: () => Date;

  constructor(buckets: readonly SandboxBucket[], now: () => Date) {
    this.#now = now;
    for (const { name, region, objects } of buckets) {
      this.#buckets.set(name, {
        name,
        region,
        created: now(),
        objects: new Map(
          objects.map(({ key, bytes, contentType }) => [
            key,
            {
              bytes: Buffer.from(bytes),
              etag: md5Tag(bytes),
              modified: now(),
              headers: { 'content-type': contentType },
            },
          ]),
        ),
      });
    }
  }

  /** Answers one verified request. Throws a `Refusal`. */
  answer(verified: VerifiedRequest): Answer {
    const { request, host } = verified;
    const path = utf8(decode(request.path)).slice(1);
    const slash = path.indexOf('/');
    const bucketName = host.bucket ?? (slash < 0 ? path : path.slice(0, slash));
    const key = host.bucket !== undefined ? path : slash < 0 ? '' : path.slice(slash + 1);
    const query = new Map(queryParameters(request).map(([name, value]) => [utf8(name), utf8(value)]));
    const copies = header(request, 'x-amz-copy-source') !== undefined;
    if (copies || [...query.keys()].some((name) => !PLAIN_PARAMETERS.test(name))) throw notImplemented();
    if (bucketName === '') return this.#answerService(request);
    return key === '' ? this.#answerBucket(verified, bucketName, query) : this.#answerObject(request, bucketName, key, query);
  }

  #answerService(request: WireRequest): Answer {
    if (request.method !== 'GET') throw methodNotAllowed();
    const buckets = [...this.#buckets.values()].map(({ name, created }): XmlElement => [
      'Bucket',
      [
        ['Name', name],
        ['CreationDate', created.toISOString()],
      ],
    ]);
    return xmlAnswer(
      [
        'ListAllMyBucketsResult',
        [
          ['Owner', [['ID', 'sandbox']]],
          ['Buckets', buckets],
        ],
      ],
      S3_NAMESPACE,
    );
  }

  #answerBucket({ request, region }: VerifiedRequest, name: string, query: ReadonlyMap<string, string>): Answer {
    switch (request.method) {
      case 'PUT':
        return this.#createBucket(name, region);
      case 'HEAD':
        return { status: 200, headers: { 'x-amz-bucket-region': this.#bucket(name).region }, body: '' };
      case 'GET':
        return listing(this.#bucket(name), query);
      case 'DELETE':
        if (this.#bucket(name).objects.size > 0) {
          throw new Refusal('BucketNotEmpty', 409, 'The bucket you tried to delete is not empty', {
            details: [['BucketName', name]],
          });
        }
        this.#buckets.delete(name);
        return { status: 204, headers: {}, body: '' };
      default:
        throw methodNotAllowed();
    }
  }

  #createBucket(name: string, region: string): Answer {
    if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name)) {
      throw new Refusal('InvalidBucketName', 400, 'The specified bucket is not valid.', { details: [['BucketName', name]] });
    }
    if (this.#buckets.has(name)) {
      throw new Refusal(
        'BucketAlreadyOwnedByYou',
        409,
        'Your previous request to create the named bucket succeeded and you already own it.',
        { details: [['BucketName', name]] },
      );
    }
    this.#buckets.set(name, { name, region, created: this.#now(), objects: new Map() });
    return { status: 200, headers: { Location: `/${name}` }, body: '' };
  }

  #answerObject(request: WireRequest, bucketName: string, key: string, query: ReadonlyMap<string, string>): Answer {
    const { objects } = this.#bucket(bucketName);
    switch (request.method) {
      case 'PUT':
        return this.#putObject(request, objects, key);
      case 'GET':
      case 'HEAD': {
        const object = objects.get(key);
        if (!object) throw noSuchKey(key);
        if (weighReadPreconditions(request, object) === 'not-modified') {
          return { status: 304, headers: { ETag: object.etag, 'Last-Modified': object.modified.toUTCString() }, body: '' };
        }
        return read(object, header(request, 'range'), query);
      }
      case 'DELETE':
        checkDeletePreconditions(request, key, objects.get(key));
        objects.delete(key);
        return { status: 204, headers: {}, body: '' };
      default:
        throw methodNotAllowed();
    }
  }

  #putObject(request: WireRequest, objects: Map<string, StoredObject>, key: string): Answer {
    const { bytes, size, sha256 } = request.body;
    checkWritePreconditions(request, key, objects.get(key));
    // The earlier object is kept.
    if (bytes === undefined) throw entityTooLarge(size);
    const etag = md5Tag(bytes);
    const kept = Object.fromEntries(request.headers.filter(([name]) => KEPT_HEADERS.test(name)));
    objects.set(key, { bytes, etag, modified: this.#now(), headers: { 'content-type': 'binary/octet-stream', ...kept } });
    return {
      status: 200,
      headers: {
        ETag: etag,
        'x-amz-checksum-sha256': Buffer.from(sha256, 'hex').toString('base64'),
        'x-amz-object-size': String(size),
      },
      body: '',
    };
  }

  #bucket(name: string): Bucket {
    const bucket = this.#buckets.get(name);
    if (bucket) return bucket;
    throw new Refusal('NoSuchBucket', 404, 'The specified bucket does not exist', { details: [['BucketName', name]] });
  }
}

/** The ETag of an object that was put in one piece. */
function md5Tag(bytes: Uint8Array): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`;
}

function read(object: StoredObject, range: string | undefined, query: ReadonlyMap<string, string>): Answer {
  const overrides = [...query]
    .filter(([name]) => name.startsWith('response-'))
    .map(([name, value]) => [name.slice('response-'.length), value] as const);
  const unfit = overrides.find(([name, value]) => !/^[a-z-]+$/.test(name) || !/^[ -~]*$/.test(value));
  if (unfit) {
    throw new Refusal('InvalidArgument', 400, 'Header value cannot be represented using ISO-8859-1.', {
      details: [['ArgumentName', `response-${unfit[0]}`]],
    });
  }
  const headers = {
    ...object.headers,
    ...Object.fromEntries(overrides),
    ETag: object.etag,
    'Last-Modified': object.modified.toUTCString(),
    'Accept-Ranges': 'bytes',
  };
  const { length } = object.bytes;
  const asked = /^bytes=(\d*)-(\d*)$/.exec(range ?? '');
  if (!asked || (asked[1] === '' && asked[2] === '')) return { status: 200, headers, body: object.bytes };
  const suffix = asked[1] === '';
  const first = suffix ? Math.max(0, length - Number(asked[2])) : Number(asked[1]);
  const last = suffix || asked[2] === '' ? length - 1 : Math.min(Number(asked[2]), length - 1);
  if (first > last) {
    throw new Refusal('InvalidRange', 416, 'The requested range is not satisfiable', {
      details: [
        ['RangeRequested', range ?? ''],
        ['ActualObjectSize', String(length)],
      ],
    });
  }
  return {
    status: 206,
    headers: { ...headers, 'Content-Range': `bytes ${first}-${last}/${length}` },
    body: object.bytes.subarray(first, last + 1),
  };
}

/** The refusal of an object that is longer than the sandbox accepts. @param size the bytes sent or announced, as far as counted */
function entityTooLarge(size: number): Refusal {
  return new Refusal('EntityTooLarge', 400, 'Your proposed upload exceeds the maximum allowed size', {
    details: [
      ['ProposedSize', String(size)],
      ['MaxSizeAllowed', String(MOST_OBJECT_BYTES)],
    ],
  });
}

function notImplemented(): Refusal {
  return new Refusal('NotImplemented', 501, 'A header you provided implies functionality that is not implemented', {
    reason: 'the sandbox plays buckets and whole objects; subresources, copies and multipart uploads are beyond it',
  });
}

function methodNotAllowed(): Refusal {
  return new Refusal('MethodNotAllowed', 405, 'The specified method is not allowed against this resource.');
}
