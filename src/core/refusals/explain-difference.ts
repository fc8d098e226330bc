import type { Difference } from './first-difference.ts';
import type { RefusalMeaning } from './refusal.ts';

/** SHA-256 of nothing. */
const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const secrets = new Set(['x-amz-security-token', 'X-Amz-Security-Token']);

/** The meaning of a difference between AWS's reading of a request and ours. */
export function explainDifference({ part, name, ours, theirs }: Difference): RefusalMeaning {
  const [us, them] = secrets.has(name) ? ['another value', 'another value'] : [shown(ours), shown(theirs)];
  switch (part) {
    case 'method':
      return {
        sentence: `AWS received the method ${them}, but ${us} was signed.`,
        cause: 'A redirect or a proxy changed the method on the way: send to the final address, and without that proxy.',
      };
    case 'path':
      return {
        sentence: `AWS reads the path as ${them}, but ${us} was signed.`,
        cause:
          'The path was changed on the way (a proxy that decodes or merges slashes), or it was signed by the rules of another service: the S3 family encodes a path once, all others twice.',
      };
    case 'query parameter':
      return {
        sentence: `The query parameter ${name} differs: AWS read ${them}, but ${us} was signed.`,
        cause: 'Something on the way added, removed or encoded the parameter differently after it was signed.',
      };
    case 'header':
      return header(name, ours, theirs, us, them);
    case 'signed headers':
      return {
        sentence: `AWS took the signed headers to be ${them}, but ${us} were signed.`,
        cause: 'The Authorization header was changed after signing, or its list is not in lower case and sorted.',
      };
    case 'payload hash':
      return {
        sentence:
          ours === emptyHash
            ? 'The body that AWS received is not empty, but an empty body was signed.'
            : theirs === emptyHash
              ? 'AWS received no body, but a body was signed.'
              : `AWS computes a different hash of the body (${them}) from the one that was signed (${us}).`,
        cause: 'The body was changed after signing, for example by a variable, a line end or a proxy: sign the final bytes.',
      };
    case 'algorithm':
    case 'date':
    case 'scope':
      return {
        sentence: `AWS expects the ${part} ${them}, but ${us} was signed.`,
        cause:
          'Date, region and service of the credential scope have to be those of the request and of the host that it goes to.',
      };
    case 'canonical request':
      return {
        sentence: 'The canonical requests differ in their layout.',
        cause: 'Compare both texts: they have different line ends or different numbers of lines.',
      };
  }
}

function header(name: string, ours: string | undefined, theirs: string | undefined, us: string, them: string): RefusalMeaning {
  if (ours === undefined) {
    return {
      sentence: `AWS counts the header ${name} (${them}) as signed, but it was not.`,
      cause: 'It was added to the list of signed headers, or to the request, after signing.',
    };
  }
  if (theirs === undefined || theirs === '') {
    return {
      sentence: `The header ${name} was signed as ${us}, but it did not reach AWS.`,
      cause: 'A proxy or the client removed it on the way: send it past that proxy, or leave the header out.',
    };
  }
  return {
    sentence: `The header ${name} differs: AWS received ${them}, but ${us} was signed.`,
    cause:
      name === 'host'
        ? 'The request was sent with a different Host header from the one it was signed for: sign the host that AWS sees, and connect through the tunnel or proxy by “endpoint”.'
        : 'A proxy or the client changed it on the way, or it was edited after signing.',
  };
}

function shown(value: string | undefined): string {
  if (value === undefined) return 'nothing';
  return value === '' ? 'an empty value' : `“${value.length > 120 ? `${value.slice(0, 120)}…` : value}”`;
}
