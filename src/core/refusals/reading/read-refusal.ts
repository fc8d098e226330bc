import { headerValues } from '../../http/message.ts';
import type { Refusal, RefusedResponse } from '../refusal.ts';
import { unescapedLevels } from './unescaped-levels.ts';
import { expectedTexts, quotedTexts } from './expected-texts.ts';
import { partsOfJson } from './parts-of-json.ts';
import type { RefusalFields } from './refusal-fields.ts';
import { fieldsOfText } from './fields-of-text.ts';
import { fieldsOfXml, xmlDocumentsIn } from './fields-of-xml.ts';

/** Longer bodies are not refusals; reading them would take too long. */
const longest = 1_000_000;

/** How deep documents are searched for inside strings of documents, and in how many strings of each. */
const deepest = 3;
const mostStrings = 200;

/**
 * Reads a response in any of the shapes that AWS's front ends, SDKs and loggers use: the JSON and XML protocols, S3's byte lists,
 * codes in headers, wrappers such as those of the Selling Partner API, Neptune and AppSync, and all of them escaped inside
 * another text.
 * @returns the possible refusals, the likeliest first; empty if the response names neither a code nor a message
 */
export function readRefusals({ headers, body }: RefusedResponse): Refusal[] {
  const text = body.byteLength > longest ? '' : new TextDecoder().decode(body).trim();
  const typed = headerValues(headers, 'x-amzn-errortype')[0];
  const hint = headerValues(headers, 'x-aoss-response-hint')[0];
  const region = headerValues(headers, 'x-amz-bucket-region')[0];
  const read = fieldsOf(text, 0);
  // A hint or a code in a header may come without a body.
  const found = read.length === 0 ? [{ code: '', message: '', details: new Map<string, string>() }] : read;
  const whole = text.startsWith('<') ? undefined : quotedTexts(text)?.texts;
  return found.flatMap(({ code: written, message, details: said, decision }): Refusal[] => {
    const details = new Map(said);
    if (hint !== undefined) details.set('ResponseHint', hint);
    if (region !== undefined && !details.has('Region')) details.set('Region', region);
    const code = bareCode(typed ?? written);
    if (code === '' && message === '' && hint === undefined && decision === undefined) return [];
    const expected = expectedTexts(message, details) ?? whole;
    return [
      {
        code,
        message: (quotedTexts(message)?.plain ?? message).trim(),
        details,
        ...(expected !== undefined && { expected }),
        ...(decision !== undefined && { decision }),
      },
    ];
  });
}

/** `com.amazon.coral.service#AccessDeniedException`, `AccessDeniedException:http://…` and `Client.AccessDenied` name the same. */
function bareCode(code: string): string {
  return code
    .replace(/:.*$/s, '')
    .replace(/^.*[#.]/s, '')
    .trim();
}

function fieldsOf(text: string, depth: number): RefusalFields[] {
  if (text.startsWith('<') && !/^<(?:!doctype )?html/i.test(text)) {
    const whole = fieldsOfXml(text);
    if (whole !== undefined) return [...decoded(whole, depth), whole];
  }
  if (/^[{[]/.test(text)) {
    const whole = fieldsOfJson(text, depth);
    if (whole !== undefined) return whole;
  }
  return fieldsInText(text, depth);
}

/** The response of `DecodeAuthorizationMessage` holds a JSON document in an element. */
function decoded({ details }: RefusalFields, depth: number): RefusalFields[] {
  const document = details.get('DecodedMessage');
  return document === undefined || depth >= deepest ? [] : fieldsOf(document.trim(), depth + 1);
}

/** Embedded documents come before their wrapping, of which they are the message. */
function fieldsOfJson(text: string, depth: number): RefusalFields[] | undefined {
  const parts = partsOfJson(text);
  if (parts === undefined) return undefined;
  const outerCode = parts.fields.find(({ code }) => code !== '')?.code ?? '';
  const inner = depth >= deepest ? [] : parts.strings.slice(0, mostStrings).map((each) => fieldsOf(each.trim(), depth + 1));
  const isDocument = (fields: readonly RefusalFields[]): boolean => fields.length > 1 || (fields[0]?.details.size ?? 0) > 0;
  const [documents, texts] = [inner.filter(isDocument).flat(), inner.filter((fields) => !isDocument(fields)).flat()];
  return [
    ...documents.map((fields) => (fields.code === '' ? { ...fields, code: outerCode } : fields)),
    ...parts.fields,
    // A bare string says nothing unless it names an error; anything else in it is the service's own text.
    ...texts.filter(({ code, message }) => code !== '' || /not authorized to perform|signature we calculated/i.test(message)),
  ];
}

/** A line of a log, with the documents in it, escaped as often as they were embedded. */
function fieldsInText(text: string, depth: number): RefusalFields[] {
  if (text === '') return [];
  const line = fieldsOfText(text);
  if (depth >= deepest || line.message === '') return line.message === '' && line.code === '' ? [] : [line];
  for (const level of unescapedLevels(text)) {
    const documents = documentsIn(level).flatMap((document) => fieldsOf(document, depth + 1));
    const named = documents.filter(({ code, message, decision }) => code !== '' || message !== '' || decision !== undefined);
    if (named.length > 0) return [...named.map((fields) => (fields.code === '' ? { ...fields, code: line.code } : fields)), line];
  }
  return [line];
}

/** The JSON from the first brace to the last, of the whole text or of its lines, or the XML documents, among other words. */
function documentsIn(text: string): string[] {
  const json = [text, ...text.split('\n', mostStrings)].flatMap((part) => {
    const [start, end] = [part.indexOf('{'), part.lastIndexOf('}')];
    const document = start !== -1 && end > start ? part.slice(start, end + 1) : '';
    return document === '' || document === text || partsOfJson(document) === undefined ? [] : [document];
  });
  return json.length > 0 ? [...new Set(json)] : xmlDocumentsIn(text).filter((document) => document !== text);
}
