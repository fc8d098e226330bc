import { formatAmazonDate } from './amazon-date.ts';
import { incompleteSignature, invalidSignature, Refusal, type Family } from '../wire/refusals.ts';
import type { ServiceHost } from '../wire/service-host.ts';
import { queryParametersError, type SignatureClaim } from './signature-claim.ts';

const MINUTE = 60_000;

/** Throws a `Refusal` if the credential scope does not match the called host or the time of signing. */
export function checkScope({ placement, credential, date }: SignatureClaim, host: ServiceHost, family: Family): void {
  const { region, service, terminator } = credential;
  const day = formatAmazonDate(date).slice(0, 8);
  const wrongRegion = host.region !== undefined && host.region !== region;
  const wrongService = host.service !== undefined && host.service !== service;
  const problems: string[] = [];
  if (family === 's3') {
    const expectedRegion: Refusal['details'] = wrongRegion ? [['Region', host.region]] : [];
    if (wrongRegion) problems.push(`the region '${region}' is wrong; expecting '${host.region}'`);
    else if (wrongService) problems.push(`incorrect service "${service}". This endpoint belongs to "${host.service}".`);
    else if (terminator !== 'aws4_request')
      problems.push(`incorrect terminal "${terminator}". This endpoint uses "aws4_request".`);
    else if (credential.date !== day) {
      problems.push(`Invalid credential date "${credential.date}". This date is not the same as X-Amz-Date: "${day}".`);
    }
    if (problems[0] === undefined) return;
    throw placement === 'query'
      ? queryParametersError(`Error parsing the X-Amz-Credential parameter; ${problems[0]}`, expectedRegion)
      : incompleteSignature(family, problems[0], expectedRegion);
  }
  if (wrongRegion) problems.push(`Credential should be scoped to a valid region, not '${region}'. `);
  if (wrongService) problems.push(`Credential should be scoped to correct service: '${host.service}'. `);
  if (terminator !== 'aws4_request') {
    problems.push(`Credential should be scoped with a valid terminator: 'aws4_request', not '${terminator}'. `);
  }
  if (credential.date !== day) {
    const from = formatAmazonDate(date);
    problems.push(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${credential.date}' != '${day}', from '${from}'.`,
    );
  }
  if (problems.length > 0) throw invalidSignature(family, problems.join(''));
}

/**
 * Throws a `Refusal` if a signature is too old or not yet valid. A signed header is valid for 15 minutes with Amazon S3 and for 5
 * with the other services, a presigned URL as long as it says.
 */
export function checkTime({ placement, date, expires }: SignatureClaim, family: Family, now: Date): void {
  const allowed = (family === 's3' ? 15 : 5) * MINUTE;
  const age = now.getTime() - date.getTime();
  if (family === 's3' && placement === 'header') {
    if (Math.abs(age) <= allowed) return;
    throw new Refusal('RequestTimeTooSkewed', 403, 'The difference between the request time and the current time is too large.', {
      details: [
        ['RequestTime', formatAmazonDate(date)],
        ['ServerTime', now.toISOString().replace(/\.\d{3}/, '')],
        ['MaxAllowedSkewMilliseconds', String(allowed)],
      ],
    });
  }
  const lifetime = placement === 'query' && expires !== undefined ? expires * 1000 : allowed;
  if (age > lifetime) {
    if (family !== 's3') throw invalidSignature(family, expiredText(date, now, lifetime));
    throw new Refusal('AccessDenied', 403, 'Request has expired', {
      details: [
        ['X-Amz-Expires', String(expires)],
        ['Expires', new Date(date.getTime() + lifetime).toISOString().replace(/\.\d{3}/, '')],
        ['ServerTime', now.toISOString().replace(/\.\d{3}/, '')],
      ],
    });
  }
  if (-age > allowed) {
    if (family !== 's3') throw invalidSignature(family, notYetText(date, now, allowed));
    throw new Refusal('AccessDenied', 403, 'Request is not yet valid', { details: [['X-Amz-Date', String(date.getTime())]] });
  }
}

function expiredText(date: Date, now: Date, lifetime: number): string {
  const earliest = formatAmazonDate(new Date(now.getTime() - lifetime));
  const reckoning = `${formatAmazonDate(now)} - ${Math.floor(lifetime / MINUTE)} min.`;
  return `Signature expired: ${formatAmazonDate(date)} is now earlier than ${earliest} (${reckoning})`;
}

function notYetText(date: Date, now: Date, allowed: number): string {
  const latest = formatAmazonDate(new Date(now.getTime() + allowed));
  const reckoning = `${formatAmazonDate(now)} + ${allowed / MINUTE} min.`;
  return `Signature not yet current: ${formatAmazonDate(date)} is still later than ${latest} (${reckoning})`;
}
