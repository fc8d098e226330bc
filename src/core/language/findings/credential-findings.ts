import type { Remedy } from '../../remedies/remedy.ts';
import type { HttpFile, Range } from '../../http-file/http-file.ts';
import { accessKeyIdPattern } from '../../redaction/secret-name.ts';
import { type Pace } from '../../variables/variable-resolver.ts';
import { findReferences } from '../../http-file/references.ts';
import { isKeyText, keysInText, literalKeysOf } from '../literal-keys.ts';
import { awsAuthorizationOf } from '../../requests/static-signing.ts';
import { TextPlaces } from '../text-places.ts';
import type { Finding } from './finding.ts';

const wholeKey = 'An access key in the text: whoever reads this file can use it. A profile keeps it in the secret storage.';
const idAlone =
  'An access key id in the text: it reveals the account that it belongs to, and its secret may be nearby. A profile keeps both.';

/** A secret access key after a name that says so, as credentials files, JSON and shells write it; alone it looks like any hash. */
const namedSecret = /secret[\w-]{0,30}["']?\s{0,5}[:=]\s{0,5}["']?([A-Za-z\d/+]{40})(?![A-Za-z\d/+=])/gi;

/** More of them do not help, and cost memory. */
const mostFindings = 10_000;
/** Steps that a request and a key count as. */
const stepsOfRequest = 50;

/** Every AWS key in a file, whichever client its requests are for: in `Authorization: AWS …`, in variables, and anywhere else. */
export async function credentialFindings(file: HttpFile, text: string, pace?: Pace): Promise<Finding[]> {
  const findings: Finding[] = [];
  const told = new Map<number, Range[]>();
  const tell = (message: string, range: Range, fixes: readonly Remedy[]): void => {
    findings.push({ code: 'credential-text', message, range, severity: 'warning', fixes });
    for (let { line } = range.start; line <= range.end.line; line++) told.set(line, [...(told.get(line) ?? []), range]);
  };

  const values = new Map(file.variables.map(({ name, value }) => [name, value]));
  const usedAt = new Map<string, number>();
  let places: TextPlaces | undefined;
  for (const request of file.requests) {
    const pause = pace?.step(stepsOfRequest);
    if (pause !== undefined) await pause;
    const authorization = awsAuthorizationOf(request, file);
    if (authorization === undefined) continue;
    const { header } = authorization;
    const keys = literalKeysOf(request, file);
    const { line } = request.requestLineRange.start;
    const movable = keys !== undefined && keysInText(keys, text, (places ??= new TextPlaces(text))) !== undefined;
    if (movable) for (const name of variablesIn(header.value, values)) if (!usedAt.has(name)) usedAt.set(name, line);
    if (keys !== undefined) tell(wholeKey, header.valueRange, movable ? [moveKeys(line)] : []);
    else if (/(?:^|[\s:])[A-Za-z\d/+]{40}(?:$|\s)/.test(header.value)) tell(wholeKey, header.valueRange, []);
  }
  for (const definition of file.variables) {
    if (!isKeyText(definition)) continue;
    const line = usedAt.get(definition.name);
    tell(wholeKey, definition.valueRange, line === undefined ? [] : [moveKeys(line)]);
  }

  const scan = async (pattern: RegExp, group: number, message: string): Promise<void> => {
    for (const match of text.matchAll(pattern)) {
      if (findings.length >= mostFindings) return;
      const pause = pace?.step(stepsOfRequest);
      if (pause !== undefined) await pause;
      places ??= new TextPlaces(text);
      const key = match[group] ?? '';
      const start = match.index + match[0].lastIndexOf(key);
      const range = places.range(start, start + key.length);
      if (!(told.get(range.start.line) ?? []).some((known) => contains(known, range))) tell(message, range, []);
    }
  };
  await scan(namedSecret, 1, wholeKey);
  await scan(new RegExp(accessKeyIdPattern, 'g'), 0, idAlone);
  return findings;
}

function moveKeys(line: number): Remedy {
  return {
    kind: 'command',
    title: 'Move Keys into a Profile…',
    command: 'awsAuth.keys.moveToProfile',
    line,
    preferred: true,
  };
}

/** The file's variables that a text uses. */
function variablesIn(text: string, values: ReadonlyMap<string, string>): ReadonlySet<string> {
  const found = new Set<string>();
  const texts = [text];
  // Not recursive: a chain may be longer than the stack allows.
  for (let next = texts.pop(); next !== undefined; next = texts.pop()) {
    for (const { expression } of findReferences(next)) {
      const value = values.get(expression);
      if (value === undefined || found.has(expression)) continue;
      found.add(expression);
      texts.push(value);
    }
  }
  return found;
}

function contains({ start, end }: Range, inner: Range): boolean {
  const isBefore = (a: Range['start'], b: Range['start']): boolean =>
    a.line < b.line || (a.line === b.line && a.character <= b.character);
  return isBefore(start, inner.start) && isBefore(inner.end, end);
}
