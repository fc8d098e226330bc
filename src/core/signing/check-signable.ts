import { UserError } from '../errors.ts';
import type { HttpRequest } from '../http/message.ts';
import { declaredPayloadHash } from './payload-hash.ts';
import { signingScope } from './signing-scope.ts';
import type { SigningScope } from './signing-scope.ts';
import { wireRequest } from './wire-request.ts';

/** Checks a request for signing in its headers, before anything is hashed. */
export interface SignableRequest {
  readonly wire: HttpRequest;
  readonly scope: SigningScope;
  readonly declared: ReturnType<typeof declaredPayloadHash>;
}

/**
 * The request to sign and its scope.
 * @throws UserError for a request or credential that cannot be signed as it stands
 */
export function checkSignable(request: HttpRequest, options: Parameters<typeof signingScope>[1]): SignableRequest {
  const wire = wireRequest(request);
  if (/[?&]x-amz-signature=/i.test(wire.target)) throw alreadyPresigned();
  const scope = signingScope(request, options);
  return { wire, scope, declared: declaredPayloadHash(request) };
}

function alreadyPresigned(): UserError {
  return new UserError({
    code: 'already-presigned',
    message: 'The URL already carries a signature (X-Amz-Signature), and AWS refuses a request that is signed twice.',
    remedy: 'Send it without signing, or remove its X-Amz-… parameters.',
    place: { field: 'target' },
  });
}
