import { XMLParser } from 'fast-xml-parser';
import { asObject, stringsOf } from './refusal-fields.ts';
import type { RefusalFields } from './refusal-fields.ts';

const xml = new XMLParser({ ignoreAttributes: true, parseTagValue: false, trimValues: false, htmlEntities: true });

/** How many documents of one text are read: logs contain some, never hundreds. */
const mostDocuments = 20;

/** The root elements of AWS's errors in XML. */
const root =
  /<(?:\?xml\b[^>]{0,200}\?>\s{0,20}<)?(Error|ErrorResponse|Response|DecodeAuthorizationMessageResponse|\w{1,80}Exception)(?=[\s/>])/g;

/** The fields of an XML document; undefined if it cannot be read. */
export function fieldsOfXml(text: string): RefusalFields | undefined {
  let parsed: unknown;
  try {
    parsed = xml.parse(text);
  } catch {
    return undefined;
  }
  const [name, content] = Object.entries(asObject(parsed)).find(([each]) => !each.startsWith('?')) ?? [];
  if (name === undefined) return undefined;
  const details = new Map(stringsOf(errorElement(asObject(content))));
  const code = details.get('Code') ?? (name.endsWith('Exception') ? name : '');
  return { code, message: details.get('Message') ?? details.get('message') ?? '', details };
}

/** `Error`, `ErrorResponse/Error`, `Response/Errors/Error`, STS's decoded message, or the root itself. */
function errorElement(content: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const nested = content['Error'] ?? asObject(content['Errors'])['Error'] ?? content['DecodeAuthorizationMessageResult'];
  if (nested === undefined) return content;
  return asObject(Array.isArray(nested) ? nested[0] : nested);
}

/** The whole documents in a text that have the shape of AWS's errors, without truncated ones. */
export function xmlDocumentsIn(text: string): string[] {
  return [...text.matchAll(root)].slice(0, mostDocuments).flatMap(({ 0: start, 1: name = '', index }) => {
    const end = text.indexOf(`</${name}>`, index);
    const next = [' ', '>'].map((after) => text.indexOf(`<${name}${after}`, index + start.length));
    const isCut = end === -1 || next.some((each) => each !== -1 && each < end);
    return isCut ? [] : [text.slice(index, end + name.length + 3)];
  });
}
