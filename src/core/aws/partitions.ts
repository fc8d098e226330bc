/** A separate AWS with regions, accounts and host names of its own. */
export interface Partition {
  /** As in ARNs, for example `aws-cn`. */
  readonly id: string;
  /** Host names end in it, for example `amazonaws.com`. */
  readonly dnsSuffix: string;
  /** Ending of host names that have IPv4 and IPv6 addresses, for example `api.aws`. */
  readonly dualStackSuffix: string;
  /** Matches the regions that belong to it, future ones too. */
  readonly regionPattern: RegExp;
  /** The region that its global services (IAM and the like) are signed for, unless they say otherwise. */
  readonly globalRegion: string;
}

/** Source: `partitions.json` of botocore 1.43.11. */
export const partitions: readonly Partition[] = [
  {
    id: 'aws',
    dnsSuffix: 'amazonaws.com',
    dualStackSuffix: 'api.aws',
    regionPattern: /^(?:us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-\d+$/,
    globalRegion: 'us-east-1',
  },
  {
    id: 'aws-cn',
    dnsSuffix: 'amazonaws.com.cn',
    dualStackSuffix: 'api.amazonwebservices.com.cn',
    regionPattern: /^cn-[a-z]+-\d+$/,
    globalRegion: 'cn-northwest-1',
  },
  {
    id: 'aws-us-gov',
    dnsSuffix: 'amazonaws.com',
    dualStackSuffix: 'api.aws',
    regionPattern: /^us-gov-[a-z]+-\d+$/,
    globalRegion: 'us-gov-west-1',
  },
  {
    id: 'aws-eusc',
    dnsSuffix: 'amazonaws.eu',
    dualStackSuffix: 'api.amazonwebservices.eu',
    regionPattern: /^eusc-de-[a-z]+-\d+$/,
    globalRegion: 'eusc-de-east-1',
  },
  {
    id: 'aws-iso',
    dnsSuffix: 'c2s.ic.gov',
    dualStackSuffix: 'api.aws.ic.gov',
    regionPattern: /^us-iso-[a-z]+-\d+$/,
    globalRegion: 'us-iso-east-1',
  },
  {
    id: 'aws-iso-b',
    dnsSuffix: 'sc2s.sgov.gov',
    dualStackSuffix: 'api.aws.scloud',
    regionPattern: /^us-isob-[a-z]+-\d+$/,
    globalRegion: 'us-isob-east-1',
  },
  {
    id: 'aws-iso-e',
    dnsSuffix: 'cloud.adc-e.uk',
    dualStackSuffix: 'api.cloud-aws.adc-e.uk',
    regionPattern: /^eu-isoe-[a-z]+-\d+$/,
    globalRegion: 'eu-isoe-west-1',
  },
  {
    id: 'aws-iso-f',
    dnsSuffix: 'csp.hci.ic.gov',
    dualStackSuffix: 'api.aws.hci.ic.gov',
    regionPattern: /^us-isof-[a-z]+-\d+$/,
    globalRegion: 'us-isof-south-1',
  },
];

/** The partition that a region belongs to; undefined if it is not a region of any partition; never a guess. */
export function partitionOfRegion(region: string): Partition | undefined {
  return partitions.find(({ regionPattern }) => regionPattern.test(region));
}
