import { XMLParser } from 'fast-xml-parser';
import { headerValues } from '../../http/message.ts';
import type { Refusal, RefusedAnswer, SignedTexts } from './refusal.ts';

/** Longer bodies are no refusals; reading them would take longer than anyone wants to wait. */
const longest = 1_000_000;

/**
 * Reads a refusal in any of the shapes that AWS's front ends use: the JSON and XML protocols, S3's byte lists, codes in headers,
 * the wrappers of the Selling Partner API and Neptune, and plain text.
 * @returns undefined where the answer names neither a code nor a message
 */
export function readRefusal({ headers, body }: RefusedAnswer): Refusal | undefined {
  const text = body.byteLength > longest ? '' : new TextDecoder().decode(body).trim();
  const fields = /^<(?!!doctype html|html)/i.test(text) ? fromXml(text) : /^[{[]/.test(text) ? fromJson(text) : fromText(text);
  const typed = headerValues(headers, 'x-amzn-errortype')[0];
  const hint = headerValues(headers, 'x-aoss-response-hint')[0];
  const region = headerValues(headers, 'x-amz-bucket-region')[0];
  const details = new Map(fields.details);
  if (hint !== undefined) details.set('ResponseHint', hint);
  if (region !== undefined && !details.has('Region')) details.set('Region', region);
  const code = bareCode(typed ?? fields.code);
  if (code === '' && fields.message === '' && hint === undefined) return undefined;
  const expected = fromBytes(details) ?? fromElements(details) ?? fromQuotes(fields.message);
  return { code, message: fields.message.trim(), details, ...(expected !== undefined && { expected }) };
}

interface Fields {
  readonly code: string;
  readonly message: string;
  readonly details: ReadonlyMap<string, string>;
}

/** `com.amazon.coral.service#InvalidSignatureException` and `InvalidSignatureException:http://…` name the same. */
function bareCode(code: string): string {
  return code.replace(/:.*$/s, '').replace(/^.*#/s, '').trim();
}

const xml = new XMLParser({ ignoreAttributes: true, parseTagValue: false, trimValues: false, htmlEntities: true });

function fromXml(text: string): Fields {
  let parsed: unknown;
  try {
    parsed = xml.parse(text);
  } catch {
    return fromText(text);
  }
  const root = Object.entries(asObject(parsed)).find(([name]) => !name.startsWith('?'));
  if (root === undefined) return fromText(text);
  const [name, content] = root;
  const error = errorElement(asObject(content));
  const details = new Map(Object.entries(error).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])));
  const code = details.get('Code') ?? (name.endsWith('Exception') ? name : '');
  return { code, message: details.get('Message') ?? details.get('message') ?? '', details };
}

/** `Error`, `ErrorResponse/Error`, `Response/Errors/Error`, or the root itself. */
function errorElement(content: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const nested = content['Error'] ?? asObject(content['Errors'])['Error'];
  if (nested === undefined) return content;
  return asObject(Array.isArray(nested) ? nested[0] : nested);
}

function fromJson(text: string): Fields {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return fromText(text);
  }
  const root = asObject(parsed);
  const listed: unknown = Array.isArray(root['errors']) ? root['errors'][0] : undefined;
  const error = { ...root, ...asObject(root['error']), ...asObject(root['Error']), ...asObject(listed) };
  const details = new Map(Object.entries(error).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])));
  const first = (...names: string[]): string => names.map((name) => details.get(name)).find((value) => value !== undefined) ?? '';
  return {
    code: first('__type', 'code', 'Code', 'type'),
    message: first('detailedMessage', 'message', 'Message', 'errorMessage', 'reason'),
    details,
  };
}

/** A message without its wrapping, as logs and terminals show it: `An error occurred (Code) when …: message`, `Code: message`. */
function fromText(text: string): Fields {
  const plain = text.includes("should have been\\n'") ? text.replaceAll('\\n', '\n') : text;
  const code =
    /\(([A-Z]\w+)\) when calling/.exec(plain)?.[1] ?? /(?:^|\s)([A-Z]\w+(?:Exception|Error|DoesNotMatch))\b/.exec(plain)?.[1];
  return { code: code ?? '', message: /^<(?:!doctype )?html/i.test(plain) ? '' : plain, details: new Map() };
}

/** S3 gives the texts as hex bytes too, which no line ends or escapes can hurt. */
function fromBytes(details: ReadonlyMap<string, string>): SignedTexts | undefined {
  const [canonicalRequest, stringToSign] = ['CanonicalRequestBytes', 'StringToSignBytes'].map((name) => {
    const hex = details.get(name)?.replaceAll(/\s/g, '');
    return hex !== undefined && /^(?:[0-9a-f]{2})+$/i.test(hex) ? Buffer.from(hex, 'hex').toString('utf8') : undefined;
  });
  return canonicalRequest === undefined || stringToSign === undefined ? undefined : { canonicalRequest, stringToSign };
}

function fromElements(details: ReadonlyMap<string, string>): SignedTexts | undefined {
  const canonicalRequest = details.get('CanonicalRequest')?.replaceAll('\r\n', '\n');
  const stringToSign = details.get('StringToSign')?.replaceAll('\r\n', '\n');
  return canonicalRequest === undefined || stringToSign === undefined ? undefined : { canonicalRequest, stringToSign };
}

/** Values of headers may hold quotes, so each text ends only where the words go on, and the second after its four lines. */
const quoted =
  /The Canonical String for this request should have been\s*'([\s\S]*?)'\s*The String-to-Sign should have been\s*'(AWS4-[^\n]+\n[^\n]*\n[^\n]*\n[0-9A-Za-z…]+)'/;

function fromQuotes(message: string): SignedTexts | undefined {
  const [, canonicalRequest, stringToSign] = quoted.exec(message.replaceAll('\r\n', '\n')) ?? [];
  return canonicalRequest === undefined || stringToSign === undefined ? undefined : { canonicalRequest, stringToSign };
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
