import { removeSignature, startSession } from '../../remedies/remedy.ts';
import type { RefusalRule, RuleInput } from '../refusal-rule.ts';
import type { RefusalMeaning } from '../refusal.ts';

/** Refusals of the signer: key, token, session, or none. */
export const credentialRules: readonly RefusalRule[] = [
  {
    code: /^ExpiredToken(?:Exception)?$/,
    explain: () => ({
      sentence: 'The session that signed the request is over.',
      cause: 'Temporary credentials work until their expiry only, and so does every URL that they presigned.',
      fix: startSession,
    }),
  },
  {
    message: /security token included in the request is expired|provided token has expired/i,
    explain: () => ({
      sentence: 'The session that signed the request is over.',
      cause: 'Temporary credentials work until their expiry only, and so does every URL that they presigned.',
      fix: startSession,
    }),
  },
  {
    code: /^InvalidAccessKeyId$/,
    explain: ({ refusal, hasToken }) => {
      const temporary = refusal.details.get('AWSAccessKeyId')?.startsWith('ASIA') === true;
      return {
        sentence: 'S3 does not know the access key.',
        cause:
          temporary && hasToken !== true
            ? 'It is a temporary key (ASIA…), and those are unknown without their session token.'
            : 'The key is mistyped, deleted, or belongs to another partition (China, GovCloud, sovereign cloud).',
        ...(temporary && { fix: startSession }),
      };
    },
  },
  {
    code: /^InvalidToken$/,
    explain: () => ({
      sentence: 'The session token is not one that S3 can read.',
      cause: 'It was cut when it was copied, or belongs to another access key or partition.',
      fix: startSession,
    }),
  },
  {
    message: /security token included in the request is invalid/i,
    explain: ({ hasToken }) => ({
      sentence: 'AWS does not accept the access key, or not together with this session token.',
      cause:
        hasToken === false
          ? 'The key is mistyped or deleted, or it is a temporary key (ASIA…) without its session token.'
          : 'Key and token belong to different sessions, the key is deleted, or the token is not valid in this region (opt-in regions need one from a regional STS).',
      fix: startSession,
    }),
  },
  {
    code: /^AuthFailure$/,
    explain: () => ({
      sentence: 'EC2 could not validate the credentials.',
      cause: 'It says the same of a wrong key, a wrong secret, a wrong token, a wrong clock and a signature that does not match.',
      fix: startSession,
    }),
  },
  {
    message: /^Missing Authentication Token$|^Request is missing Authentication Token$/i,
    explain: ({ scope }) => ({
      sentence:
        scope.service === 'execute-api' || scope.service === undefined
          ? 'There is nothing at this path, or the request carries no signature.'
          : 'The request arrived without a signature.',
      cause:
        'API Gateway says this of paths, stages and methods that do not exist: check the path with its stage, and the method. Other services say it of unsigned requests.',
    }),
  },
  {
    code: /^MissingAuthenticationToken(?:Exception)?$/,
    explain: () => ({
      sentence: 'The request arrived without a signature.',
      cause: 'The Authorization header was removed on the way, or the request was sent unsigned.',
      fix: removeSignature,
    }),
  },
  {
    code: /^RegionDisabled(?:Exception)?$/,
    explain: ({ refusal: { message } }) => regionDisabled(/account: ?(\d{12})/.exec(message)?.[1]),
  },
  {
    message: /STS is not activated in this region for account: ?(\d{12})?/i,
    explain: ({ match: [, account] }) => regionDisabled(account),
  },
  {
    // Follows “Unable to assume role” as its reason.
    message: /attributes failed to be mapped into session tags\.?(?:([^\n]{0,400}))?/i,
    explain: ({ match: [, lists = ''] }) => {
      const named = unmapped(lists);
      return {
        sentence: `Roles Anywhere gave no session: attributes of the certificate cannot be session tags${named === '' ? '' : `: ${named}`}.`,
        cause:
          'A tag holds up to 256 letters, digits, spaces and _ . : / = + - @. Map another attribute in the Roles Anywhere profile (an empty mapping leaves one out), or issue a certificate without the other characters.',
      };
    },
  },
  { code: /^AccessDeniedException$/, message: /Invalid signature|roleSessionName/i, explain: noSession },
  { message: /Untrusted (?:signing )?certificate|Unable to assume role(?= for arn:|$)/i, explain: noSession },
];

function noSession({ match: [said] }: RuleInput): RefusalMeaning {
  return {
    sentence: `Roles Anywhere gave no session: ${said}.`,
    cause:
      'Check trust anchor and chain, the key usage of the certificate, the trust policy of the role and the settings of the Roles Anywhere profile; “Show Trust Policy” shows the one that would be right.',
  };
}

function regionDisabled(account: string | undefined): RefusalMeaning {
  return {
    sentence: `STS is not activated in this region${account === undefined ? '' : ` for the account ${account}`}.`,
    cause:
      'An administrator activates it in the IAM console (Account settings, Security Token Service), and the region itself where it is one to opt into; or send the request to a region that is active, such as us-east-1.',
  };
}

/** `Subject CN, SAN DNS/2` of “Issuer: [  ]; Subject: [ CN ]; SAN: [ DNS/2 ]”. */
function unmapped(lists: string): string {
  return [...lists.matchAll(/(Issuer|Subject|SAN): \[([\w\s,/.-]{0,200})\]/g)]
    .flatMap(([, place = '', names = '']) => names.split(/[\s,]+/).flatMap((name) => (name === '' ? [] : [`${place} ${name}`])))
    .join(', ');
}
