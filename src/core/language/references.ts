import type { Directive, HttpFile, HttpFileRequest, Range, SourceText } from '../http/http-file.ts';
import { asRead } from '../http/moved-request.ts';
import { isAwsDirective } from '../http/syntax/directives.ts';
import { findReferences, placesIn } from '../http/variables.ts';

/** `{{name}}` at its place in the file. */
export interface PlacedReference {
  readonly expression: string;
  /** `{{%name}}` */
  readonly percentEncode: boolean;
  /** With the braces, where `exact`; else of what it stands in, as its text does not stand in the file letter by letter. */
  readonly range: Range;
  readonly exact: boolean;
}

/** Every reference of a request in what would be sent or decides how it is signed. */
export function requestReferences(request: HttpFileRequest): PlacedReference[] {
  const texts: SourceText[] = [...request.urlLines];
  if (request.syntax === 'http' && request.method.includes('{{')) {
    const { start } = request.requestLineRange;
    texts.push({ text: request.method, range: { start, end: request.urlLines[0]?.range.start ?? start } });
  }
  for (const { name, value, range, valueRange } of request.headers) {
    if (name.includes('{{')) texts.push({ text: name, range });
    texts.push({ text: value, range: valueRange });
  }
  texts.push(...request.directives.filter(isAwsDirective).map(valueText));
  for (const part of request.body) {
    texts.push(part.kind === 'text' ? part : { text: part.path, range: part.pathRange });
  }
  return texts.flatMap((text) => placed(text, request.syntax === 'curl'));
}

const expressions = new WeakMap<HttpFileRequest, readonly string[]>();

/** What a request refers to, without places: found once for as long as the text of the request stays. */
export function requestExpressions(request: HttpFileRequest): readonly string[] {
  const source = asRead(request);
  let found = expressions.get(source);
  if (found === undefined) {
    found = [...new Set(requestReferences(source).map(({ expression }) => expression))];
    expressions.set(source, found);
  }
  return found;
}

/** Every reference that belongs to no request: in the values of the file's variables, and in its directives. */
export function fileReferences({ variables, directives }: Pick<HttpFile, 'variables' | 'directives'>): PlacedReference[] {
  const ours = directives.filter(isAwsDirective);
  return [...variables, ...ours].flatMap((each) => placed(valueText(each), false));
}

function valueText({ value, valueRange }: Pick<Directive, 'value' | 'valueRange'>): SourceText {
  return { text: value, range: valueRange };
}

function placed(source: SourceText, wholeRange: boolean): PlacedReference[] {
  if (!source.text.includes('{{')) return [];
  // A header that goes on in further lines is joined with blanks, so its places do not hold.
  const inexact = wholeRange || (source.range.start.line !== source.range.end.line && !source.text.includes('\n'));
  const place = placesIn(source);
  return findReferences(source.text).map(({ expression, percentEncode, start, end }) => ({
    expression,
    percentEncode,
    exact: !inexact,
    range: inexact ? source.range : place(start, end),
  }));
}
