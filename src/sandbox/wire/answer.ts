import { xmlDocument, type XmlElement } from './xml.ts';

/** An answer before it goes out; the server adds `Date` and the request id. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** An answer in JSON. */
export function jsonAnswer(value: unknown, status = 200, contentType = 'application/json'): Answer {
  return { status, headers: { 'Content-Type': contentType }, body: JSON.stringify(value) };
}

/** An answer in XML. */
export function xmlAnswer(root: XmlElement, namespace?: string, status = 200, contentType = 'application/xml'): Answer {
  return { status, headers: { 'Content-Type': contentType }, body: xmlDocument(root, namespace) };
}
