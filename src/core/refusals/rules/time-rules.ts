import { removeSignature, startSession } from '../../remedies/remedy.ts';
import type { RefusalMeaning } from '../refusal.ts';
import { readTime, span } from '../refusal-rule.ts';
import type { RefusalRule } from '../refusal-rule.ts';

/** Refusals of when the signature was made. */
export const timeRules: readonly RefusalRule[] = [
  {
    message: /Signature expired: (\S+) is now earlier than \S+ \((\S+) - /i,
    explain: ({ match }) => clock(readTime(match[1]), readTime(match[2])),
  },
  {
    message: /Signature not yet current: (\S+) is still later than \S+ \((\S+) \+ /i,
    explain: ({ match }) => clock(readTime(match[1]), readTime(match[2])),
  },
  {
    code: /^RequestTimeTooSkewed$/,
    explain: ({ refusal: { details }, headerValue }) =>
      clock(readTime(details.get('RequestTime')), readTime(details.get('ServerTime')) ?? readTime(headerValue('date'))),
  },
  {
    message: /difference between the request time and the current time is too large/i,
    explain: ({ headerValue }) => clock(undefined, readTime(headerValue('date'))),
  },
  {
    message: /^Request is not yet valid/i,
    explain: ({ refusal: { details }, headerValue }) => clock(readTime(details.get('X-Amz-Date')), readTime(headerValue('date'))),
  },
  {
    code: /^AccessDenied$/,
    message: /^Request has expired/i,
    explain: ({ refusal: { details } }) => {
      const [ended, server] = [readTime(details.get('Expires')), readTime(details.get('ServerTime'))];
      const ago = ended !== undefined && server !== undefined ? ` ${span(server.getTime() - ended.getTime())} ago` : '';
      return {
        sentence: `The presigned URL stopped working${ago}.`,
        cause:
          'Its time is over. Make another one; it may work for up to 7 days, but never longer than the session that signed it.',
      };
    },
  },
  {
    code: /^RequestExpired$/,
    explain: () => ({
      sentence: 'The request is too old, or the session that signed it is over.',
      cause: 'EC2 says the same of both: start a new session, and check the clock of this machine.',
      fix: startSession,
    }),
  },
];

function clock(signed: Date | undefined, server: Date | undefined): RefusalMeaning {
  const behind = signed !== undefined && server !== undefined ? server.getTime() - signed.getTime() : 0;
  const apart = behind === 0 ? '' : `: signed ${span(behind)} ${behind > 0 ? 'before' : 'after'} the server's time`;
  return {
    sentence: `The time of the signature is too far from the server's${apart}.`,
    cause:
      'The clock of this machine (the extension host) is wrong, or the signature was made earlier and is sent only now. AWS tolerates 5 to 15 minutes.',
    fix: removeSignature,
    clock: { serverTime: server },
  };
}
