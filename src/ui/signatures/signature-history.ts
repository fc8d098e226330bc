import { forgottenTokenMark } from '../../core/redaction/mark.ts';
import type { PreparedRequest } from '../../core/requests/prepare-request.ts';
import type { SignatureSource } from '../../core/requests/explain-request.ts';
import type { SignedTexts } from '../../core/signing/signed-request.ts';

/** The most signatures of a window that can be compared. */
const length = 50;

/** A page that explains a signature keeps its source, which has to lose the token as well. */
interface Entry extends SignatureSource {
  request: SignatureSource['request'];
}

/** The session that an entry was signed with, as long as it contains the token. */
interface Signer {
  readonly profileId: string;
  readonly token: string;
}

/** The signatures made in this window, in memory only; bodies are not kept, and session tokens no longer than their sessions. */
export class SignatureHistory {
  readonly #entries: Entry[] = [];
  readonly #signers = new WeakMap<Entry, Signer>();
  #forgotten = 0;

  /** The latest first. */
  get entries(): readonly SignatureSource[] {
    return this.#entries;
  }

  add({ request, profile, secretVariables, credentials }: AddedSignature): void {
    const { method, host, target, headers, signing } = request;
    const signed = { method, host, target, headers, signing };
    const entry: Entry = { request: signed, profile: profile && { name: profile.name }, secretVariables };
    const token = credentials.sessionToken;
    if (profile !== undefined && token !== undefined) this.#signers.set(entry, { profileId: profile.id, token });
    this.#entries.unshift(entry);
    this.#entries.length = Math.min(this.#entries.length, length);
  }

  /** The signature that a service refers to: signed at the same second for the same scope. */
  find({ stringToSign }: SignedTexts): SignatureSource | undefined {
    const scope = (text: string): string => text.split('\n').slice(1, 3).join('\n');
    return this.#entries.find(({ request }) => scope(request.signing.stringToSign) === scope(stringToSign));
  }

  /** Replaces each token that its profile no longer signs with by a mark: equal marks stand for equal tokens. */
  forgetTokens(isInUse: (profileId: string, token: string) => boolean): void {
    const marks = new Map<string, string>();
    for (const entry of this.#entries) {
      const signer = this.#signers.get(entry);
      if (signer === undefined || isInUse(signer.profileId, signer.token)) continue;
      const mark = marks.get(signer.token) ?? forgottenTokenMark((this.#forgotten += 1));
      marks.set(signer.token, mark);
      entry.request = withoutToken(entry.request, signer.token, mark);
      this.#signers.delete(entry);
    }
  }
}

type AddedSignature = Pick<PreparedRequest, 'request' | 'profile' | 'secretVariables' | 'credentials'>;

function withoutToken(request: SignatureSource['request'], token: string, mark: string): SignatureSource['request'] {
  const without = (text: string): string =>
    [token, encodeURIComponent(token)].reduce((left, secret) => left.replaceAll(secret, () => mark), text);
  const { target, headers, signing } = request;
  return {
    ...request,
    target: without(target),
    headers: headers.map(([name, value]) => [name, without(value)]),
    signing: { ...signing, canonicalRequest: without(signing.canonicalRequest) },
  };
}
