import type { DestinationGuard } from '../destinations/destination-guard.ts';
import type { DestinationSigner } from '../destinations/destination.ts';
import { isUserError, UserError } from '../errors.ts';
import { type CertificateProfile, hasCertificate, hasSessions, kindRow, type ProfileKind } from '../profiles/kinds.ts';
import type { SecretOf, SessionKind } from '../profiles/kinds.ts';
import type { ProfileSecret } from '../profiles/profile-secret.ts';
import type { Credentials, Session } from '../signing/credentials.ts';
import { untilAborted } from '../until-aborted.ts';
import { environmentKeys } from './providers/environment.ts';
import type { KeyProvider, ProviderOf, SessionMeans, SessionProvider, SignerOf } from './providers/provider.ts';
import { rolesAnywhereSessions } from './providers/roles-anywhere.ts';
import { staticKeys } from './providers/static.ts';
import type { SessionManager } from './session-manager.ts';
import { type Locked, withPassword } from './with-password.ts';

/** How the credentials of each kind of profile are obtained. */
const providers: { readonly [K in ProfileKind]: ProviderOf<K> } = {
  rolesAnywhere: rolesAnywhereSessions,
  static: staticKeys,
  environment: environmentKeys,
};

export interface CredentialProviderPorts extends SessionMeans {
  /** Keeps the sessions; obtains them with {@link CredentialProvider.obtainSession}. */
  readonly sessions: Pick<SessionManager, 'use' | 'start'>;
  readonly secrets: {
    /** @throws {UserError} `secret-storage-locked`, `secret-unreadable` */
    readonly readSecret: (profileId: string) => Promise<ProfileSecret | undefined>;
    /** @throws {UserError} `secret-storage-locked` */
    readonly writeSecret: (profileId: string, secret: ProfileSecret) => Promise<void>;
  };
  /** The guard without whose consent nothing is sent. */
  readonly destinations: Pick<DestinationGuard, 'forProfile' | 'requireProfile' | 'requireUnchanged'>;
  /** Asks for the password of a profile's certificate, given why it is needed; undefined when the person leaves. */
  readonly askPassword: (profileName: string, locked: Locked) => Promise<string | undefined>;
}

/** A signing profile of a kind with sessions. */
export type SessionSigner = SignerOf<SessionKind>;
type KeyKind = Exclude<ProfileKind, SessionKind>;

/** Gives the credentials that profiles of every kind sign with, by the provider of their kind. */
export class CredentialProvider {
  readonly #ports: CredentialProviderPorts;

  constructor(ports: CredentialProviderPorts) {
    this.#ports = ports;
  }

  /**
   * The credentials of a profile, for work that a person waits for: those of the current session, or of a new one.
   * @throws {UserError} those of the profile's provider, of the secret storage and of the destination guard; `cancelled`
   */
  async credentials(signer: DestinationSigner, signal: AbortSignal): Promise<Credentials> {
    const { id, profile } = signer;
    const { sessions, destinations } = this.#ports;
    if (hasSessions(profile)) {
      return (await this.#withSession({ ...signer, profile }, () => sessions.use(id, signal))).credentials;
    }
    const provider: KeyProvider<KeyKind> = providers[profile.kind];
    return destinations.forProfile(signer, async () => {
      const secret = await untilCancelled(this.#secret(id, profile.kind), signal);
      return provider.keys({ ...signer, profile }, secret);
    });
  }

  /** Like {@link credentials}, of a fresh session, however long the current one lasts. @throws {UserError} */
  async renewedCredentials(signer: DestinationSigner, signal: AbortSignal): Promise<Credentials> {
    const { profile } = signer;
    if (!hasSessions(profile)) return this.credentials(signer, signal);
    return (await this.startSession({ ...signer, profile }, signal)).credentials;
  }

  /** Starts a session for a person who waits for it, in place of the current one. @throws {UserError} as {@link credentials} */
  async startSession(signer: SessionSigner, signal: AbortSignal): Promise<Session> {
    return this.#withSession(signer, () => this.#ports.sessions.start(signer.id, signal));
  }

  /**
   * A fresh session for the session manager. Whoever waits for it was asked for consent before; an automatic renewal asks nobody.
   * @throws {UserError} what the guard and the profile's provider throw; `destination-unconfirmed` before anything is connected
   */
  async obtainSession(signer: SessionSigner, signal: AbortSignal): Promise<Session> {
    const { certificates, paths, send, now, clock, destinations } = this.#ports;
    const provider: SessionProvider<SessionKind> = providers[signer.profile.kind];
    await destinations.requireProfile(signer);
    const means = { certificates, paths, send, now, signal, ...(clock !== undefined && { clock }) };
    const session = await provider.obtainSession(signer, await this.#secret(signer.id, signer.profile.kind), means);
    destinations.requireUnchanged(signer);
    return session;
  }

  /** The secret that is stored for a profile, if it is of the profile's kind: another one is left from an earlier profile of that name. */
  async #secret<K extends ProfileKind>(profileId: string, kind: K): Promise<SecretOf<K> | undefined> {
    const secret = kindRow(kind).secret === undefined ? undefined : await this.#ports.secrets.readSecret(profileId);
    return secret?.kind === kind ? (secret as SecretOf<K>) : undefined;
  }

  /** A session of a profile; asks for consent to its endpoint and for a missing password. */
  async #withSession(signer: SessionSigner, work: () => Promise<Session>): Promise<Session> {
    return this.#ports.destinations.forProfile(signer, async () => {
      try {
        return await (hasCertificate(signer.profile) ? this.#unlocked(signer, signer.profile, work) : work());
      } catch (error) {
        throw isUserError(error) && error.subject === undefined ? ofProfile(error, signer.id) : error;
      }
    });
  }

  /** Runs work that opens the certificate; if its password is missing or wrong, asks once, stores the entry and runs it again. */
  async #unlocked({ id, name }: SessionSigner, { kind }: CertificateProfile, work: () => Promise<Session>): Promise<Session> {
    let isAsked = false;
    return withPassword<Session>(undefined, work, async (locked) => {
      const password = isAsked ? undefined : await this.#ports.askPassword(name, locked);
      if (password === undefined) throw locked;
      isAsked = true;
      await this.#ports.secrets.writeSecret(id, { kind, password });
      return password;
    });
  }
}

/** Names the profile that a failure is about, so that its buttons lead to that one and not to the active one. */
function ofProfile(error: UserError, profileId: string): UserError {
  const { code, message, remedy, place, retryable } = error;
  const details = { code, message, remedy, retryable, cause: error, ...(place !== undefined && { place }) };
  return new UserError({ ...details, subject: { kind: 'profile', id: profileId } });
}

/** A keyring that does not respond delays nobody who cancels. @throws {UserError} `cancelled` */
async function untilCancelled<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await untilAborted(promise, signal);
  } catch (error) {
    if (isUserError(error) || !signal.aborted) throw error;
    const remedy = 'Unlock the keyring, then try again.';
    throw new UserError({ code: 'cancelled', message: 'Reading the secret was cancelled.', remedy, retryable: true });
  }
}
