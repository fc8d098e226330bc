import { generateKeyPairSync } from 'node:crypto';
import { AUTHORITY, END_ENTITY, issueCertificate, type Wish } from '../certificate-authority.ts';
import { signWithAws4, type Sent } from '../fixtures.ts';
import { HOST, type Authorities, type SessionRequest } from '../services/session-fixtures.ts';
import { refusedSessions, type SessionRefusal } from '../services/session-table.ts';

const DAY = 86_400_000;
const insufficient = 'Untrusted certificate. Insufficient certificate';
const untrusted = 'Untrusted signing certificate';
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

/** A leaf directly below the trust anchor. */
const direct = ({ root }: Authorities, wish: Wish): Partial<SessionRequest> => ({
  leaf: issueCertificate({ issuer: root, ...wish }),
  chain: [],
});

/** A leaf below an intermediate authority that is as wished. */
const between = ({ root }: Authorities, wish: Wish): Partial<SessionRequest> => {
  const authority = issueCertificate({ subject: '/CN=Between', extensions: AUTHORITY, issuer: root, ...wish });
  return { leaf: issueCertificate({ issuer: authority }), chain: [authority] };
};

const header =
  (name: string, change: (value: string) => string) =>
  (sent: Sent): Sent => ({ ...sent, headers: sent.headers.map(([n, value]) => [n, n === name ? change(value) : value]) });

const signatures: SessionRefusal[] = [
  {
    name: 'flipped body byte',
    wire: (sent) => ({ ...sent, body: sent.body.replace('3600', '3601') }),
    message: 'Invalid signature',
  },
  { name: 'changed query', wire: (sent) => ({ ...sent, target: '/sessions?x=1' }), message: 'Invalid signature' },
  { name: 'changed content type', wire: header('Content-Type', () => 'text/json'), message: 'Invalid signature' },
  {
    name: 'signed by another key',
    signing: () => ({ key: ec }),
    message: 'Invalid signature',
    reason: /by the key of X-Amz-X509/,
  },
  { name: 'signed over SHA-384', signing: () => ({ digest: 'sha384' }), message: 'Invalid signature' },
  { name: 'ECDSA signature that is not DER', signing: () => ({ dsaEncoding: 'ieee-p1363' }), message: 'Invalid signature' },
  {
    name: 'signature in upper case',
    wire: header('Authorization', (value) => value.replace(/\w+$/, (hex) => hex.toUpperCase())),
    message: 'Invalid signature',
    reason: /lower-case hex/,
  },
  {
    name: 'algorithm of another key kind',
    signing: () => ({ algorithm: 'AWS4-X509-RSA-SHA256' }),
    message: 'Invalid signature',
    reason: /does not fit the certificate's key/,
  },
  {
    name: "algorithm named after the certificate's hash",
    signing: () => ({ algorithm: 'AWS4-X509-ECDSA-SHA384' }),
    message: 'Invalid signature',
    reason: /AWS4-X509-ECDSA-SHA384 is not one of/,
  },
  {
    name: 'hexadecimal serial',
    signing: () => ({ serial: '123456789abcdef0' }),
    message: 'Invalid signature',
    reason: /serial number in decimal/,
  },
  { name: "another certificate's serial", signing: () => ({ serial: '18' }), message: 'Invalid signature', reason: /serial/ },
  {
    name: 'other region in the scope',
    signing: () => ({ region: 'us-east-1' }),
    message: 'Invalid signature',
    reason: /should be .*eu-central-1/,
  },
  {
    name: 'other service in the scope',
    signing: () => ({ service: 'sts' }),
    message: 'Invalid signature',
    reason: /should be .*rolesanywhere/,
  },
  ...['content-type', 'host', 'x-amz-date', 'x-amz-x509', 'x-amz-x509-chain'].map((unsigned) => ({
    name: `${unsigned} not signed`,
    signing: () => ({ unsigned }),
    message: 'Invalid signature',
    reason: new RegExp(`not covered by the signature: ${unsigned}$`),
  })),
  { name: 'six minutes late', late: 360_000, message: 'Invalid signature', reason: /more than 5 minutes/ },
  { name: 'six minutes early', late: -360_000, message: 'Invalid signature', reason: /more than 5 minutes/ },
  {
    name: 'no signature',
    wire: (sent) => ({ ...sent, headers: sent.headers.slice(0, -1) }),
    code: 'MissingAuthenticationTokenException',
    message: 'Missing Authentication Token',
  },
  {
    name: 'SignedHeaders missing',
    wire: header('Authorization', (value) => value.replace(/SignedHeaders=[^,]+, /, '')),
    code: 'IncompleteSignatureException',
    message: /requires the parameters/,
  },
  {
    name: 'signed with access keys',
    wire: () => signWithAws4({ host: HOST, service: 'rolesanywhere', method: 'POST', target: '/sessions', body: '{}' }),
    message: 'Invalid signature',
    reason: /AWS4-HMAC-SHA256 is not one of/,
  },
];
refusedSessions('a signature of CreateSession', signatures);

const certificates: SessionRefusal[] = [
  {
    name: 'no certificate',
    wire: (sent) => ({ ...sent, headers: sent.headers.filter(([name]) => name !== 'X-Amz-X509') }),
    message: insufficient,
  },
  { name: 'certificate that is none', wire: header('X-Amz-X509', () => 'AAAA'), message: insufficient },
  {
    name: 'CA certificate as leaf',
    signing: (made) => direct(made, { extensions: [AUTHORITY[0] ?? '', 'keyUsage=digitalSignature,keyCertSign'] }),
    message: insufficient,
    reason: /CA:TRUE/,
  },
  {
    name: 'leaf without digitalSignature',
    signing: (made) => direct(made, { extensions: [END_ENTITY[0] ?? '', 'keyUsage=keyEncipherment'] }),
    message: insufficient,
    reason: /digitalSignature/,
  },
  {
    name: 'leaf without key usage',
    signing: (made) => direct(made, { extensions: [END_ENTITY[0] ?? ''] }),
    message: insufficient,
    reason: /digitalSignature/,
  },
  {
    name: 'leaf signed with SHA-1',
    signing: (made) => direct(made, { digest: 'sha1' }),
    message: insufficient,
    reason: /weaker than SHA-256/,
  },
  {
    name: 'leaf with an empty subject',
    signing: (made) => direct(made, { subject: '/' }),
    message: insufficient,
    reason: /subject is empty/,
  },
  {
    name: 'expired leaf',
    signing: (made) => direct(made, { days: 1 }),
    at: 2 * DAY,
    message: untrusted,
    reason: /the certificate has expired/,
  },
  { name: 'leaf not yet valid', at: -DAY, message: untrusted, reason: /not yet valid/ },
  {
    name: 'expired intermediate',
    signing: (made) => between(made, { days: 1 }),
    at: 2 * DAY,
    message: untrusted,
    reason: /Between has expired/,
  },
  {
    name: 'expired trust anchor',
    signing: (made) => direct(made, { days: 60 }),
    at: 40 * DAY,
    message: untrusted,
    reason: /Root has expired/,
  },
  {
    name: 'untrusted authority',
    signing: () => {
      const other = issueCertificate({ subject: '/CN=Other', extensions: AUTHORITY });
      return { leaf: issueCertificate({ issuer: other }), chain: [other] };
    },
    message: untrusted,
  },
  {
    name: "authority that only bears the trust anchor's name",
    signing: () => {
      const other = issueCertificate({ subject: '/CN=Root', extensions: AUTHORITY });
      return { leaf: issueCertificate({ issuer: other }), chain: [other] };
    },
    message: untrusted,
  },
  {
    name: "authority with the trust anchor's key and another name",
    signing: (made) => {
      const other = issueCertificate({ subject: '/CN=Other', extensions: AUTHORITY, key: made.root.key });
      return { leaf: issueCertificate({ issuer: other }), chain: [] };
    },
    message: untrusted,
  },
  { name: 'intermediate missing', signing: () => ({ chain: [] }), message: untrusted, reason: /build-7/ },
  {
    name: 'chain in the wrong order',
    signing: (made) => {
      const upper = issueCertificate({ issuer: made.root, subject: '/CN=Upper', extensions: AUTHORITY });
      const lower = issueCertificate({ subject: '/CN=Lower', extensions: AUTHORITY, issuer: upper });
      return { leaf: issueCertificate({ issuer: lower }), chain: [upper, lower] };
    },
    message: untrusted,
  },
  { name: 'leaf repeated in the chain', signing: (made) => ({ chain: [made.leaf, made.intermediate] }), message: untrusted },
  {
    name: 'intermediate that is no authority',
    signing: (made) => between(made, { extensions: ['basicConstraints=CA:FALSE', 'keyUsage=keyCertSign'] }),
    message: untrusted,
  },
  {
    name: 'intermediate without keyCertSign',
    signing: (made) => between(made, { extensions: ['basicConstraints=CA:TRUE', 'keyUsage=cRLSign'] }),
    message: untrusted,
  },
  {
    name: 'intermediate without key usage',
    signing: (made) => between(made, { extensions: ['basicConstraints=CA:TRUE'] }),
    message: untrusted,
    reason: /keyCertSign/,
  },
  {
    name: 'intermediate signed with SHA-1',
    signing: (made) => between(made, { digest: 'sha1' }),
    message: untrusted,
    reason: /weaker than SHA-256/,
  },
  {
    name: 'authority below one that allows none',
    signing: (made) => {
      const upper = issueCertificate({
        issuer: made.root,
        subject: '/CN=Upper',
        extensions: ['basicConstraints=CA:TRUE,pathlen:0', 'keyUsage=keyCertSign'],
      });
      const lower = issueCertificate({ subject: '/CN=Lower', extensions: AUTHORITY, issuer: upper });
      return { leaf: issueCertificate({ issuer: lower }), chain: [lower, upper] };
    },
    message: untrusted,
    reason: /Upper allows 0/,
  },
  {
    name: 'chain with a stranger behind the path',
    signing: (made) => ({ chain: [made.intermediate, issueCertificate({ subject: '/CN=Stranger', extensions: AUTHORITY })] }),
    message: untrusted,
    reason: /number 2 of the chain issued none of those before it/,
  },
  {
    name: 'cross-signed authority, neither of whose issuers is the trust anchor',
    signing: () => {
      const [first, second] = ['/CN=First', '/CN=Second'].map((subject) => issueCertificate({ subject, extensions: AUTHORITY }));
      const between = issueCertificate({ subject: '/CN=Between', extensions: AUTHORITY, ...(first && { issuer: first }) });
      const crossed = issueCertificate({
        subject: '/CN=Between',
        extensions: AUTHORITY,
        key: between.key,
        ...(second && { issuer: second }),
      });
      return { leaf: issueCertificate({ issuer: between }), chain: [between, crossed] };
    },
    message: untrusted,
    reason: /neither the trust anchor nor the next certificate of the chain issued CN=Between/,
  },
  {
    name: 'chain of six',
    signing: (made) => ({ chain: Array.from({ length: 6 }, () => made.intermediate) }),
    message: insufficient,
    reason: /more than 5/,
  },
  {
    name: 'chain with something that is no certificate',
    wire: header('X-Amz-X509-Chain', (value) => `${value},AAAA`),
    message: insufficient,
    reason: /number 2/,
  },
];
refusedSessions('a certificate of CreateSession', certificates);
