import type { Remedy } from '../../remedies/remedy.ts';
import { isEncoded } from '../../variables/encoding/form-fields.ts';
import type { HttpFileRequest, Range, SourceText } from '../../http-file/http-file.ts';
import { sourceOf } from '../../http-file/moved-request.ts';
import { findReferences } from '../../http-file/references.ts';
import type { TextEdit } from '../../http-file/text-edit.ts';
import type { StaticVariables } from '../../variables/static-variables.ts';
import type { Finding } from './finding.ts';

/** The most findings reported for one request. */
const mostFindings = 100;

/** A line of a URL's query or of a form, as written. */
interface FieldLine extends SourceText {
  /** The text with NUL in place of its references, whose characters do not separate fields. */
  readonly masked: string;
  /** Where its fields begin and end. */
  readonly from: number;
  readonly to: number;
}

/**
 * Characters in a query or a form that AWS reads as others than written: `+` is a space, `%` begins an escape, and `&` ends a
 * value, https://url.spec.whatwg.org/#urlencoded-parsing. A curl command is written for the wire, and left alone.
 *
 * @param variables those with known values; the type of a body may be one
 */
export function fieldFindings(request: HttpFileRequest, variables: StaticVariables): Finding[] {
  const { syntax, url } = sourceOf(request);
  if (syntax === 'curl') return [];
  const findings: Finding[] = [];
  const hasForm = holdsForm(request, variables);
  for (const found of [/[+%]/.test(url) ? urlFindings(request) : [], hasForm ? formFindings(request) : []]) {
    for (const finding of found) {
      if (findings.length >= mostFindings) return findings;
      findings.push(finding);
    }
  }
  return findings;
}

function* urlFindings({ urlLines }: HttpFileRequest): Generator<Finding> {
  yield* percentsOf(urlLines);
  for (const line of queryLines(urlLines)) yield* plusesOf(line, 'a query');
}

function* formFindings(request: HttpFileRequest): Generator<Finding> {
  for (const line of formLines(request)) {
    yield* plusesOf(line, 'a form');
    yield* formPercentsOf(line);
    yield* strayJointsOf(line);
  }
}

/** Whether the body of a request is a form written in the file. */
export function holdsForm(request: HttpFileRequest, variables: StaticVariables): boolean {
  const { headers, body } = sourceOf(request);
  if (body.length === 0 || !body.every(({ kind }) => kind === 'text')) return false;
  const contentType = headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value ?? '';
  return /^\s*application\/x-www-form-urlencoded\b/i.test(variables.resolve(contentType));
}

/** The lines after the first `?`, up to a fragment. */
function* queryLines(urlLines: readonly SourceText[]): Generator<FieldLine> {
  let isQuery = false;
  for (const { text, range } of urlLines) {
    const masked = maskReferences(text);
    const fragment = masked.indexOf('#');
    const to = fragment === -1 ? masked.length : fragment;
    const query = masked.indexOf('?');
    const from: number = isQuery ? 0 : query + 1;
    isQuery ||= query !== -1 && query < to;
    if (isQuery) yield { text, masked, range, from, to };
    if (fragment !== -1) return;
  }
}

function* formLines({ body }: HttpFileRequest): Generator<FieldLine> {
  for (const part of body) {
    if (part.kind !== 'text') continue;
    let { line } = part.range.start;
    for (const text of part.text.split('\n')) {
      const range = { start: { line, character: 0 }, end: { line, character: text.length } };
      yield { text, masked: maskReferences(text), range, from: 0, to: text.length };
      line++;
    }
  }
}

/** Pluses, grouped by field. */
function* plusesOf(line: FieldLine, where: 'a query' | 'a form'): Generator<Finding> {
  if (!line.masked.includes('+')) return;
  for (const { from, to } of fieldsOf(line)) {
    const field = line.masked.slice(from, to);
    const places = Array.from(field.matchAll(/\+/g), ({ index }) => placeIn(line, from + index, from + index + 1));
    const [first, last] = [places[0], places.at(-1)];
    if (first === undefined || last === undefined) continue;
    const value = field.slice(field.indexOf('=') + 1);
    // Whoever wrote escapes knows what a plus means, or forgot this one.
    const severity = value.includes('%') && isEncoded(value) ? 'information' : 'warning';
    yield plusFinding(places, { start: first.start, end: last.end }, where, severity);
  }
}

/** Says how AWS reads pluses. @param range from the first of them to the last */
export function plusFinding(
  places: readonly Range[],
  range: Range,
  where: 'a query' | 'a form',
  severity: Finding['severity'] = 'warning',
): Finding {
  const write = (text: string): TextEdit[] => places.map((place) => ({ range: place, text }));
  const message = `AWS reads “+” in ${where} as a space. Write “%2B” for a plus, “%20” for a space.`;
  const fixes: Remedy[] = [
    { kind: 'edit', title: 'Write the Plus as %2B', preferred: true, edits: write('%2B') },
    { kind: 'edit', title: 'Write the Space as %20', preferred: false, edits: write('%20') },
  ];
  return { code: 'plus-is-blank', message, range, severity, fixes };
}

/** A `%` of a URL without its digits, which keeps the request from being sent. */
function* percentsOf(urlLines: readonly SourceText[]): Generator<Finding> {
  const message =
    'The URL cannot be used: a “%” is not followed by two hex digits (write “%25” for the character itself). Correct the URL.';
  for (const [index, line] of urlLines.entries()) {
    for (const range of barePercents(line, maskReferences(line.text), urlLines[index + 1]?.text)) {
      yield { code: 'url-not-legal', message, range, severity: 'error', fixes: [asPercent(range)] };
    }
  }
}

function* formPercentsOf(line: FieldLine): Generator<Finding> {
  const message = 'This “%” is not followed by two hex digits and is sent as “%25”, which AWS reads as the character itself.';
  for (const range of barePercents(line, line.masked)) {
    yield { code: 'percent-unencoded', message, range, severity: 'information', fixes: [asPercent(range)] };
  }
}

function asPercent(range: Range): Remedy {
  return { kind: 'edit', title: 'Write “%” as %25', edits: [{ range, text: '%25' }], preferred: true };
}

/** Where a `%` is not followed by two hex digits; the value of a variable, or the next line, may supply them. */
function* barePercents(line: SourceText, masked: string, following = ''): Generator<Range> {
  if (!masked.includes('%')) return;
  const text = masked + maskReferences(following).slice(0, 2);
  for (const { index } of text.matchAll(/%(?![0-9a-f]{2}|[0-9a-f]?\0)/gi)) {
    if (index < masked.length) yield placeIn(line, index, index + 1);
  }
}

/** An `&` within a line followed by something that is not a field. */
function* strayJointsOf(line: FieldLine): Generator<Finding> {
  const start = line.text.length - line.text.trimStart().length;
  for (const { from, to } of fieldsOf(line)) {
    const field = line.masked.slice(from, to);
    // A line that begins with one begins a field.
    if (from <= start + 1 || field.trim() === '' || /[=\0]/.test(field)) continue;
    const range = placeIn(line, from - 1, to);
    const message =
      'This “&” ends the value before it, and what follows is a field without a value. Write “%26” for the character itself.';
    const edits = [{ range: placeIn(line, from - 1, from), text: '%26' }];
    const fixes: Remedy[] = [{ kind: 'edit', title: 'Write “&” as %26', edits, preferred: true }];
    yield { code: 'form-field-without-value', message, range, severity: 'warning', fixes };
  }
}

/** The texts between the `&` of a line. */
function* fieldsOf({ masked, from, to: end }: FieldLine): Generator<{ readonly from: number; readonly to: number }> {
  for (let start = from; start <= end;) {
    const joint = masked.indexOf('&', start);
    const to = joint === -1 || joint > end ? end : joint;
    yield { from: start, to };
    start = to + 1;
  }
}

function maskReferences(text: string): string {
  if (!text.includes('{{')) return text;
  let masked = '';
  let from = 0;
  for (const { start, end } of findReferences(text)) {
    masked += text.slice(from, start) + '\0'.repeat(end - start);
    from = end;
  }
  return masked + text.slice(from);
}

function placeIn({ range: { start } }: SourceText, from: number, to: number): Range {
  const { line, character } = start;
  return { start: { line, character: character + from }, end: { line, character: character + to } };
}
