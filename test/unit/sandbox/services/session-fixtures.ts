import { sign, X509Certificate, type KeyObject } from 'node:crypto';
import type { SandboxOptions } from '../../../../src/sandbox/sandbox.ts';
import { AUTHORITY, issueCertificate, type Issued } from '../certificate-authority.ts';
import { sha256, type Sent } from '../fixtures.ts';

export const ANCHOR = 'arn:aws:rolesanywhere:eu-central-1:111122223333:trust-anchor/a0000000-0000-0000-0000-000000000001';
export const PROFILE = 'arn:aws:rolesanywhere:eu-central-1:111122223333:profile/b0000000-0000-0000-0000-000000000001';
export const NAMING_PROFILE = 'arn:aws:rolesanywhere:eu-central-1:111122223333:profile/b0000000-0000-0000-0000-000000000002';
export const DISABLED_PROFILE = 'arn:aws:rolesanywhere:eu-central-1:111122223333:profile/b0000000-0000-0000-0000-000000000003';
export const FOREIGN_PROFILE = 'arn:aws:rolesanywhere:us-east-1:111122223333:profile/b0000000-0000-0000-0000-000000000004';
export const ROLE = 'arn:aws:iam::111122223333:role/team/builder';
export const UNLISTED_ROLE = 'arn:aws:iam::111122223333:role/unlisted';
export const DISTRUSTING_ROLE = 'arn:aws:iam::111122223333:role/distrusting';
export const SHORT_ROLE = 'arn:aws:iam::111122223333:role/short';
export const HOST = 'rolesanywhere.eu-central-1.amazonaws.com';

/** Root, intermediate and what they issue. */
export interface Authorities {
  readonly root: Issued;
  readonly intermediate: Issued;
  readonly leaf: Issued;
}

/** A root, an intermediate below it and a leaf below that, with EC keys. */
export function makeAuthorities(): Authorities {
  const root = issueCertificate({ subject: '/CN=Root', extensions: AUTHORITY, days: 30 });
  const intermediate = issueCertificate({ subject: '/CN=Intermediate', extensions: AUTHORITY, issuer: root, days: 20 });
  const leaf = issueCertificate({ subject: '/O=Example/CN=build-7', issuer: intermediate, serial: '1311768467463790320' });
  return { root, intermediate, leaf };
}

/** What a sandbox needs to know for the ARNs above; the root is the trust anchor. */
export function rolesAnywhere(root: Issued): Pick<SandboxOptions, 'trustAnchors' | 'profiles' | 'roles'> {
  const roleArns = [ROLE, DISTRUSTING_ROLE, SHORT_ROLE];
  return {
    trustAnchors: [{ arn: ANCHOR, certificates: [root.pem] }],
    profiles: [
      { arn: PROFILE, roleArns, durationSeconds: 7200 },
      { arn: NAMING_PROFILE, roleArns, acceptRoleSessionName: true },
      { arn: DISABLED_PROFILE, roleArns, enabled: false },
      { arn: FOREIGN_PROFILE, roleArns },
    ],
    roles: [
      { arn: ROLE, maxSessionDurationSeconds: 7200 },
      { arn: UNLISTED_ROLE },
      { arn: DISTRUSTING_ROLE, trusted: false },
      { arn: SHORT_ROLE },
    ],
  };
}

export interface SessionRequest {
  readonly leaf: Issued;
  readonly chain?: readonly Issued[];
  /** Signs instead of the leaf's own key. */
  readonly key?: KeyObject;
  readonly date: Date;
  readonly host?: string;
  readonly region?: string;
  readonly algorithm?: string;
  readonly digest?: string;
  readonly serial?: string;
  readonly service?: string;
  /** Left out of SignedHeaders and of the canonical request. */
  readonly unsigned?: string;
  readonly dsaEncoding?: 'der' | 'ieee-p1363';
  readonly query?: string;
  readonly body?: string;
}

/** The parameters as one JSON body. */
export function parameters(changes: Record<string, unknown> = {}): string {
  return JSON.stringify({ profileArn: PROFILE, roleArn: ROLE, trustAnchorArn: ANCHOR, durationSeconds: 3600, ...changes });
}

/**
 * Signs a CreateSession request step by step with node:crypto alone, as
 * https://docs.aws.amazon.com/rolesanywhere/latest/userguide/authentication-sign-process.html tells it.
 */
export function signSession(request: SessionRequest): Sent {
  const { leaf, chain = [], date, host = HOST, region = 'eu-central-1', query = '', body = parameters() } = request;
  const certificate = new X509Certificate(leaf.pem);
  const base64 = (pem: string): string => new X509Certificate(pem).raw.toString('base64');
  const timestamp = date.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const headers: [string, string][] = [
    ['Content-Type', 'application/json'],
    ['Host', host],
    ['X-Amz-Date', timestamp],
    ['X-Amz-X509', base64(leaf.pem)],
    ...(chain.length === 0 ? [] : [['X-Amz-X509-Chain', chain.map(({ pem }) => base64(pem)).join(',')] as [string, string]]),
  ];
  const signed = headers.filter(([name]) => name.toLowerCase() !== request.unsigned);
  const names = signed.map(([name]) => name.toLowerCase()).join(';');
  const lines = signed.map(([name, value]) => `${name.toLowerCase()}:${value}`);
  const canonical = ['POST', '/sessions', query, ...lines, '', names, sha256(body)].join('\n');
  const own = leaf.key.asymmetricKeyType === 'rsa' ? 'AWS4-X509-RSA-SHA256' : 'AWS4-X509-ECDSA-SHA256';
  const algorithm = request.algorithm ?? own;
  const scope = `${timestamp.slice(0, 8)}/${region}/${request.service ?? 'rolesanywhere'}/aws4_request`;
  const toSign = [algorithm, timestamp, scope, sha256(canonical)].join('\n');
  const key = request.key ?? leaf.key;
  const signature = sign(request.digest ?? 'sha256', Buffer.from(toSign), { key, dsaEncoding: request.dsaEncoding ?? 'der' });
  const serial = request.serial ?? BigInt(`0x${certificate.serialNumber}`).toString();
  headers.push([
    'Authorization',
    `${algorithm} Credential=${serial}/${scope}, SignedHeaders=${names}, Signature=${signature.toString('hex')}`,
  ]);
  return { method: 'POST', target: query === '' ? '/sessions' : `/sessions?${query}`, headers, body };
}
