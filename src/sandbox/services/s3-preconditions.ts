import { Refusal } from '../wire/refusals.ts';
import { header, type WireRequest } from '../wire/wire-request.ts';
import type { StoredObject } from './s3-store.ts';

/** The result of a conditional read: the object, or the notice that the caller already has it (304). */
export type ConditionalRead = 'read' | 'not-modified';

/**
 * Throws a `Refusal` (`PreconditionFailed`, `NoSuchKey`, `NotImplemented`) if the request's conditions forbid writing the object.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html.
 *
 * @param existing the object that the write would replace
 */
export function checkWritePreconditions(request: WireRequest, key: string, existing: StoredObject | undefined): void {
  const ifNoneMatch = header(request, 'if-none-match');
  // For writes S3 knows no other value than the one that says “only if there is none yet”.
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*') throw unknownCondition('If-None-Match');
  if (ifNoneMatch !== undefined && existing !== undefined) throw preconditionFailed('If-None-Match');
  checkIfMatch(request, key, existing);
}

/**
 * Throws a `Refusal` if the request's conditions forbid deleting the object. Source:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html.
 */
export function checkDeletePreconditions(request: WireRequest, key: string, existing: StoredObject | undefined): void {
  checkIfMatch(request, key, existing);
}

/**
 * Evaluates the conditions of a read in the order of RFC 9110, section 13.2.2. Throws a `Refusal` (`PreconditionFailed`). Source:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-reads.html.
 */
export function weighReadPreconditions(request: WireRequest, object: StoredObject): ConditionalRead {
  const ifMatch = header(request, 'if-match');
  if (ifMatch !== undefined) {
    if (!matches(ifMatch, object)) throw preconditionFailed('If-Match');
  } else {
    const since = moment(header(request, 'if-unmodified-since'));
    if (since !== undefined && seconds(object.modified) > since) throw preconditionFailed('If-Unmodified-Since');
  }
  const ifNoneMatch = header(request, 'if-none-match');
  if (ifNoneMatch !== undefined) return matches(ifNoneMatch, object) ? 'not-modified' : 'read';
  const since = moment(header(request, 'if-modified-since'));
  return since !== undefined && seconds(object.modified) <= since ? 'not-modified' : 'read';
}

function checkIfMatch(request: WireRequest, key: string, existing: StoredObject | undefined): void {
  const ifMatch = header(request, 'if-match');
  if (ifMatch === undefined) return;
  if (existing === undefined) throw noSuchKey(key);
  if (!matches(ifMatch, existing)) throw preconditionFailed('If-Match');
}

/** Whether one of the ETags of a header, with or without quotation marks, is the object's; `*` matches any object. */
function matches(condition: string, { etag }: StoredObject): boolean {
  const plain = (text: string): string =>
    text
      .trim()
      .replace(/^W\//, '')
      .replace(/^"(.*)"$/, '$1');
  return condition.split(',').some((one) => one.trim() === '*' || plain(one) === plain(etag));
}

/** Seconds since the epoch, the resolution of HTTP dates; undefined for other texts. */
function moment(date: string | undefined): number | undefined {
  const milliseconds = Date.parse(date ?? '');
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000;
}

function seconds(date: Date): number {
  return Math.floor(date.getTime() / 1000);
}

/** The refusal if there is no object with this key. */
export function noSuchKey(key: string): Refusal {
  return new Refusal('NoSuchKey', 404, 'The specified key does not exist.', { details: [['Key', key]] });
}

function preconditionFailed(condition: string): Refusal {
  return new Refusal('PreconditionFailed', 412, 'At least one of the pre-conditions you specified did not hold', {
    details: [['Condition', condition]],
  });
}

function unknownCondition(name: string): Refusal {
  return new Refusal('NotImplemented', 501, 'A header you provided implies functionality that is not implemented', {
    details: [['Header', name]],
  });
}
