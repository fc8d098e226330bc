import { brokenConstraint, jsonObject } from '../wire/json-input.ts';
import { Refusal } from '../wire/refusals.ts';
import { queryParameters, utf8, type WireRequest } from '../wire/wire-request.ts';

/** The parameters of CreateSession; every value is within the service's limits. */
export interface SessionInput {
  readonly trustAnchorArn: string;
  readonly profileArn: string;
  readonly roleArn: string;
  /** 900 to 43200. */
  readonly durationSeconds?: number;
  readonly roleSessionName?: string;
}

const ARNS = {
  profileArn: /^arn:aws(-[^:]+)?:rolesanywhere:[^:]+:[^:]+:profile\/.+$/,
  roleArn: /^arn:aws(-[^:]+)?:iam::[^:]+:role\/.+$/,
  trustAnchorArn: /^arn:aws(-[^:]+)?:rolesanywhere:[^:]+:[^:]+:trust-anchor\/.+$/,
} as const;

/** Reads CreateSession's parameters from the query and from the JSON body; both are accepted. Throws a `Refusal` (ValidationException). */
export function readSessionInput(request: WireRequest): SessionInput {
  const values = new Map<string, unknown>(Object.entries(bodyOf(request)));
  for (const [name, value] of queryParameters(request)) {
    values.set(name, name === 'durationSeconds' && /^\d+$/.test(value) ? Number(value) : utf8(value));
  }
  const durationSeconds = values.get('durationSeconds') ?? undefined;
  const roleSessionName = values.get('roleSessionName') ?? undefined;
  return {
    trustAnchorArn: readArn(values, 'trustAnchorArn'),
    profileArn: readArn(values, 'profileArn'),
    roleArn: readArn(values, 'roleArn'),
    ...(durationSeconds === undefined ? {} : { durationSeconds: readDuration(durationSeconds) }),
    ...(roleSessionName === undefined ? {} : { roleSessionName: readSessionName(roleSessionName) }),
  };
}

/** No body is a body without members. */
function bodyOf(request: WireRequest): Readonly<Record<string, unknown>> {
  return request.body.size === 0 ? {} : jsonObject(request, 'The request body is not a JSON object.');
}

function readArn(values: ReadonlyMap<string, unknown>, name: keyof typeof ARNS): string {
  const value = values.get(name) ?? undefined;
  if (value === undefined) throw brokenConstraint('null', name, 'Member must not be null');
  if (typeof value === 'string' && ARNS[name].test(value)) return value;
  throw brokenConstraint(shown(value), name, `Member must satisfy regular expression pattern: ${ARNS[name].source}`);
}

function readDuration(value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    throw new Refusal('SerializationException', 400, 'durationSeconds is not an integer.');
  }
  if (value < 900) throw brokenConstraint(shown(value), 'durationSeconds', 'Member must have value greater than or equal to 900');
  if (value > 43_200)
    throw brokenConstraint(shown(value), 'durationSeconds', 'Member must have value less than or equal to 43200');
  return value;
}

function readSessionName(value: unknown): string {
  if (typeof value === 'string' && /^[\w+=,.@-]{2,64}$/.test(value)) return value;
  throw brokenConstraint(
    shown(value),
    'roleSessionName',
    String.raw`Member must satisfy regular expression pattern: [\w+=,.@-]{2,64}`,
  );
}

function shown(value: unknown): string {
  return `'${typeof value === 'string' ? value : JSON.stringify(value)}'`;
}
