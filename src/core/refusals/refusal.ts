import type { CommandRemedy, RequestRemedy } from '../remedies/remedy.ts';
import type { SignedTexts } from '../signing/signed-request.ts';
import type { Header } from '../http/message.ts';
import type { AuthorizationDecision } from './reading/refusal-fields.ts';

/** A response of a service, or the part of it that somebody pasted. */
export interface RefusedResponse {
  /** 0 if unknown. */
  readonly status: number;
  readonly headers: readonly Header[];
  readonly body: Uint8Array;
}

/** The content of a refusal, whatever shape it had. */
export interface Refusal {
  /** For example `SignatureDoesNotMatch`; without namespace and suffix; empty if none is given. */
  readonly code: string;
  readonly message: string;
  /** Elements beside code and message, for example `Region` or `ServerTime`. */
  readonly details: ReadonlyMap<string, string>;
  /** The texts that the service computed from the request that reached it. */
  readonly expected?: SignedTexts;
  /** Set if it is a decoded authorization message of EC2. */
  readonly decision?: AuthorizationDecision;
}

/** The fix of a refusal: the request is changed, or its signer. */
export type RefusalRemedy = RequestRemedy | CommandRemedy;

/** The meaning of one refusal. */
export interface RefusalMeaning {
  /** One plain sentence. */
  readonly sentence: string;
  /** The likely cause, and what to do. */
  readonly cause: string;
  readonly fix?: RefusalRemedy;
  /** Set if the clock is wrong, so that the same request signed with the server's time would be accepted. */
  readonly clock?: { readonly serverTime: Date | undefined };
}
