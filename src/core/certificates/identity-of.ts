import { type KeyObject, type X509Certificate, createPublicKey, sign, verify } from 'node:crypto';
import { UserError } from '../errors.ts';
import { type NamedIdentity, identityAmbiguous, identityNotFound, nameIdentity } from './named-identity.ts';
import { issuersAmong } from './chain/issuer-path.ts';
import { damaged } from './containers/problems.ts';
import { type FoundIdentity, identitiesAmong, identityByFingerprint, likeliest } from './identities-among.ts';
import type { Identity } from './identity.ts';
import type { Container } from './read-container.ts';

export interface IdentityChoice {
  /** Which of several identities is meant: the SHA-256 of its certificate in hex, or the first sixteen digits or more of it. */
  readonly fingerprint?: string | undefined;
  /** Asks which of several is meant; gives its fingerprint, or undefined if nobody says. Without this port, several identities are an error. */
  readonly choose?: ((identities: readonly NamedIdentity[]) => Promise<string | undefined>) | undefined;
}

/**
 * The private key in any number of open containers, with the certificate that belongs to it and that certificate's issuers. The
 * leaf is found by its public key and issuers by their signature: names, order and local key ids are unreliable. Of several
 * candidates an end-entity certificate is preferred to an authority, then a valid one, then the later expiry.
 *
 * Throws UserError: `certificate-damaged`, `certificate-missing`, `key-missing`, `key-mismatch`, `identity-ambiguous`,
 * `identity-not-found`, `chain-too-tangled`, and the containers' own problems if they may hide the identity.
 */
export async function identityOf(
  containers: readonly Pick<Container, 'name' | 'certificates' | 'keys' | 'problems'>[],
  options: IdentityChoice = {},
): Promise<Identity> {
  const names = containers.map(({ name }) => name).join(' and ');
  const problems = containers.flatMap((container) => container.problems);
  const broken = problems.find(({ code }) => code === 'certificate-damaged');
  if (broken !== undefined) {
    throw broken;
  }
  const certificates = containers.flatMap((container) => container.certificates.map(({ certificate }) => certificate));
  const keys = containers.flatMap((container) => container.keys.map(({ key }) => key));
  if (certificates.length === 0) {
    throw (
      problems[0] ??
      new UserError({
        code: 'certificate-missing',
        message: containers.length === 0 ? 'No certificate file was given.' : `${names} holds a private key but no certificate.`,
        remedy: 'Choose the certificate file as well, or a PFX file that holds both.',
      })
    );
  }
  const identities = identitiesAmong(certificates, keys);
  if (identities.length === 0) {
    throw problems.find(({ code }) => code !== 'not-a-certificate') ?? noPair(names, keys.length > 0);
  }
  const locked = problems.find(({ code }) => code === 'password-required' || code === 'password-wrong');
  if (locked !== undefined && options.fingerprint === undefined && mayHideAnother(identities, certificates)) {
    throw locked;
  }
  const { leaf, key } = await chosenIdentity(identities, names, options);
  if (!isSound(key)) {
    throw damaged(names, 'signatures of its private key do not verify');
  }
  return { leaf, key, ...issuersAmong(leaf, certificates) };
}

/** Whether a key that is locked may be that of another certificate, and so another identity. */
function mayHideAnother(identities: readonly FoundIdentity[], certificates: readonly X509Certificate[]): boolean {
  const open = new Set(identities.flatMap(({ fingerprints }) => fingerprints));
  return certificates.some(({ ca, fingerprint256 }) => !ca && !open.has(fingerprint256));
}

async function chosenIdentity(
  identities: readonly FoundIdentity[],
  names: string,
  { fingerprint, choose }: IdentityChoice,
): Promise<FoundIdentity> {
  if (fingerprint !== undefined) {
    const named = identityByFingerprint(identities, fingerprint);
    if (named === undefined) throw identityNotFound(identities, names, fingerprint);
    return named;
  }
  const candidates = likeliest(identities);
  const [only] = candidates;
  if (only !== undefined && candidates.length === 1) return only;
  const chosen = await choose?.(candidates.map(nameIdentity));
  const found = chosen === undefined ? undefined : identityByFingerprint(candidates, chosen);
  if (found === undefined) throw identityAmbiguous(candidates, names);
  return found;
}

function noPair(names: string, hasKey: boolean): UserError {
  return hasKey
    ? new UserError({
        code: 'key-mismatch',
        message: `The private key in ${names} does not belong to any certificate in it.`,
        remedy: 'Choose the key that was made together with the certificate, or have a certificate issued for this key.',
      })
    : new UserError({
        code: 'key-missing',
        message: `${names} holds a certificate but no private key.`,
        remedy: 'Choose the key file as well (.key or .pem), or export the certificate again together with its private key.',
      });
}

/** A damaged key can still have the right public half: only a signature shows the damage. */
function isSound(key: KeyObject): boolean {
  if (key.asymmetricKeyType !== 'rsa' && key.asymmetricKeyType !== 'ec') {
    return true;
  }
  try {
    const message = Buffer.from('sound');
    return verify('sha256', message, createPublicKey(key), sign('sha256', message, key));
  } catch {
    return false;
  }
}
