import { removeSignature, writeDirectives } from '../../remedies/remedy.ts';
import { inferService } from '../../aws/infer-service.ts';
import type { RefusalMeaning } from '../refusal.ts';
import type { RefusalRule, RuleInput } from '../refusal-rule.ts';

/** Refusals of what the signature was made for: service, region, terminator and date of the credential scope. */
export const scopeRules: readonly RefusalRule[] = [
  {
    // Both parts in one message, in either order.
    message: /^(?=[\s\S]*scoped to correct service: '([\w-]{1,64})')(?=[\s\S]*scoped to a valid region(?:,? not '([^']*)')?)/i,
    explain: (input) => {
      const [, service = '', signedRegion = input.scope.region] = input.match;
      const region = rightRegion(input);
      return {
        sentence: `This host belongs to the service “${service}”, and neither the service nor the region${signedRegion === undefined ? '' : ` “${signedRegion}”`} of the signature is the host's.`,
        cause:
          region === undefined
            ? 'Service and region of the credential scope have to be those of the host: the region is the one in the host name, and us-east-1 for global services.'
            : 'Service and region of the credential scope have to be those of the host.',
        fix: writeDirectives(
          { name: 'aws-service', value: service },
          ...(region === undefined ? [] : [{ name: 'aws-region', value: region } as const]),
        ),
      };
    },
  },
  {
    message: /scoped to correct service: '([\w-]{1,64})'/i,
    explain: ({ match: [, service = ''], scope }) => ({
      sentence: `This host belongs to the service “${service}”, but the request was signed for ${scope.service === undefined ? 'another' : `“${scope.service}”`}.`,
      cause:
        'The service that a request is signed for is its signing name, which often differs from its host and from the name of its API.',
      fix: writeDirectives({ name: 'aws-service', value: service }),
    }),
  },
  {
    message: /scoped to a valid region(?:,? not '([^']*)')?/i,
    explain: (input) => {
      const region = rightRegion(input);
      const signed = input.match[1] ?? input.scope.region;
      const named = signed === undefined ? 'a region in which' : `the region “${signed}”, where`;
      return {
        sentence: `The request was signed for ${named} this host does not accept signatures.`,
        cause:
          region === '*'
            ? 'This service is spread over regions and takes SigV4a, whose region set is “*”.'
            : 'The region has to be that of the host. Global services such as IAM, CloudFront and Route 53 are signed for us-east-1.',
        ...(region !== undefined && { fix: writeDirectives({ name: 'aws-region', value: region }) }),
      };
    },
  },
  {
    message: /the region '([^']*)' is wrong; expecting '([^']+)'/i,
    explain: ({ match: [, signed = '', expected = ''], refusal, headerValue }) => ({
      sentence: `The bucket is in ${expected}, but the request was signed for ${signed}.`,
      cause: 'S3 takes the signature of the region that the bucket is in, whatever the host says.',
      ...regionFix(refusal.details.get('Region') ?? headerValue('x-amz-bucket-region') ?? expected),
    }),
  },
  {
    message: /valid terminator: '([^']+)'/i,
    explain: ({ match: [, terminator = ''] }) => ({
      sentence: `The credential scope does not end with “${terminator}”.`,
      cause: 'The Authorization header was not written by a SigV4 signer, or was cut.',
      fix: removeSignature,
    }),
  },
  {
    message: /Date in Credential scope does not match/i,
    explain: () => ({
      sentence: 'The day in the credential scope is not the day of X-Amz-Date.',
      cause: 'A date was pinned or changed after signing, or midnight (UTC) passed between the two.',
      fix: removeSignature,
    }),
  },
  {
    code: /^PermanentRedirect$|^TemporaryRedirect$/,
    explain: ({ refusal }) => {
      const endpoint = refusal.details.get('Endpoint');
      return {
        sentence: `The bucket is served at ${endpoint ?? 'another endpoint'}.`,
        cause: 'The request went to the host of another region. Write the named host into the URL; the region follows from it.',
      };
    },
  },
  {
    code: /^IllegalLocationConstraint/,
    message: /The (\S+) location constraint is incompatible/,
    explain: ({ match: [, region = ''] }) => ({
      sentence: `A bucket in ${region === 'unspecified' ? 'us-east-1' : region} cannot be made through this host.`,
      cause:
        'The LocationConstraint of the body and the region of the host have to be the same; opt-in regions have only their own host.',
    }),
  },
];

/** A server's text is written into a user's file only if it is a region. */
function regionFix(region: string): Pick<RefusalMeaning, 'fix'> {
  return /^[a-z0-9-]{1,40}$/.test(region) ? { fix: writeDirectives({ name: 'aws-region', value: region }) } : {};
}

/** The region that the host itself names, if it differs from the signed one. */
function rightRegion({ scope, host }: RuleInput): string | undefined {
  const inferred = host === undefined ? undefined : inferService(host);
  const region = inferred?.regionSet ?? inferred?.region;
  return region === scope.region ? undefined : region;
}
