import { randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { LogOutputChannel } from 'vscode';
import { sandboxProfileId } from '../../core/profiles/sandbox-profile.ts';
import { provisionSandbox } from '../../sandbox/provision-sandbox.ts';
import { startSandbox } from '../../sandbox/start-sandbox.ts';
import type { Services } from '../kit/services.ts';

export interface LaunchSandboxPorts extends Pick<Services, 'profiles' | 'active' | 'vault' | 'sandbox'> {
  /** The folder of the sandbox's certificate while it runs, outside every workspace. */
  readonly directory: string;
  readonly log: Pick<LogOutputChannel, 'info' | 'warn'>;
  /** Shows a message, and returns whether its button was pressed. */
  readonly offer: (sentence: string, button: string) => Promise<boolean>;
}

/** A started sandbox, with a profile that is ready to use. */
export interface LaunchedSandbox {
  /** Points out if its profile is not the active one, which is easily overlooked. */
  readonly tell: () => Promise<void>;
  /** Stops it; profile, password and certificate are then deleted. */
  close(): Promise<void>;
}

/**
 * Starts the local sandbox with a new certificate and gives it a profile, in memory alone, which becomes the active one if there
 * is none. Removes what earlier versions left in the settings.
 * @throws {UserError} what `startSandbox` throws
 */
export async function launchSandbox(ports: LaunchSandboxPorts): Promise<LaunchedSandbox> {
  const { profiles, active, vault, sandbox, log } = ports;
  // A folder for each start: another window of this machine may run a sandbox too.
  const directory = join(ports.directory, `${process.pid}-${randomBytes(4).toString('hex')}`);
  await removeLeftovers(ports.directory);
  const provision = await provisionSandbox(directory);
  const server = await startSandbox(provision.options);
  await vault.writeSecret(sandboxProfileId, { kind: 'rolesAnywhere', password: provision.password });
  const wasChosen = active.isStoppedSandbox;
  sandbox.set({ origin: server.url, profile: { ...provision.profile, endpoint: server.url } });
  if (wasChosen || active.get() === undefined) await active.choose(sandboxProfileId);
  const profileName = profiles.find(sandboxProfileId)?.name ?? '';
  log.info(`The local sandbox listens at ${server.url}. Its profile is “${profileName}”.`);
  // Not awaited: a keyring that does not respond must not delay the sandbox.
  void removeFormerProfiles(ports);
  return {
    tell: async () => {
      const other = active.get();
      if (other === undefined || other.id === sandboxProfileId) return;
      const sentence = `The local sandbox is running. Its profile “${profileName}” is not the active one; “${other.name}” is.`;
      if (await ports.offer(sentence, 'Make Active')) await active.choose(sandboxProfileId);
    },
    close: async () => {
      sandbox.set(undefined);
      await vault.deleteSecret(sandboxProfileId);
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function removeFormerProfiles({ profiles, log }: LaunchSandboxPorts): Promise<void> {
  try {
    for (const former of profiles.formerSandboxes()) {
      await profiles.remove(former);
      log.info(`The profile “${former.name}” of an earlier sandbox was taken out of the ${former.scope} settings.`);
    }
  } catch (error) {
    log.warn(`A profile of an earlier sandbox stays in the settings: ${String(error)}`);
  }
}

/** Removes certificates of sandboxes whose window was closed before they could, and those of earlier versions. */
async function removeLeftovers(directory: string): Promise<void> {
  const names = await readdir(directory).catch(() => []);
  for (const name of names.filter((each) => !isInUse(each))) {
    await rm(join(directory, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

/** Whether the process that created a folder is still running. */
function isInUse(name: string): boolean {
  const pid = Number(/^(\d+)-/.exec(name)?.[1]);
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
