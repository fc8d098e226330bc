import type { DestinationSigner } from '../../destinations/destination.ts';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import type { ServerClock } from '../../http/server-clock.ts';
import type { ProfileKind, ProfileOf, SecretOf, SessionKind } from '../../profiles/kinds.ts';
import type { PathBase } from '../../profiles/resolve-profile-path.ts';
import type { Credentials, Session } from '../../signing/credentials.ts';
import type { obtainSession } from './obtain-session.ts';

/** A signing profile of one kind. */
export type SignerOf<K extends ProfileKind> = Omit<DestinationSigner, 'profile'> & { readonly profile: ProfileOf<K> };

/** What obtaining a session takes, for every kind. */
export interface SessionMeans {
  /** Opens certificates and signs with them; loaded when the first session needs it. */
  readonly certificates: () => Promise<{ readonly obtainSession: typeof obtainSession }>;
  readonly paths: PathBase;
  /** Sends one request; `sendRequest` of the transport, with a timeout bound to it. */
  readonly send: (request: HttpRequest, signal: AbortSignal) => Promise<HttpResponse>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** The servers' time; the machine's if absent. */
  readonly clock?: ServerClock;
}

/** Gives the credentials of a kind without sessions, again for each request. */
export interface KeyProvider<K extends ProfileKind> {
  /** @param secret what the secret storage keeps for the profile @throws {UserError} why there are none */
  keys(signer: SignerOf<K>, secret: SecretOf<K> | undefined): Credentials | Promise<Credentials>;
}

/** Obtains the sessions of a kind. The session manager decides when, and keeps them. */
export interface SessionProvider<K extends ProfileKind> {
  /** @param secret as of {@link KeyProvider} @throws {UserError} why there is none */
  obtainSession(
    signer: SignerOf<K>,
    secret: SecretOf<K> | undefined,
    means: SessionMeans & { readonly signal: AbortSignal },
  ): Promise<Session>;
}

/** The provider that a kind needs, depending on whether it has sessions. */
export type ProviderOf<K extends ProfileKind> = K extends SessionKind ? SessionProvider<K> : KeyProvider<K>;
