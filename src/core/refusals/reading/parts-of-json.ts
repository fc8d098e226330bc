import { asObject, stringsOf } from './refusal-fields.ts';
import type { AuthorizationDecision, RefusalFields } from './refusal-fields.ts';

/** Where services, SDKs, CloudTrail and loggers put the code and the message. */
const codeNames = ['__type', 'code', 'Code', 'errorCode', 'errorType', 'type', 'name'];
const messageNames = ['detailedMessage', 'message', 'Message', 'errorMessage', 'msg', 'reason'];

/** How many objects and lists of one document are searched. */
const mostParts = 500;

/** The objects of a JSON document that could be an error, the outer ones first, and the strings in which another text could be. */
export interface JsonParts {
  readonly fields: readonly RefusalFields[];
  readonly strings: readonly string[];
}

/** Undefined if the text is not a JSON object or list. */
export function partsOfJson(text: string): JsonParts | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  const fields: RefusalFields[] = [];
  const strings: string[] = [];
  // A queue, because the outer ones come first, and a document may be deeper than the stack.
  const queue: { readonly value: object; readonly code: string; readonly details: ReadonlyMap<string, string> }[] = [
    { value: parsed, code: '', details: new Map() },
  ];
  for (let next = 0; next < queue.length && next < mostParts; next += 1) {
    const part = queue[next];
    if (part === undefined) break;
    const object = asObject(part.value);
    const own = new Map(stringsOf(object));
    const first = (names: readonly string[]): string =>
      names.map((name) => own.get(name)).find((value) => value !== undefined) ?? '';
    const code = first(codeNames) || part.code;
    const details = new Map([...part.details, ...own]);
    const decision = decisionOf(object);
    const message = first(messageNames);
    if (message !== '' || first(codeNames) !== '' || decision !== undefined) {
      fields.push({ code, message, details, ...(decision !== undefined && { decision }) });
    }
    for (const value of Object.values(part.value) as unknown[]) {
      if (typeof value === 'string') strings.push(value);
      else if (typeof value === 'object' && value !== null && queue.length < mostParts) queue.push({ value, code, details });
    }
  }
  return { fields, strings };
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html */
function decisionOf(object: Readonly<Record<string, unknown>>): AuthorizationDecision | undefined {
  const { allowed, explicitDeny } = object;
  const context = asObject(object['context']);
  const { action, resource } = context;
  const { arn } = asObject(context['principal']);
  if (allowed !== false || typeof explicitDeny !== 'boolean' || typeof action !== 'string') return undefined;
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  return { isExplicitDeny: explicitDeny, principal: text(arn), action, resource: text(resource) };
}
