/** `Credential=id/date/region/service/aws4_request`, taken apart. */
export interface Credential {
  /** Access key id, or a certificate's serial number in decimal. */
  readonly id: string;
  /** `YYYYMMDD`. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  /** Ought to be `aws4_request`. */
  readonly terminator: string;
  /** Everything after the id, as in the string to sign. */
  readonly scope: string;
}

/** Reads a Credential value; undefined unless it has exactly five parts, none of them empty. */
export function parseCredential(text: string): Credential | undefined {
  const [id, date, region, service, terminator, ...rest] = text.split('/');
  if (!id || !date || !region || !service || !terminator || rest.length > 0) return undefined;
  return { id, date, region, service, terminator, scope: `${date}/${region}/${service}/${terminator}` };
}

/** An Authorization header of the form `ALGORITHM Key=value, Key=value`. */
export interface Authorization {
  readonly algorithm: string;
  readonly parameters: ReadonlyMap<string, string>;
  /** The first part that is not `key=value`. */
  readonly malformed?: string;
}

/** Takes an Authorization header apart; the caller checks what it lacks. */
export function parseAuthorization(value: string): Authorization {
  const blank = value.indexOf(' ');
  const algorithm = blank < 0 ? value : value.slice(0, blank);
  const parts = blank < 0 ? [] : value.slice(blank + 1).split(',');
  const parameters = new Map<string, string>();
  let malformed: string | undefined;
  for (const part of parts.map((text) => text.trim()).filter((text) => text !== '')) {
    const equals = part.indexOf('=');
    // A space inside a part means that a value was split, for example by a space before an access key id.
    if (equals < 1 || part.includes(' ')) malformed ??= part;
    else parameters.set(part.slice(0, equals), part.slice(equals + 1));
  }
  return { algorithm, parameters, ...(malformed === undefined ? {} : { malformed }) };
}
