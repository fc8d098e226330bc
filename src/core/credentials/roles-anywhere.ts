import { createHash, sign } from 'node:crypto';
import type { KeyObject, X509Certificate } from 'node:crypto';
import { parseArn } from '../aws/arn.ts';
import { partitionOfRegion } from '../aws/partitions.ts';
import { chainToSend, longestChain } from '../certificates/chain/chain-to-send.ts';
import type { Identity } from '../certificates/identity.ts';
import { UserError, isUserError } from '../errors.ts';
import type { HttpRequest, HttpResponse } from '../http/message.ts';
import { readBody } from '../http/read-body.ts';
import { sessionDurationLimits } from '../profiles/kinds/roles-anywhere.ts';
import { canonicalRequest, signedHeaders } from '../signing/canonical-request.ts';
import { originOf } from '../http/origin.ts';
import type { ServerClock } from '../http/server-clock.ts';
import type { SignedRequest } from '../signing/signed-request.ts';
import { readSessionResponse } from './read-session-response.ts';
import { createSessionRefusal } from './create-session-refusal.ts';
import type { Session } from '../signing/credentials.ts';

export interface CreateSessionParameters {
  readonly trustAnchorArn: string;
  readonly profileArn: string;
  readonly roleArn: string;
  /** 900 to 43200; the Roles Anywhere profile's own limit if absent. */
  readonly durationSeconds?: number | undefined;
  readonly roleSessionName?: string | undefined;
}

export interface CreateSessionOptions {
  /** Sends one request; `sendRequest` of the transport, with a timeout bound to it. */
  readonly send: (request: HttpRequest, signal: AbortSignal) => Promise<HttpResponse>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** The servers' time, used for signatures and corrected if one is refused for it; the machine's if absent. */
  readonly clock?: ServerClock;
  readonly signal: AbortSignal;
  /** Origin to connect to instead of the AWS host. */
  readonly connectTo?: string;
  /** From 0 to 1, for the jitter between attempts; `Math.random` if absent. */
  readonly random?: () => number;
}

const signingName = 'rolesanywhere';
const maxAttempts = 3;
/** Milliseconds; full jitter below 1, 2, 4 … times this. */
const retryBase = 400;
const maxResponseBytes = 1024 * 1024;

/**
 * The CreateSession request, signed with the certificate's key: everything in the JSON body, nothing in the query.
 * https://docs.aws.amazon.com/rolesanywhere/latest/userguide/authentication-sign-process.html
 * @param date when the request is signed; the current time if absent
 * @throws {UserError} `arn-malformed`, `regions-differ`, `accounts-differ`, `duration-out-of-range`, `region-unknown`,
 * `key-unsupported`, `chain-too-long`
 */
export function signCreateSession(
  identity: Identity,
  parameters: CreateSessionParameters & { readonly region?: string | undefined },
  date: Date = new Date(),
): SignedRequest {
  const region = sessionRegion(parameters);
  const algorithm = signatureAlgorithm(identity.key);
  const body = new TextEncoder().encode(requestBody(parameters));
  const timestamp = date.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const chain = sentChain(identity);
  const unsigned: HttpRequest = {
    method: 'POST',
    protocol: 'https:',
    host: `${signingName}.${region.name}.${region.dnsSuffix}`,
    target: '/sessions',
    headers: [
      ['Content-Type', 'application/json'],
      ['X-Amz-Date', timestamp],
      ['X-Amz-X509', base64(identity.leaf)],
      ...(chain.length === 0 ? [] : [['X-Amz-X509-Chain', chain.map(base64).join(',')] as const]),
    ],
    body,
  };
  const credentialScope = `${timestamp.slice(0, 8)}/${region.name}/${signingName}/aws4_request`;
  const canonical = canonicalRequest(unsigned, { service: signingName, payloadHash: sha256(body) });
  const stringToSign = [algorithm, timestamp, credentialScope, sha256(canonical)].join('\n');
  // The hash belongs to the request and is SHA-256 for every curve; node gives EC signatures as the DER that AWS expects.
  const signature = sign('sha256', Buffer.from(stringToSign), identity.key).toString('hex');
  const { names } = signedHeaders(unsigned, { service: signingName });
  const authorization = `${algorithm} Credential=${serialDecimal(identity.leaf)}/${credentialScope}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return {
    ...unsigned,
    headers: [...unsigned.headers, ['Authorization', authorization]],
    signing: { algorithm, canonicalRequest: canonical, stringToSign, credentialScope, signedHeaders: names, signature, date },
  };
}

/**
 * Gets a session from IAM Roles Anywhere. On throttling, server faults and broken connections it tries up to three times, signing
 * again each time.
 * @throws {UserError} those of {@link signCreateSession}, of {@link createSessionRefusal} and of the transport; `cancelled`
 */
export async function createSession(
  identity: Identity,
  parameters: CreateSessionParameters,
  options: CreateSessionOptions,
): Promise<Session> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attemptSession(identity, parameters, options);
    } catch (error) {
      if (!isUserError(error) || !error.retryable || attempt === maxAttempts || options.signal.aborted) throw error;
      await pause((options.random ?? Math.random)() * retryBase * 2 ** (attempt - 1), options.signal);
    }
  }
}

async function attemptSession(
  identity: Identity,
  parameters: CreateSessionParameters,
  options: CreateSessionOptions,
  { mayCorrectClock = true } = {},
): Promise<Session> {
  const { clock, connectTo, signal } = options;
  const { name, dnsSuffix } = sessionRegion(parameters);
  const server = {
    protocol: 'https:',
    host: `${signingName}.${name}.${dnsSuffix}`,
    ...(connectTo !== undefined && { connectTo }),
  } as const;
  const time = (): Date => clock?.nowFor(server) ?? new Date(options.now());
  const request = signCreateSession(identity, parameters, time());
  const sent = options.now();
  const response = await options.send(connectTo === undefined ? request : { ...request, connectTo }, signal);
  const received = options.now();
  const body = await readBody(response, { limit: maxResponseBytes });
  if (response.status < 200 || response.status > 299) {
    const refusal = createSessionRefusal(response, body, time().getTime());
    // Once: a server whose clock changes each time would be asked forever.
    const isCorrected =
      mayCorrectClock &&
      refusal.code === 'clock-skewed' &&
      clock?.learn(server, response, undefined, { sent, received }) === true;
    if (isCorrected) return attemptSession(identity, parameters, options, { mayCorrectClock: false });
    throw refusal;
  }
  const session = readSessionResponse(body);
  if (connectTo !== undefined) return session;
  clock?.observe(server, response, { sent, received });
  return { ...session, issuer: originOf(server) };
}

function sessionRegion(parameters: CreateSessionParameters & { readonly region?: string | undefined }): {
  name: string;
  dnsSuffix: string;
} {
  const anchor = parseArn(parameters.trustAnchorArn);
  const profile = parseArn(parameters.profileArn);
  const role = parseArn(parameters.roleArn);
  if (anchor.region !== profile.region) {
    throw new UserError({
      code: 'regions-differ',
      message: `The trust anchor is in ${anchor.region} and the Roles Anywhere profile in ${profile.region}, but both must be in one region.`,
      remedy: 'Use a trust anchor and a profile of the same region.',
      place: { field: 'profileArn' },
    });
  }
  if ([profile, role].some(({ accountId, partition }) => accountId !== anchor.accountId || partition !== anchor.partition)) {
    throw new UserError({
      code: 'accounts-differ',
      message: 'The trust anchor, the Roles Anywhere profile and the role must belong to one account and partition.',
      remedy: 'Compare the account ids in the three ARNs.',
      place: { field: role.accountId === anchor.accountId ? 'profileArn' : 'roleArn' },
    });
  }
  const { durationSeconds } = parameters;
  const { min, max } = sessionDurationLimits;
  if (durationSeconds !== undefined && !(Number.isInteger(durationSeconds) && durationSeconds >= min && durationSeconds <= max)) {
    throw new UserError({
      code: 'duration-out-of-range',
      message: `A session cannot last ${durationSeconds} seconds.`,
      remedy: `Choose a whole number of seconds from ${min} to ${max}.`,
      place: { field: 'durationSeconds' },
    });
  }
  const name = parameters.region ?? anchor.region;
  const partition = partitionOfRegion(name);
  if (partition === undefined) {
    throw new UserError({
      code: 'region-unknown',
      message: `“${name}” is not a region of any AWS partition.`,
      remedy: "Correct the region in the trust anchor's ARN.",
      place: { field: 'trustAnchorArn' },
    });
  }
  return { name, dnsSuffix: partition.dnsSuffix };
}

function requestBody(parameters: CreateSessionParameters): string {
  const { profileArn, roleArn, trustAnchorArn, durationSeconds, roleSessionName } = parameters;
  return JSON.stringify({ profileArn, roleArn, trustAnchorArn, durationSeconds, roleSessionName });
}

function signatureAlgorithm(key: KeyObject): 'AWS4-X509-RSA-SHA256' | 'AWS4-X509-ECDSA-SHA256' {
  if (key.asymmetricKeyType === 'rsa') return 'AWS4-X509-RSA-SHA256';
  if (key.asymmetricKeyType === 'ec') return 'AWS4-X509-ECDSA-SHA256';
  throw new UserError({
    code: 'key-unsupported',
    message: `Roles Anywhere accepts no signatures by ${key.asymmetricKeyType ?? 'this kind of'} keys.`,
    remedy: 'Use a certificate with an RSA or EC key.',
    place: { field: 'certificate' },
  });
}

function sentChain(identity: Identity): readonly X509Certificate[] {
  const chain = chainToSend(identity);
  if (chain.length <= longestChain) return chain;
  throw new UserError({
    code: 'chain-too-long',
    message: `The certificate's chain has ${chain.length} intermediates, and Roles Anywhere reads at most ${longestChain}.`,
    remedy: 'Make the last of the first five intermediates the trust anchor, and leave out the rest.',
    place: { field: 'certificateChain' },
  });
}

/** Node prints the serial as hex with a leading minus for negative ones; AWS compares decimal numbers. */
function serialDecimal(certificate: X509Certificate): string {
  const hex = certificate.serialNumber;
  return hex.startsWith('-') ? `-${BigInt(`0x${hex.slice(1)}`)}` : BigInt(`0x${hex}`).toString();
}

function base64(certificate: X509Certificate): string {
  return certificate.raw.toString('base64');
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/** Waits `milliseconds` unless the signal ends the wait first; the next attempt then reports the cancellation. */
async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), milliseconds);
  const stop = (): void => resolve(undefined);
  signal.addEventListener('abort', stop, { once: true });
  await promise;
  clearTimeout(timer);
  signal.removeEventListener('abort', stop);
}
