import { SignatureV4a } from '@smithy/signature-v4a';
import { Sha256 } from './sha256.ts';
import type { SigningAlgorithm } from '../signing-scope.ts';
import type { SigningScope } from '../signing-scope.ts';

/**
 * SigV4a: ECDSA over P-256 with a key that is derived from the secret access key, for a set of regions. The official package
 * derives the key and signs; it contains its own implementation of the curve, so this module belongs in a bundle that is loaded
 * on demand.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html#how-sigv4a-works
 */
export const sigv4a: SigningAlgorithm = {
  name: 'AWS4-ECDSA-P256-SHA256',
  namesRegionSet: true,
  sign: async (scope, stringToSign) => {
    const signed = (await new StringSigner(scope, stringToSign).sign(
      { method: 'GET', protocol: 'https:', hostname: 'unused', path: '/', headers: { host: 'unused' } },
      { signingDate: scope.date },
    )) as { readonly headers: { readonly authorization: string } };
    return /Signature=([0-9a-f]+)$/.exec(signed.headers.authorization)?.[1] ?? '';
  },
};

/** The package signs requests only; its string to sign is replaced by the one of our own canonical request. */
class StringSigner extends SignatureV4a {
  readonly #stringToSign: string;

  constructor(scope: SigningScope, stringToSign: string) {
    super({ credentials: scope.credentials, region: scope.region, service: scope.service, sha256: Sha256, applyChecksum: false });
    this.#stringToSign = stringToSign;
  }

  protected override createStringToSign(): Promise<string> {
    return Promise.resolve(this.#stringToSign);
  }
}
