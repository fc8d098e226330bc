import type { SignatureSource } from '../../core/requests/explain-request.ts';
import type { SignedTexts } from '../../core/signing/refusals/refusal.ts';

/** How many signatures of a window can be compared. */
const length = 50;

/** What was signed in this window, in memory alone; bodies are not kept. */
export class SignatureHistory {
  readonly #entries: SignatureSource[] = [];

  /** The latest first. */
  get entries(): readonly SignatureSource[] {
    return this.#entries;
  }

  add({ request, profile, secretVariables }: SignatureSource): void {
    const { method, host, target, headers, signing } = request;
    const signed = { method, host, target, headers, signing };
    this.#entries.unshift({ request: signed, profile: profile && { name: profile.name }, secretVariables });
    this.#entries.length = Math.min(this.#entries.length, length);
  }

  /** The one that a service speaks of: signed at the same second for the same scope. */
  find({ stringToSign }: SignedTexts): SignatureSource | undefined {
    const scope = (text: string): string => text.split('\n').slice(1, 3).join('\n');
    return this.#entries.find(({ request }) => scope(request.signing.stringToSign) === scope(stringToSign));
  }
}
