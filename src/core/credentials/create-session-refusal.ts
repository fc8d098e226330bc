import * as v from 'valibot';
import type { ErrorCode } from '../error-codes.ts';
import { UserError } from '../errors.ts';
import { headerValues } from '../http/message.ts';
import type { HttpResponse } from '../http/message.ts';

/** What Roles Anywhere says and what to do about it. The first row whose pattern matches the message decides. */
const knownRefusals: readonly { readonly pattern: RegExp; readonly code: ErrorCode; readonly remedy: string }[] = [
  {
    pattern: /untrusted certificate|insufficient certificate/i,
    code: 'certificate-insufficient',
    remedy:
      'The certificate must be an end-entity certificate (CA:FALSE) with key usage digitalSignature, signed with SHA-256 or stronger.',
  },
  {
    pattern: /untrusted signing certificate/i,
    code: 'certificate-untrusted',
    remedy:
      'No chain leads from the certificate to this trust anchor: check the trust anchor ARN, and add the intermediate certificates.',
  },
  {
    pattern: /mapped into session tags/i,
    code: 'attributes-unmappable',
    remedy:
      'Names in the certificate hold characters that session tags may not have: change the attribute mapping of the Roles Anywhere profile, or the certificate.',
  },
  {
    pattern: /exceeds the MaxSessionDuration/i,
    code: 'duration-too-long',
    remedy: "Lower durationSeconds of the profile, or raise the role's maximum session duration.",
  },
  {
    pattern: /roleSessionName/i,
    code: 'session-name-refused',
    remedy: 'Remove roleSessionName, or let the Roles Anywhere profile accept custom session names.',
  },
  {
    pattern: /invalid signature|signature expired|not yet current/i,
    code: 'signature-refused',
    remedy: 'Check that the clock is right and that no proxy changes the request.',
  },
  // A prefix of these messages.
  {
    pattern: /unable to assume role/i,
    code: 'role-not-assumable',
    remedy:
      'Let the role trust rolesanywhere.amazonaws.com with sts:AssumeRole, sts:TagSession and sts:SetSourceIdentity, check its conditions against the certificate, and list it in the Roles Anywhere profile.',
  },
];

/** Clock differences from which AWS refuses signatures, in milliseconds. */
const clockTolerance = 5 * 60_000;

const errorBody = v.object({
  message: v.optional(v.string()),
  Message: v.optional(v.string()),
  __type: v.optional(v.string()),
  code: v.optional(v.string()),
});

/**
 * The error for a refusal of CreateSession. `body` is the whole response body, `now` the local time in milliseconds when it
 * arrived. Codes: those of the table above, `clock-skewed`, `throttled`, `service-failed`, `resource-not-found`, `request-invalid`,
 * `session-refused`.
 */
export function createSessionRefusal(response: HttpResponse, body: Uint8Array, now: number): UserError {
  const { type, message } = readRefusal(response, body);
  const said = message === '' ? `${response.status} ${response.statusText}`.trim() : message;
  const sentence = `AWS refused the session: ${type === '' ? '' : `${type}: `}${said.replace(/\.?$/, '.')}`;
  if (response.status === 429) {
    return new UserError({
      code: 'throttled',
      message: sentence,
      remedy: 'Roles Anywhere allows about ten sessions a second per account: wait a moment and try again.',
      retryable: true,
    });
  }
  if (response.status >= 500) {
    return new UserError({
      code: 'service-failed',
      message: sentence,
      remedy: 'The fault is on the service’s side: try again later.',
      retryable: true,
    });
  }
  const known = knownRefusals.find(({ pattern }) => pattern.test(message));
  const skew = clockSkew(response, now);
  // Other refusals keep their own words: they would occur with the right clock too.
  const mayBeTheClock = response.status === 403 && (known === undefined || known.code === 'signature-refused');
  if (mayBeTheClock && Math.abs(skew) > clockTolerance) {
    const direction = skew > 0 ? 'behind' : 'ahead of';
    return new UserError({
      code: 'clock-skewed',
      message: `${sentence} The clock of this machine is ${Math.round(Math.abs(skew) / 60_000)} minutes ${direction} the server's.`,
      remedy: 'Correct the clock of this machine (the extension host) and try again.',
    });
  }
  if (known !== undefined) return new UserError({ code: known.code, message: sentence, remedy: known.remedy });
  if (type === 'ResourceNotFoundException') {
    return new UserError({
      code: 'resource-not-found',
      message: sentence,
      remedy: "Check the trust anchor's and the profile's ARN, and that both exist in this account and region and are enabled.",
    });
  }
  if (type === 'ValidationException') {
    return new UserError({
      code: 'request-invalid',
      message: sentence,
      remedy: 'Correct the field that the message names in the profile.',
    });
  }
  return new UserError({
    code: 'session-refused',
    message: sentence,
    remedy: 'CloudTrail event CreateSession in the account shows the cause.',
  });
}

function readRefusal(response: HttpResponse, body: Uint8Array): { type: string; message: string } {
  const header = headerValues(response.headers, 'x-amzn-errortype')[0];
  let parsed: v.InferOutput<typeof errorBody> = {};
  try {
    const result = v.safeParse(errorBody, JSON.parse(new TextDecoder().decode(body)));
    if (result.success) parsed = result.output;
  } catch {
    // A proxy's page is not JSON; then the status line has to suffice, and the page is not quoted.
  }
  const type = (header ?? parsed.__type ?? parsed.code ?? '').replace(/:.*$/, '').replace(/^.*#/, '');
  return { type, message: parsed.message ?? parsed.Message ?? '' };
}

/** How far the server's clock is ahead of ours in milliseconds; 0 if it does not say. */
function clockSkew(response: HttpResponse, now: number): number {
  const server = Date.parse(headerValues(response.headers, 'date')[0] ?? '');
  return Number.isNaN(server) ? 0 : server - now;
}
