import { isEncoded } from '../../http/building/form-fields.ts';
import type { HttpFileRequest, Range, SourceText } from '../../http/http-file.ts';
import { asRead } from '../../http/moved-request.ts';
import { findReferences } from '../../http/variables.ts';
import type { Finding, Fix } from './finding.ts';

/** Of so many in one request each is told. */
const mostFindings = 100;

/** A line of a URL's query or of a form, as it is written. */
interface FieldLine extends SourceText {
  /** Where the fields begin in it. */
  readonly from: number;
}

/**
 * Signs in a query or a form that AWS reads as others than the ones that are written: `+` is a blank, `%` begins an escape, and `&` ends a
 * value, https://url.spec.whatwg.org/#urlencoded-parsing. A curl command is written for the wire, and left alone.
 */
export function fieldFindings(request: HttpFileRequest): Finding[] {
  const { syntax, url, headers, body } = asRead(request);
  if (syntax === 'curl') return [];
  const findings: Finding[] = [];
  if (/[+%]/.test(url)) {
    findings.push(...percentsOf(request.urlLines));
    for (const line of queryLines(request.urlLines)) findings.push(...plusesOf(line, 'a query'));
  }
  const contentType = headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value ?? '';
  if (isForm(contentType) && body.every(({ kind }) => kind === 'text')) {
    for (const line of formLines(request)) {
      if (findings.length >= mostFindings) break;
      findings.push(...plusesOf(line, 'a form'), ...formPercentsOf(line), ...strayJointsOf(line));
    }
  }
  return findings.slice(0, mostFindings);
}

function isForm(contentType: string): boolean {
  return /^\s*application\/x-www-form-urlencoded\b/i.test(contentType);
}

/** The lines behind the first `?`, up to a fragment. */
function* queryLines(urlLines: readonly SourceText[]): Generator<FieldLine> {
  let isQuery = false;
  for (const { text: whole, range } of urlLines) {
    const fragment = maskReferences(whole).indexOf('#');
    const text = fragment === -1 ? whole : whole.slice(0, fragment);
    const from: number = isQuery ? 0 : maskReferences(text).indexOf('?') + 1;
    isQuery ||= from > 0;
    if (isQuery) yield { text, range, from };
    if (fragment !== -1) return;
  }
}

function* formLines({ body }: HttpFileRequest): Generator<FieldLine> {
  for (const part of body) {
    if (part.kind !== 'text') continue;
    let { line } = part.range.start;
    for (const text of part.text.split('\n')) {
      const start = { line, character: 0 };
      yield { text, range: { start, end: { line, character: text.length } }, from: 0 };
      line++;
    }
  }
}

/** Pluses, those of one field together. */
function plusesOf(line: FieldLine, where: string): Finding[] {
  return fieldsOf(line).flatMap(({ from, to }): Finding[] => {
    const masked = maskReferences(line.text).slice(0, to);
    const places: Range[] = [];
    for (let at = masked.indexOf('+', from); at !== -1; at = masked.indexOf('+', at + 1)) places.push(placeIn(line, at, at + 1));
    const [first, last] = [places[0], places.at(-1)];
    if (first === undefined || last === undefined) return [];
    const value = masked.slice(masked.indexOf('=', from) + 1 || from);
    // Whoever wrote escapes knows what a plus is, or forgot this one.
    const severity = value.includes('%') && isEncoded(value) ? 'information' : 'warning';
    const write = (title: string, text: string, preferred = false): Fix => ({
      ...{ title, preferred },
      edits: places.map((range) => ({ range, text })),
    });
    const message = `AWS reads “+” in ${where} as a blank. Write “%2B” for a plus, “%20” for a blank.`;
    const range = { start: first.start, end: last.end };
    const fixes = [write('Write the Plus as %2B', '%2B', true), write('Write the Blank as %20', '%20')];
    return [{ code: 'plus-is-blank', message, range, severity, fixes }];
  });
}

/** A `%` of a URL without its digits, which keeps the request from being sent. */
function percentsOf(urlLines: readonly SourceText[]): Finding[] {
  return urlLines.flatMap((line, index) => {
    const following = urlLines[index + 1]?.text ?? '';
    const message =
      'The URL cannot be used: a “%” stands without two hex digits (write “%25” for the sign itself). Correct the URL.';
    const code = 'url-not-legal';
    return barePercents(line.text, following).map((at): Finding => ({
      code,
      message,
      range: placeIn(line, at, at + 1),
      severity: 'error',
      fixes: [asPercent(placeIn(line, at, at + 1))],
    }));
  });
}

function formPercentsOf(line: FieldLine): Finding[] {
  const message = 'This “%” stands without two hex digits and is sent as “%25”, which AWS reads as the sign itself.';
  return barePercents(line.text, '').map((at): Finding => {
    const range = placeIn(line, at, at + 1);
    return { code: 'percent-unencoded', message, range, severity: 'information', fixes: [asPercent(range)] };
  });
}

function asPercent(range: Range): Fix {
  return { title: 'Write “%” as %25', edits: [{ range, text: '%25' }], preferred: true };
}

/** Where a `%` has no two hex digits; the value of a variable, or the line that follows, may have them. */
function barePercents(text: string, following: string): number[] {
  const masked = maskReferences(text) + maskReferences(following).slice(0, 2);
  const percents = masked.matchAll(/%(?![0-9a-f]{2}|[0-9a-f]?\0)/gi);
  return Array.from(percents, ({ index }) => index).filter((at) => at < text.length);
}

/** An `&` within a line with something behind it that is no field. */
function strayJointsOf(line: FieldLine): Finding[] {
  const masked = maskReferences(line.text);
  const start = line.text.length - line.text.trimStart().length;
  return fieldsOf(line).flatMap(({ from, to }): Finding[] => {
    const field = masked.slice(from, to);
    // A line that begins with one begins a field.
    if (from <= start + 1 || field.trim() === '' || field.includes('=') || field.includes('\0')) return [];
    const range = placeIn(line, from - 1, to);
    const message =
      'This “&” ends the value before it, and what follows is a field without a value. Write “%26” for the sign itself.';
    const fixes = [
      { title: 'Write “&” as %26', edits: [{ range: placeIn(line, from - 1, from), text: '%26' }], preferred: true },
    ];
    return [{ code: 'form-field-without-value', message, range, severity: 'warning', fixes }];
  });
}

/** What stands between the `&` of a line. */
function fieldsOf({ text, from }: FieldLine): { readonly from: number; readonly to: number }[] {
  const fields: { from: number; to: number }[] = [];
  const masked = maskReferences(text);
  for (let start = from; start <= masked.length;) {
    const joint = masked.indexOf('&', start);
    const to = joint === -1 ? masked.length : joint;
    fields.push({ from: start, to });
    start = to + 1;
  }
  return fields;
}

/** The text with NUL in place of its references, whose own signs are none of its fields. */
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
