import type { HttpRequest } from '../../http/message.ts';
import {
  canonicalPath,
  canonicalQuery,
  encodeOnce,
  percentEncode,
  splitTarget,
} from '../../signing/canonical/canonical-target.ts';
import { serviceRules } from '../../signing/service-rules.ts';

/** How `curl --aws-sigv4` of some versions makes a request canonical, https://github.com/curl/curl/blob/master/lib/http_aws_sigv4.c */
interface CurlRelease {
  readonly since: string;
  readonly path: (path: string, service: string) => string;
  readonly query: (query: string) => string;
  /** Whether headers of one name are joined, and sorted by their names alone. */
  readonly joinsHeaders: boolean;
  readonly sortsHeaders: boolean;
}

const asWritten = (text: string): string => text;
/** Existing escapes are kept, their digits in capitals. */
const encodeRest = (text: string): string =>
  text.replace(/%[\da-f]{2}|[^\w.~/-]/giu, (part) => (part.length === 3 ? part.toUpperCase() : percentEncode(part)));
const oldest: CurlRelease = { since: '7.87', path: asWritten, query: asWritten, joinsHeaders: false, sortsHeaders: false };
const sorted = (query: string): string => query.split('&').toSorted(compareBeginnings).join('&');
const withEquals = (query: string): string =>
  sorted(query).replace(/(^|&)([^=&]+)(?=&|$)/g, (_, joint: string, name: string) => `${joint}${name}=`);
const recent: CurlRelease = {
  ...oldest,
  since: '8.14',
  path: (path, service) =>
    ['s3', 's3-express', 's3-outposts'].includes(service) ? path : percentEncode(path).replaceAll('%2F', '/'),
  // A plus is taken for a space, even if it is encoded.
  query: (query) => canonicalQuery(query.replace(/%2b/gi, '+'), { leftOut: new Set(), readsFirstQueryValueOnly: false }),
  joinsHeaders: true,
  sortsHeaders: true,
};
const releases: readonly CurlRelease[] = [
  oldest,
  { ...oldest, since: '8.3', query: sorted },
  { ...oldest, since: '8.5', query: withEquals },
  { ...oldest, since: '8.9', query: withEquals, path: encodeRest },
  { ...oldest, since: '8.10', query: withEquals, path: encodeRest, sortsHeaders: true },
  { ...oldest, since: '8.13', query: withEquals, path: encodeRest, sortsHeaders: true, joinsHeaders: true },
  recent,
  { ...recent, since: '8.19', query: (query) => canonicalQuery(query, { leftOut: new Set(), readsFirstQueryValueOnly: false }) },
];

/** Compares as far as the shorter one goes. */
function compareBeginnings(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  const [first, second] = [a.slice(0, length), b.slice(0, length)];
  return first < second ? -1 : first > second ? 1 : 0;
}

/**
 * The target of a request in the form that most versions of curl sign correctly, and that means the same to the service: the query
 * in its canonical form, and for the S3 family the path too. Elsewhere AWS encodes the path that it gets once more, so it is left
 * unchanged.
 */
export function curlTarget({ target }: Pick<HttpRequest, 'target'>, service: string): string {
  const { path, query } = splitTarget(target);
  const rules = serviceRules(service);
  const signedPath = rules.encodesPathOnce ? canonicalPath(path, rules) : path;
  if (query === undefined || query === '') return signedPath;
  return `${signedPath}?${isRepeating(query) ? query : canonicalQuery(query, { leftOut: new Set(), readsFirstQueryValueOnly: false })}`;
}

/** The order of parameters with the same name may matter. */
function isRepeating(query: string): boolean {
  const names = query.split('&').map((piece) => encodeOnce(piece.replace(/=.*/, '')));
  return new Set(names).size < names.length;
}

/**
 * Which versions of curl, from 7.87 on, do not sign a request as AWS reads it: a sentence, or undefined if all of them do.
 * @param request as it is written for curl
 */
export function curlVersionNote(
  { target, headers }: Pick<HttpRequest, 'target' | 'headers'>,
  service: string,
): string | undefined {
  const { path, query } = splitTarget(target);
  const rules = serviceRules(service);
  const wantedPath = canonicalPath(path, rules);
  const wantedQuery = canonicalQuery(query, { leftOut: new Set(), readsFirstQueryValueOnly: rules.readsFirstQueryValueOnly });
  const names = headers.map(([name]) => name.toLowerCase()).toSorted();
  const isRepeated = names.some((name, index) => name === names[index + 1]);
  // `x-amz-meta-a:` was sorted after `x-amz-meta-a-b:`.
  const isBeginning = names.some((name) =>
    names.some((other) => other.startsWith(name) && other.charAt(name.length) < ':' && other !== name),
  );
  const faultsOf = (release: CurlRelease): string[] => [
    ...(release.path(path, service) === wantedPath ? [] : ['path']),
    ...(release.query(query ?? '') === wantedQuery ? [] : ['query']),
    ...((isRepeated && !release.joinsHeaders) || (isBeginning && !release.sortsHeaders) ? ['headers'] : []),
  ];
  const faulty = releases.map((release) => faultsOf(release).length > 0);
  if (!faulty.includes(true)) return undefined;
  const faults = [...new Set(releases.flatMap(faultsOf))].join(' and ');
  if (!faulty.includes(false)) return `No version of curl signs this ${faults} as AWS reads it: copy “curl, signed” instead.`;
  const ranges = releases.flatMap(({ since }, index) => {
    if (faulty[index] !== true || faulty[index - 1] === true) return [];
    const end = releases.find((_, next) => next > index && faulty[next] === false)?.since;
    return [[index === 0 ? [] : [`from ${since}`], end === undefined ? [] : [`before ${end}`]].flat().join(' and ')];
  });
  return `curl ${ranges.join(', or ')} signs this ${faults} differently from how AWS reads it, and is refused.`;
}
