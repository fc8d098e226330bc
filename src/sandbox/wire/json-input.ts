import { Refusal } from './refusals.ts';
import type { WireRequest } from './wire-request.ts';

/** The JSON object in a request's body. Throws a `Refusal` (SerializationException) with this message. */
export function jsonObject({ body }: Pick<WireRequest, 'body'>, message: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse((body.bytes ?? Buffer.alloc(0)).toString('utf8'));
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return { ...parsed };
  } catch {
    // Told below, like any other text that is no JSON object.
  }
  throw new Refusal('SerializationException', 400, message);
}

/** The refusal of a member that breaks a rule of the service's model. @param value as it is shown: `null`, or in quotes */
export function brokenConstraint(value: string, member: string, rule: string): Refusal {
  const message = `1 validation error detected: Value ${value} at '${member}' failed to satisfy constraint: ${rule}`;
  return new Refusal('ValidationException', 400, message);
}
