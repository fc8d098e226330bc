import type { SignedTexts } from '../signing/signed-request.ts';

/** The part in which two signatures differ. */
export interface Difference {
  readonly part:
    | 'method'
    | 'path'
    | 'query parameter'
    | 'header'
    | 'signed headers'
    | 'payload hash'
    | 'algorithm'
    | 'date'
    | 'scope'
    | 'canonical request';
  /** Of the parameter or header; empty for the other parts. */
  readonly name: string;
  /** Absent if this side does not have it. */
  readonly ours: string | undefined;
  readonly theirs: string | undefined;
}

/**
 * The first part in which what we signed differs from what AWS would have signed, in the order of the canonical request and then
 * of the string to sign; undefined if both texts are equal.
 */
export function firstDifference(ours: SignedTexts, theirs: SignedTexts): Difference | undefined {
  return (
    canonicalDifference(ours.canonicalRequest, theirs.canonicalRequest) ?? scopeDifference(ours.stringToSign, theirs.stringToSign)
  );
}

function canonicalDifference(ours: string, theirs: string): Difference | undefined {
  if (ours === theirs) return undefined;
  const [us, them] = [parts(ours), parts(theirs)];
  return (
    whole('method', us.method, them.method) ??
    whole('path', us.path, them.path) ??
    listed('query parameter', us.query, them.query) ??
    listed('header', us.headers, them.headers) ??
    whole('signed headers', us.signedHeaders, them.signedHeaders) ??
    whole('payload hash', us.payloadHash, them.payloadHash) ?? { part: 'canonical request', name: '', ours, theirs }
  );
}

function scopeDifference(ours: string, theirs: string): Difference | undefined {
  if (ours === theirs) return undefined;
  const [us, them] = [ours.split('\n'), theirs.split('\n')];
  return (
    whole('algorithm', us[0] ?? '', them[0] ?? '') ??
    whole('date', us[1] ?? '', them[1] ?? '') ??
    whole('scope', us[2] ?? '', them[2] ?? '') ?? { part: 'canonical request', name: '', ours: us[3], theirs: them[3] }
  );
}

interface Parts {
  readonly method: string;
  readonly path: string;
  /** Names with their values, in order; repeated names carry their number. */
  readonly query: ReadonlyMap<string, string>;
  readonly headers: ReadonlyMap<string, string>;
  readonly signedHeaders: string;
  readonly payloadHash: string;
}

function parts(text: string): Parts {
  const lines = text.split('\n');
  const [method = '', path = '', query = ''] = lines;
  return {
    method,
    path,
    query: pairs(query === '' ? [] : query.split('&'), '='),
    headers: pairs(lines.slice(3, -3), ':'),
    signedHeaders: lines.at(-2) ?? '',
    payloadHash: lines.at(-1) ?? '',
  };
}

function pairs(entries: readonly string[], separator: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const entry of entries) {
    const at = entry.indexOf(separator);
    const name = at < 0 ? entry : entry.slice(0, at);
    let key = name;
    for (let number = 2; found.has(key); number++) key = `${name} (${number})`;
    found.set(key, at < 0 ? '' : entry.slice(at + 1));
  }
  return found;
}

function whole(part: Difference['part'], ours: string, theirs: string): Difference | undefined {
  return ours === theirs ? undefined : { part, name: '', ours, theirs };
}

function listed(
  part: Difference['part'],
  ours: ReadonlyMap<string, string>,
  theirs: ReadonlyMap<string, string>,
): Difference | undefined {
  for (const name of [...new Set([...ours.keys(), ...theirs.keys()])].sort()) {
    const [left, right] = [ours.get(name), theirs.get(name)];
    if (left !== right) return { part, name, ours: left, theirs: right };
  }
  const [left, right] = [[...ours.keys()].join(', '), [...theirs.keys()].join(', ')];
  return left === right ? undefined : { part, name: 'the order', ours: left, theirs: right };
}
