import { type Arn, parseArn } from '../../aws/arn.ts';
import { partitionOfRegion } from '../../aws/partitions.ts';
import type { ProfileRule } from '../../error-codes.ts';
import { isUserError } from '../../errors.ts';
import { sessionDurationLimits } from '../../profiles/kinds/roles-anywhere.ts';
import type { RolesAnywhereProfile } from '../../profiles/profile.ts';
import { type PreflightFinding, type Verdict, fail, findingOf, findingsOf, pass } from './preflight-finding.ts';

type ArnField = 'trustAnchorArn' | 'profileArn' | 'roleArn';

const arnRules: readonly { rule: ProfileRule; field: ArnField; what: string; service: string; resource: string }[] = [
  {
    rule: 'trust-anchor-arn',
    field: 'trustAnchorArn',
    what: 'trust anchor',
    service: 'rolesanywhere',
    resource: 'trust-anchor',
  },
  {
    rule: 'profile-arn',
    field: 'profileArn',
    what: 'Roles Anywhere profile',
    service: 'rolesanywhere',
    resource: 'profile',
  },
  { rule: 'role-arn', field: 'roleArn', what: 'role', service: 'iam', resource: 'role' },
];

type Arns = Readonly<Record<ArnField, Arn>>;

/** Rules about the three ARNs together; applied only if each ARN is well formed. */
const relations = {
  'regions-equal': ({ trustAnchorArn: anchor, profileArn: profile }) =>
    anchor.region === profile.region
      ? pass(`The trust anchor and the Roles Anywhere profile are both in ${anchor.region}.`)
      : fail(
          `The trust anchor is in ${anchor.region} and the Roles Anywhere profile in ${profile.region}; both must be in one region.`,
          'Use a trust anchor and a Roles Anywhere profile of the same region.',
          'edit-profile',
        ),
  'region-known': ({ trustAnchorArn: { region, partition } }) => {
    const known = partitionOfRegion(region);
    if (known?.id === partition) {
      return pass(`The region ${region} belongs to the partition ${partition}.`);
    }
    return fail(
      known === undefined
        ? `“${region}” is not a region of any AWS partition.`
        : `The region ${region} belongs to the partition ${known.id}, but the ARN of the trust anchor names ${partition}.`,
      'Copy the ARN of the trust anchor from the AWS console again.',
      'edit-profile',
    );
  },
  'same-account': (arns) => same(arns, 'account', ({ accountId }) => accountId),
  'same-partition': (arns) => same(arns, 'partition', ({ partition }) => partition),
} satisfies Readonly<Partial<Record<ProfileRule, (arns: Arns) => Verdict>>>;

/** Checks a profile's own values before a call, one finding for each rule. */
export function checkProfile(profile: RolesAnywhereProfile): PreflightFinding[] {
  const arns = new Map<ArnField, Arn>();
  const wellFormed = arnRules.map(({ rule, field, what, service, resource }): PreflightFinding => {
    const problem = arnProblem(profile[field], service, resource);
    if (typeof problem !== 'string') {
      arns.set(field, problem);
      return findingOf(rule, pass(`The ARN of the ${what} is well formed.`));
    }
    const remedy = `Copy the ARN of the ${what} from the AWS console; it has the form arn:aws:${service}:…:${resource}/….`;
    return findingOf(rule, fail(`The ARN of the ${what} is wrong: ${problem}.`, remedy, 'edit-profile'));
  });
  const [trustAnchorArn, profileArn, roleArn] = [arns.get('trustAnchorArn'), arns.get('profileArn'), arns.get('roleArn')];
  const related =
    trustAnchorArn === undefined || profileArn === undefined || roleArn === undefined
      ? []
      : findingsOf(relations, { trustAnchorArn, profileArn, roleArn });
  return [...wellFormed, ...related, findingOf('duration', duration(profile))];
}

/** The ARN, or what is wrong with it. */
function arnProblem(text: string, service: string, resource: string): Arn | string {
  try {
    const arn = parseArn(text);
    const belongsToRegion = service !== 'iam';
    if (arn.service !== service || !arn.resource.startsWith(`${resource}/`) || arn.resource === `${resource}/`) {
      return `it names ${arn.service}:${arn.resource.replace(/\/.*$/s, '')}, not ${service}:${resource}`;
    }
    if (!/^\d{12}$/.test(arn.accountId)) {
      return 'it names no account of twelve digits';
    }
    return (arn.region !== '') === belongsToRegion ? arn : `it names ${belongsToRegion ? 'no' : 'a'} region`;
  } catch (error) {
    if (!isUserError(error)) {
      throw error;
    }
    return error.message.replace(/^This is not an ARN: /, '').replace(/\.$/, '');
  }
}

function same(
  { trustAnchorArn: anchor, profileArn: profile, roleArn: role }: Arns,
  what: string,
  of: (arn: Arn) => string,
): Verdict {
  const [first, second, third] = [of(anchor), of(profile), of(role)];
  return first === second && first === third
    ? pass(`The trust anchor, the Roles Anywhere profile and the role belong to the ${what} ${first}.`)
    : fail(
        `The trust anchor belongs to the ${what} ${first}, the Roles Anywhere profile to ${second} and the role to ${third}; all must belong to the same ${what}.`,
        `Compare the ${what}s in the three ARNs.`,
        'edit-profile',
      );
}

function duration({ durationSeconds }: RolesAnywhereProfile): Verdict {
  const { min, max } = sessionDurationLimits;
  if (durationSeconds === undefined) {
    return pass('The session lasts as long as the Roles Anywhere profile allows.');
  }
  return Number.isInteger(durationSeconds) && durationSeconds >= min && durationSeconds <= max
    ? pass(`A session of ${durationSeconds} seconds is asked for; Roles Anywhere gives at most what its profile allows.`)
    : fail(
        `A session cannot last ${durationSeconds} seconds.`,
        `Choose a whole number of seconds from ${min} to ${max}.`,
        'edit-profile',
      );
}
