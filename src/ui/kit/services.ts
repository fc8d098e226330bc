import type { ExtensionContext, LogOutputChannel } from 'vscode';
import type { Identity } from '../../core/certificates/identity.ts';
import type { ReadIdentityOptions } from '../../core/certificates/read-identity.ts';
import type { CredentialProvider } from '../../core/credentials/credential-provider.ts';
import type { SessionManager } from '../../core/credentials/session-manager.ts';
import type { DestinationGuard } from '../../core/destinations/destination-guard.ts';
import type { HttpRequest, HttpResponse } from '../../core/http/message.ts';
import type { ServerClock } from '../../core/http/server-clock.ts';
import type { CertificateProfile } from '../../core/profiles/kinds.ts';
import type { PathBase } from '../../core/profiles/resolve-profile-path.ts';
import type { DisposableStore } from '../../platform/disposable-store.ts';
import type { ActiveProfile } from '../../storage/active-profile.ts';
import type { CertificateSummaries } from '../../storage/certificate-summaries.ts';
import type { ProfileStore } from '../../storage/profile-store.ts';
import type { RunningSandbox } from '../../storage/running-sandbox.ts';
import type { SecretVault } from '../../storage/secret-vault.ts';
import type { CommandRegistrar } from './command-registrar.ts';
import type { ErrorPresenter } from './error-presenter.ts';
import type { ProfileStandings } from './profile-standings.ts';

/** The services that all features share, one of each per window. */
export interface Services {
  readonly context: ExtensionContext;
  /** Disposables in it end with the extension. */
  readonly store: DisposableStore;
  readonly log: LogOutputChannel;
  readonly presenter: ErrorPresenter;
  readonly commands: CommandRegistrar;
  readonly paths: PathBase;
  readonly vault: SecretVault;
  readonly profiles: ProfileStore;
  readonly active: ActiveProfile;
  readonly sessions: SessionManager;
  /** The states of profiles, for display. */
  readonly standings: ProfileStandings;
  /** The certificate summaries in rows and tooltips. */
  readonly summaries: CertificateSummaries;
  /** The local sandbox that this window started: `sandbox.running?.origin` is its address. */
  readonly sandbox: RunningSandbox;
  /** The time for signatures. */
  readonly clock: ServerClock;
  /** The stored password of a profile's certificate. @throws {UserError} `secret-storage-locked`, `secret-unreadable` */
  readonly password: (profileId: string) => Promise<string | undefined>;
  /** Opens the files of a profile with this password. @throws {UserError} when they cannot be opened */
  readonly identity: (
    profile: CertificateProfile,
    password: string | undefined,
    choose?: ReadIdentityOptions['choose'],
  ) => Promise<Identity>;
  /** The credentials of profiles; loaded with the first request or session. */
  readonly credentialProvider: () => Promise<CredentialProvider>;
  /** The guard of destinations; loaded with the first request or session. */
  readonly destinations: () => Promise<DestinationGuard>;
  /** The only access to the network. @throws {UserError} what `sendRequest` throws */
  readonly send: (request: HttpRequest, signal: AbortSignal) => Promise<HttpResponse>;
  /** Forgets the signing keys derived from secrets. */
  readonly forgetSigningKeys: () => Promise<void>;
}
