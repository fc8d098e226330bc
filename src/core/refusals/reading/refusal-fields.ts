/** The fields of one object or element of a response, which may be a refusal. */
export interface RefusalFields {
  /** As written, with namespaces and suffixes; empty if there is none. */
  readonly code: string;
  readonly message: string;
  /** Strings beside code and message. */
  readonly details: ReadonlyMap<string, string>;
  /** The content of a decoded authorization message, if it is one. */
  readonly decision?: AuthorizationDecision;
}

/** The fields of EC2's decoded authorization failure message. */
export interface AuthorizationDecision {
  readonly isExplicitDeny: boolean;
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
}

/** The value if it is an object, else nothing: for reading foreign data. */
export function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** The strings among the values of an object. */
export function stringsOf(object: Readonly<Record<string, unknown>>): [name: string, value: string][] {
  return Object.entries(object).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []));
}
