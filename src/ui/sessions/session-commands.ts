import * as vscode from 'vscode';
import { UserError, isUserError } from '../../core/errors.ts';
import type { Credentials, Session } from '../../core/signing/credentials.ts';
import { untilAborted } from '../../core/until-aborted.ts';
import type { ProfileTarget } from '../../platform/contributions.ts';
import type { StoredProfile, UsableProfile } from '../../storage/stored-profile.ts';
import { requireUsable } from '../../storage/stored-profile.ts';
import type { Services } from '../kit/services.ts';
import { pickProfile } from '../kit/pick-profile.ts';
import { withCancellableProgress } from '../kit/progress.ts';
import { askText } from '../kit/text-input.ts';

export interface SessionCommandsPorts extends Services {
  readonly withViewProgress: <T>(work: () => Promise<T>) => Promise<T>;
}

type Signer = Pick<UsableProfile, 'id' | 'name' | 'profile'>;

/** Starting, ending and using sessions, for people: asks for a missing password and shows progress. */
export class SessionCommands implements vscode.Disposable {
  readonly #ports: SessionCommandsPorts;
  readonly #registrations: vscode.Disposable;

  constructor(ports: SessionCommandsPorts) {
    this.#ports = ports;
    const { commands } = ports;
    this.#registrations = vscode.Disposable.from(
      commands.registerTrusted('awsAuth.session.start', (target) => this.#start(target)),
      commands.register('awsAuth.session.end', (target) => this.#end(target)),
    );
  }

  /** The credentials of a profile, from its secret or its session. @throws {UserError} */
  async credentials(signer: Signer, signal: AbortSignal): Promise<Credentials> {
    const { id, name, profile } = signer;
    const { sessions, vault } = this.#ports;
    if (profile.kind === 'rolesAnywhere') return (await this.#session(signer, () => sessions.use(id, signal))).credentials;
    const secret = await (
      await this.#ports.destinations()
    ).forProfile(signer, () => untilCancelled(vault.readSecret(id), signal));
    if (secret?.kind === 'static') {
      const { secretAccessKey, sessionToken } = secret;
      return { accessKeyId: profile.accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
    }
    throw new UserError({
      code: 'secret-missing',
      message: `No secret access key is stored for the profile “${name}” on this machine.`,
      remedy: 'Enter its keys.',
      subject: { kind: 'profile', id },
    });
  }

  /** The credentials of a fresh session, whatever time the one at hand has left. @throws {UserError} */
  async renewedCredentials(signer: Signer, signal: AbortSignal): Promise<Credentials> {
    return (await this.#session(signer, () => this.#ports.sessions.start(signer.id, signal))).credentials;
  }

  dispose(): void {
    this.#registrations.dispose();
  }

  async #start(target: ProfileTarget | undefined): Promise<void> {
    const stored = await this.#chooseProfile(target, 'Start a session');
    if (stored === undefined) return;
    const { id, name, profile } = requireUsable(stored);
    if (profile.kind === 'static') {
      throw new UserError({
        code: 'session-not-needed',
        message: `The profile “${name}” signs with its access key and needs no session.`,
        remedy: 'Send a request with it.',
      });
    }
    await this.#ports.withViewProgress(() =>
      withCancellableProgress(`Starting a session of ${name}…`, (signal) =>
        this.#session({ id, name, profile }, () => this.#ports.sessions.start(id, signal)),
      ),
    );
  }

  async #end(target: ProfileTarget | undefined): Promise<void> {
    const stored = await this.#chooseProfile(target, 'End a session');
    if (stored === undefined) return;
    // A keyring that does not answer keeps the session in its storage, and nothing in memory.
    await Promise.all([this.#ports.forgetSigningKeys(), this.#ports.sessions.end(stored.id)]);
  }

  /** The profile of a tree row, the active one, or the one that a person picks. */
  async #chooseProfile(target: ProfileTarget | undefined, title: string): Promise<StoredProfile | undefined> {
    const { profiles, active } = this.#ports;
    if (target !== undefined) return profiles.find(target.profileId);
    return active.get() ?? pickProfile(profiles.list(), title);
  }

  /** A session of a profile as it was handed over; asks where nobody has agreed to its endpoint. */
  async #session(signer: Signer, work: () => Promise<Session>): Promise<Session> {
    return (await this.#ports.destinations()).forProfile(signer, () => this.#withPassword(signer.id, signer.name, work));
  }

  /** Runs work that opens the certificate; when its password is missing or wrong, asks once and runs it again. */
  async #withPassword<T>(profileId: string, name: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (isUserError(error) && error.code === 'role-not-assumable') throw ofProfile(error, profileId);
      if (!isUserError(error) || (error.code !== 'password-required' && error.code !== 'password-wrong')) throw error;
      const password = await askText({
        title: `Password of ${name}'s certificate`,
        prompt: error.message,
        password: true,
      });
      if (password === undefined) throw error;
      await this.#ports.vault.writeSecret(profileId, { kind: 'rolesAnywhere', password });
      return work();
    }
  }
}

/** Names the profile whose role could not be assumed, so that its trust policy can be shown. */
function ofProfile(error: UserError, profileId: string): UserError {
  const { code, message, remedy } = error;
  return new UserError({ code, message, remedy, subject: { kind: 'profile', id: profileId }, cause: error });
}

/** A keyring that does not answer holds nobody up who gives up. @throws {UserError} `cancelled` */
async function untilCancelled<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  try {
    return await untilAborted(promise, signal);
  } catch (error) {
    if (isUserError(error) || !signal.aborted) throw error;
    const remedy = 'Unlock the keyring, then try again.';
    throw new UserError({ code: 'cancelled', message: 'Reading the secret was cancelled.', remedy, retryable: true });
  }
}
