import { UserError } from '../errors.ts';
import type { CarriedValue } from '../variables/carried-value.ts';
import { canonicalOrigin, originOf } from '../http/origin.ts';
import { destinationRecord, type DestinationRecord } from './destination-record.ts';
import { endpointRules } from '../profiles/endpoint-rules.ts';
import { hasAmbientCredentials, hasOwnKeys, hasSessions } from '../profiles/kinds.ts';
import { profileFingerprint } from '../profiles/profile-fingerprint.ts';
import type { InvalidProfile, Profile } from '../profiles/profile.ts';
import { carriedFromOutside, foldersAround } from './carried-from-outside.ts';
import { borrowsCredentials, profileChange, requestQuestions } from './destination.ts';
import type { Destination, DestinationQuestion, DestinationSigner, OriginQuestion, ProfileQuestion } from './destination.ts';

/** Keeps what a person agreed to, out of reach of repositories and synced settings. */
export interface DestinationMemory {
  /** The consent given for a profile's secret. @throws {UserError} `secret-storage-locked` */
  readonly agreed: (profileId: string) => Promise<DestinationRecord | undefined>;
  /** @throws {UserError} `secret-storage-locked` */
  readonly agree: (profileId: string, record: DestinationRecord) => Promise<void>;
  /** Whether this workspace remembers a person's answer; see `remember`. */
  readonly isRemembered: (key: string) => Promise<boolean>;
  readonly remember: (key: string) => Promise<void>;
}

/** What is known of profiles as they are by now. */
export interface ProfileRegister {
  /** Why a profile that nobody agreed to is not even asked about, as that of a sandbox that does not run. */
  readonly refusal: (signer: DestinationSigner) => UserError | undefined;
  /** A profile with its present settings; undefined if it is gone. */
  readonly profileNow: (profileId: string) => Profile | InvalidProfile | undefined;
  /** Which folder a profile belongs to, as `DestinationRecord` has it. */
  readonly folderOf: (profileId: string) => Promise<string>;
}

export interface DestinationGuardPorts extends ProfileRegister {
  readonly memory: DestinationMemory;
  /** Asks a person; false where they decline. */
  readonly ask: (question: DestinationQuestion) => Promise<boolean>;
  /** Whether the sandbox that this window runs answers at an origin. */
  readonly isOwnSandbox: (origin: string) => boolean;
  /** Absolute. */
  readonly workspaceFolders: () => readonly string[];
}

/** A request before it is signed, as far as its destination matters. */
export interface JourneyToConfirm extends Omit<Destination, 'carried'> {
  /** All values that it takes from outside its file. */
  readonly carried: readonly CarriedValue[];
  /** The folder of its file. */
  readonly directory: string | undefined;
}

/** Lets nothing be sent without consent. It decides for the profile as it was passed in: settings may change while a person thinks. */
export class DestinationGuard {
  readonly #ports: DestinationGuardPorts;
  /** Open questions, by their keys: several simultaneous requests ask once. */
  readonly #asking = new Map<string, Promise<boolean>>();

  constructor(ports: DestinationGuardPorts) {
    this.#ports = ports;
  }

  /**
   * Asks for whatever consent a request lacks.
   * @throws {UserError} `destination-denied`, `endpoint-refused`, and what the memory throws; then nothing may be connected, signed or sent
   */
  async confirm(journey: JourneyToConfirm): Promise<void> {
    const { signer, request, directory } = journey;
    if (signer !== undefined) await this.confirmProfile(signer);
    const { isOwnSandbox, workspaceFolders } = this.#ports;
    if (isOwnSandbox(originOf(request))) return;
    const carried =
      journey.carried.length === 0
        ? []
        : await carriedFromOutside(journey.carried, await foldersAround(directory, workspaceFolders()));
    for (const question of requestQuestions({ ...journey, carried })) await this.#confirmOnce(question);
  }

  /** Asks for the consent that a profile lacks. @throws {UserError} as `confirm` */
  async confirmProfile(signer: DestinationSigner): Promise<void> {
    const question = await this.#profileQuestion(signer);
    if (question === undefined) return;
    await this.#settle(question, JSON.stringify(['profile', signer.id, signer.profile]), () =>
      this.agreeTo(signer.id, signer.profile),
    );
  }

  /**
   * For automatic work, where nobody is asked: a profile is used with the consent it has, or not at all.
   * @throws {UserError} `destination-unconfirmed`, `endpoint-refused`, and what the memory throws
   */
  async requireProfile(signer: DestinationSigner): Promise<void> {
    if ((await this.#profileQuestion(signer)) === undefined) return;
    throw new UserError({
      code: 'destination-unconfirmed',
      message: `You have not agreed yet that the profile “${signer.name}” signs for ${signer.profile.endpoint ?? 'AWS'}.`,
      remedy: 'Send a request or start a session with it: then you are asked.',
    });
  }

  /**
   * Runs work with a profile for a person who waits for it, once there is consent, and returns its result only if the profile has
   * not changed since.
   * @throws {UserError} as `confirm`; `profile-changed`
   */
  async forProfile<T>(signer: DestinationSigner, work: () => Promise<T>): Promise<T> {
    await this.confirmProfile(signer);
    const result = await work();
    this.requireUnchanged(signer);
    return result;
  }

  /** Records consent to a profile that a person entered as it is. @throws what the memory throws */
  async agreeTo(profileId: string, profile: Profile): Promise<void> {
    await this.#ports.memory.agree(profileId, destinationRecord(profile, await this.#ports.folderOf(profileId)));
  }

  /**
   * A session belongs to the settings that it was requested with: if they changed in the meantime, also by a pull, it signs
   * nothing.
   * @throws {UserError} `profile-changed`
   */
  requireUnchanged({ id, name, profile }: DestinationSigner): void {
    const now = this.#ports.profileNow(id);
    if (!hasSessions(profile)) return;
    if (now !== undefined && hasSessions(now) && profileFingerprint(now) === profileFingerprint(profile)) return;
    throw new UserError({
      code: 'profile-changed',
      message: `The settings of the profile “${name}” changed while its session was being started.`,
      remedy: 'Try again with the settings as they are now.',
      retryable: true,
    });
  }

  async #profileQuestion(signer: DestinationSigner): Promise<ProfileQuestion | undefined> {
    const { memory, folderOf, isOwnSandbox, refusal } = this.#ports;
    const { id, profile } = signer;
    const { endpoint } = profile;
    if (endpoint === undefined && !hasOwnKeys(profile) && !hasAmbientCredentials(profile)) return undefined;
    if (endpoint !== undefined) requireSafeEndpoint(signer, endpoint);
    const folder = await folderOf(id);
    if (!borrowsCredentials(profile, folder)) {
      // In a person's own settings: then no keyring has to answer before the machine's credentials sign for AWS.
      if (endpoint === undefined && hasAmbientCredentials(profile)) return undefined;
      if (endpoint !== undefined && isOwnSandbox(endpoint)) return undefined;
    }
    const agreed = await memory.agreed(id);
    const change = profileChange(profile, agreed, folder);
    if (change === undefined) {
      // From the first use on, the secret's key and folder are recorded.
      if (agreed === undefined) await this.agreeTo(id, profile);
      return undefined;
    }
    const refused = refusal(signer);
    if (refused !== undefined) throw refused;
    return { reason: 'profile', signer, change, agreed };
  }

  async #confirmOnce(question: OriginQuestion): Promise<void> {
    const { memory } = this.#ports;
    const signer = question.reason === 'carried' ? '' : (question.signer?.id ?? 'file');
    const key = JSON.stringify([question.reason, question.origin, signer]);
    if (await memory.isRemembered(key)) return;
    await this.#settle(question, key, () => memory.remember(key));
  }

  /** @throws {UserError} `destination-denied` */
  async #settle(question: DestinationQuestion, key: string, keep: () => Promise<void>): Promise<void> {
    let asking = this.#asking.get(key);
    if (asking === undefined) {
      asking = this.#ports.ask(question).then(async (isAllowed) => {
        if (isAllowed) await keep();
        return isAllowed;
      });
      this.#asking.set(key, asking);
      const forget = (): boolean => this.#asking.delete(key);
      asking.then(forget, forget);
    }
    if (await asking) return;
    const place =
      question.reason === 'profile'
        ? (question.signer.profile.endpoint ?? `AWS with the profile “${question.signer.name}”`)
        : question.origin;
    throw new UserError({
      code: 'destination-denied',
      message: `Nothing was sent to ${place}, because you did not allow it.`,
      remedy: 'Correct the address or the profile, or do it again and allow it.',
    });
  }
}

/** @throws {UserError} `endpoint-refused` */
function requireSafeEndpoint({ id, name }: DestinationSigner, endpoint: string): void {
  const canonical = canonicalOrigin(endpoint);
  const problem =
    endpointRules.find(([pattern]) => !pattern.test(endpoint))?.[1] ??
    (canonical === endpoint ? undefined : canonical === undefined ? 'names no host' : `must be written as ${canonical}`);
  if (problem === undefined) return;
  throw new UserError({
    code: 'endpoint-refused',
    message: `The endpoint of the profile “${name}” ${problem}.`,
    remedy: 'Correct it in the settings; nothing was sent.',
    subject: { kind: 'profile', id },
  });
}
