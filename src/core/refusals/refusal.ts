import type { CommandRemedy, RequestRemedy } from '../remedies/remedy.ts';
import type { SignedTexts } from '../signing/signed-request.ts';
import type { Header } from '../http/message.ts';
import type { AuthorizationDecision } from './reading/refusal-fields.ts';

/** An answer of a service, or what of it somebody has pasted. */
export interface RefusedResponse {
  /** 0 where it is not known. */
  readonly status: number;
  readonly headers: readonly Header[];
  readonly body: Uint8Array;
}

/** What a service said, whatever shape it said it in. */
export interface Refusal {
  /** For example `SignatureDoesNotMatch`; without namespace and suffix; empty where none is given. */
  readonly code: string;
  readonly message: string;
  /** Elements beside code and message, for example `Region` or `ServerTime`. */
  readonly details: ReadonlyMap<string, string>;
  /** What the service computed from the request that reached it. */
  readonly expected?: SignedTexts;
  /** Where it is a decoded authorization message of EC2. */
  readonly decision?: AuthorizationDecision;
}

/** What can be done about a refusal: the request is changed, or its signer. */
export type RefusalRemedy = RequestRemedy | CommandRemedy;

/** The meaning of one refusal. */
export interface RefusalMeaning {
  /** One plain sentence. */
  readonly sentence: string;
  /** The likely cause, and what to do. */
  readonly cause: string;
  readonly fix?: RefusalRemedy;
  /** Whether it is the clock that is wrong, so that the same request signed with the server's time would pass. */
  readonly clock?: { readonly serverTime: Date | undefined };
}
