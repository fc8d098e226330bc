import { randomBytes } from 'node:crypto';
import type { SandboxAccessKey } from '../sandbox.ts';

/** The owner of a set of keys, as STS names it. */
export interface Caller {
  readonly arn: string;
  readonly userId: string;
  /** Twelve digits. */
  readonly account: string;
}

export interface Key extends SandboxAccessKey {
  readonly caller: Caller;
  /** When the session ends; long-term keys have no end. */
  readonly expiration?: Date;
}

/** Account of the keys that the sandbox was started with. */
const ACCOUNT = '000000000000';
const REMEMBERED_SESSIONS = 1000;

/** Every access key that the sandbox knows. Ended sessions stay known, so that they are refused as expired, not as unknown. */
export class KeyRing {
  readonly #given: ReadonlyMap<string, Key>;
  readonly #sessions = new Map<string, Key>();

  constructor(accessKeys: readonly SandboxAccessKey[]) {
    const caller = { arn: `arn:aws:iam::${ACCOUNT}:user/sandbox`, userId: 'AIDASANDBOXSANDBOXSAN', account: ACCOUNT };
    this.#given = new Map(accessKeys.map((key) => [key.accessKeyId, { ...key, caller }]));
  }

  find(accessKeyId: string): Key | undefined {
    return this.#given.get(accessKeyId) ?? this.#sessions.get(accessKeyId);
  }

  /** Makes temporary keys for `caller`, valid until `expiration`; beyond a thousand sessions the oldest is forgotten. */
  issue(caller: Caller, expiration: Date): Required<Key> {
    const key = {
      accessKeyId: `ASIA${randomId(16)}`,
      secretAccessKey: randomBytes(30).toString('base64'),
      sessionToken: randomBytes(270).toString('base64'),
      caller,
      expiration,
    };
    const [oldest] = this.#sessions.keys();
    if (oldest !== undefined && this.#sessions.size >= REMEMBERED_SESSIONS) this.#sessions.delete(oldest);
    this.#sessions.set(key.accessKeyId, key);
    return key;
  }
}

/** Random upper-case letters and digits, as AWS uses them in identifiers. */
export function randomId(length: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  return Array.from(randomBytes(length), (byte) => alphabet.charAt(byte % alphabet.length)).join('');
}
