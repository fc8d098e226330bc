/** What a response says in one place, before anybody knows whether it is a refusal. */
export interface RefusalFields {
  /** As written, with namespaces and suffixes; empty where there is none. */
  readonly code: string;
  readonly message: string;
  /** Strings beside code and message. */
  readonly details: ReadonlyMap<string, string>;
  /** Where the message of `DecodeAuthorizationMessage` is meant, what it says. */
  readonly decision?: AuthorizationDecision;
}

/** What EC2's encoded authorization failure message holds. */
export interface AuthorizationDecision {
  readonly isExplicitDeny: boolean;
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
}

/** The object itself, or nothing: for reading what came from elsewhere. */
export function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** The strings among the values of an object. */
export function stringsOf(object: Readonly<Record<string, unknown>>): [name: string, value: string][] {
  return Object.entries(object).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []));
}
