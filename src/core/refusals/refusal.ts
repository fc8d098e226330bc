import type { SignedTexts } from '../signing/signed-request.ts';
import type { SigningDirective } from '../http-file/directives.ts';
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

/** A line that a fix writes above the request, as `# @name value`. */
export interface DirectiveFix {
  readonly name: SigningDirective;
  readonly value: string;
}

/** What a person can have done about a refusal at once. */
export type Fix =
  /** Writes `# @name value` above the request; where one line alone would only be refused otherwise, the others with it. */
  | ({ readonly kind: 'directive'; readonly also?: readonly DirectiveFix[] } & DirectiveFix)
  /** Writes a header line below the request line. */
  | { readonly kind: 'header'; readonly name: string; readonly value: string }
  /** Takes a signature of an earlier time out of the request, so that it is signed anew when it is sent. */
  | { readonly kind: 'sign' }
  /** Starts a session of the profile. */
  | { readonly kind: 'session' }
  /** Asks for other static keys of the profile. */
  | { readonly kind: 'keys' };

/** The meaning of one refusal. */
export interface Finding {
  /** One plain sentence. */
  readonly sentence: string;
  /** The likely cause, and what to do. */
  readonly cause: string;
  readonly fix?: Fix;
  /** Whether it is the clock that is wrong, so that the same request signed with the server's time would pass. */
  readonly clock?: { readonly serverTime: Date | undefined };
}
