import { closestNames } from '../text/closest-names.ts';
import { UserError } from '../errors.ts';
import { headerValues, type HttpRequest } from '../http/message.ts';
import { isSandboxProfileName, sandboxStopped } from '../profiles/sandbox-profile.ts';
import { quotable } from '../redaction/secret-name.ts';
import type { Signer } from './signer.ts';

export interface ProfilePorts<Profile> {
  /** The profile with this name, or undefined. @throws {UserError} if its settings are invalid */
  readonly profileByName: (name: string) => Profile | undefined;
  /** The names of all profiles. */
  readonly profileNames?: () => readonly string[];
  /** @throws {UserError} if its settings are invalid */
  readonly activeProfile: () => Profile | undefined;
  /** Whether none is active because the active one is that of the local sandbox, which is not running. */
  readonly isSandboxStopped?: () => boolean;
}

/**
 * The profile that signs; undefined if keys in the file do.
 * @throws {UserError} `profile-unknown`, `profile-none`, `profile-missing`, `sandbox-stopped`
 */
export function chooseProfile<Profile>(signer: Signer, ports: ProfilePorts<Profile>, fileName?: string): Profile | undefined {
  if (signer.by === 'keys') return undefined;
  if (signer.by === 'named-profile') {
    const { profile: named } = signer;
    const profile = ports.profileByName(named.value);
    if (profile !== undefined) return profile;
    if (isSandboxProfileName(named.value)) throw sandboxStopped(named.value);
    throw new UserError({
      code: 'profile-unknown',
      message: unknownProfileMessage(named.value, ports.profileNames?.() ?? []),
      remedy: 'Correct the name in the request, or add the profile.',
      place: { ...(fileName !== undefined && { file: fileName }), line: named.range.start.line + 1, field: 'aws-profile' },
    });
  }
  const active = ports.activeProfile();
  if (active !== undefined) return active;
  if (ports.isSandboxStopped?.() === true) throw sandboxStopped('sandbox');
  if (ports.profileNames?.().length === 0) {
    throw new UserError({
      code: 'profile-none',
      message: 'There is no profile yet to sign with.',
      remedy: 'Add one, or start the local sandbox, which comes with one and needs no AWS account.',
    });
  }
  throw new UserError({
    code: 'profile-missing',
    message: 'No profile is active, and the request names none.',
    remedy: 'Add a profile or make one active, or write “# @aws-profile name” above the request.',
  });
}

/** The message if a request names a missing profile. */
export function unknownProfileMessage(name: string, names: readonly string[]): string {
  const [closest] = closestNames(name, names, 1);
  const proposal = closest === undefined ? '' : ` Did you mean “${closest}”?`;
  return `There is no profile “${quotable(name)}”, which the request names.${proposal}`;
}

/** Another scheme is meant for another server: replacing it by a signature would send the request as somebody that the file does not name. */
export function requireNoOtherAuthorization({ headers }: HttpRequest): void {
  const other = headerValues(headers, 'authorization').find((value) => !/^AWS4-/i.test(value));
  if (other === undefined) return;
  throw new UserError({
    code: 'authorization-foreign',
    message: 'The request has an Authorization of another scheme, which a signature would replace.',
    remedy: 'Remove that header to sign the request, or send it with another client.',
    place: { field: 'Authorization' },
  });
}
