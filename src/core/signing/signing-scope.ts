import type { Credentials } from './credentials.ts';
import { UserError } from '../errors.ts';
import { findInvisible } from '../text/invisible-characters.ts';
import { headerValues, type HttpRequest } from '../http/message.ts';

/** Who signs, when, and for which service. */
export interface SigningScope {
  readonly credentials: Credentials;
  /** With SigV4a a set of regions, separated by commas. */
  readonly region: string;
  /** Signing name, for example `execute-api`. */
  readonly service: string;
  /** Whole seconds. */
  readonly date: Date;
  /** The date as it is signed, `20260131T235959Z`. */
  readonly timestamp: string;
  /** For example `20260131/eu-central-1/s3/aws4_request`. */
  readonly credentialScope: string;
}

/** How the string to sign becomes a signature. */
export interface SigningAlgorithm {
  /** For example `AWS4-HMAC-SHA256`. */
  readonly name: string;
  /** Whether the regions are in `X-Amz-Region-Set` and not in the credential scope. */
  readonly namesRegionSet: boolean;
  /** @returns lower-case hex */
  readonly sign: (scope: SigningScope, stringToSign: string) => Promise<string>;
}

const NAME = /^[A-Za-z0-9*][A-Za-z0-9._*-]*$/;
const REGION_SET = /^[A-Za-z0-9*-]+(?:,[A-Za-z0-9*-]+)*$/;
const ACCESS_KEY_ID = /^[\w.@+-]+$/;
const PRINTABLE = /^[\x21-\x7e]+$/;

/**
 * The scope that a request is signed in. Without a date, an `X-Amz-Date` header of the request is used if there is no AWS4
 * `Authorization`, of which it would be a leftover.
 *
 * @throws UserError, which quotes no value, if no signature is possible
 */
export function signingScope(
  request: HttpRequest,
  options: Pick<SigningScope, 'credentials' | 'region' | 'service'> & {
    readonly date?: Date;
    readonly algorithm?: Pick<SigningAlgorithm, 'namesRegionSet'>;
  },
): SigningScope {
  const { service } = options;
  const namesRegionSet = options.algorithm?.namesRegionSet === true;
  const region = namesRegionSet ? options.region.replaceAll(/\s/g, '') : options.region;
  if (!(namesRegionSet ? REGION_SET : NAME).test(region))
    throw unusable('region', region, 'eu-central-1', 'Name the region, for example with "# @aws-region');
  if (!NAME.test(service))
    throw unusable('service', service, 'execute-api', 'Name the service, for example with "# @aws-service');
  const date = wholeSeconds(options.date ?? pinnedDate(request) ?? new Date());
  const timestamp = date.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const credentials = checkCredentials(options.credentials);
  return {
    credentials,
    region,
    service,
    date,
    timestamp,
    credentialScope: [timestamp.slice(0, 8), ...(namesRegionSet ? [] : [region]), service, 'aws4_request'].join('/'),
  };
}

function unusable(field: 'region' | 'service', value: string, example: string, remedy: string): UserError {
  return new UserError({
    code: field === 'region' ? 'region-invalid' : 'service-invalid',
    message:
      value === '' ? `The request has no ${field} to sign for.` : `The ${field} to sign for is not written as AWS writes it.`,
    remedy: `${remedy} ${example}".`,
    place: { field },
  });
}

function wholeSeconds(date: Date): Date {
  const seconds = Math.floor(date.getTime() / 1000) * 1000;
  // Not a number fails every comparison.
  if (seconds >= 0 && seconds <= LAST_SECOND) return new Date(seconds);
  throw new UserError({
    code: 'date-invalid',
    message: 'The date to sign with is not a date of a four-digit year from 1970 on.',
    remedy: 'Write it as in 20260131T235959Z, or leave it out to sign with the present time.',
    place: { field: 'X-Amz-Date' },
  });
}

const LAST_SECOND = Date.UTC(9999, 11, 31, 23, 59, 59);

function pinnedDate(request: HttpRequest): Date | undefined {
  const [written] = headerValues(request.headers, 'x-amz-date');
  if (written === undefined || headerValues(request.headers, 'authorization').some((value) => /^\s*AWS4-/i.test(value)))
    return undefined;
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(written.trim());
  if (parts === null) return INVALID;
  const [, year, month, day, hour, minute, second] = parts;
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const date = new Date(iso);
  // Date reads the 30th of February as the 2nd of March.
  return !Number.isNaN(date.getTime()) && date.toISOString() === iso ? date : INVALID;
}

const INVALID = new Date(Number.NaN);

function checkCredentials(credentials: Credentials): Credentials {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  for (const [field, value = ''] of Object.entries({
    'access key id': accessKeyId,
    'secret access key': secretAccessKey,
    'session token': sessionToken,
  })) {
    const hidden = findInvisible(value);
    if (hidden !== undefined) throw malformed(field, `holds invisible characters: ${hidden.names}`);
  }
  if (!ACCESS_KEY_ID.test(accessKeyId)) throw malformed('access key id');
  if (secretAccessKey === '' || secretAccessKey !== secretAccessKey.trim()) throw malformed('secret access key');
  if (sessionToken !== undefined && sessionToken !== '' && !PRINTABLE.test(sessionToken)) throw malformed('session token');
  return sessionToken === '' ? { accessKeyId, secretAccessKey } : credentials;
}

function malformed(field: string, why = 'is empty, or holds spaces or other characters that AWS never puts there'): UserError {
  return new UserError({
    code: 'credentials-malformed',
    message: `The ${field} ${why}.`,
    remedy: 'Enter the credentials of the profile again.',
    place: { field },
  });
}
