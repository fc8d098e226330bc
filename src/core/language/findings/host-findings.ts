import { serviceOfHost } from '../../aws/infer-service.ts';
import type { Remedy } from '../../remedies/remedy.ts';
import { mistypedHost } from '../../aws/mistyped-host.ts';
import { isRegionLike, regions } from '../../aws/regions.ts';
import { closestNames } from '../../text/closest-names.ts';
import type { HttpFile, HttpFileRequest, Range, SourceText } from '../../http-file/http-file.ts';
import { type EnvironmentVariables, StaticVariables } from '../../variables/static-variables.ts';
import { staticHost } from '../../requests/static-address.ts';
import type { Finding } from './finding.ts';

/** The hosts of one file's requests. */
export class Hosts {
  readonly #file: HttpFile;
  /** The variables of the file and the environment with known values. */
  readonly variables: StaticVariables;
  /** Places in the file's variables, each reported once. */
  readonly #told = new Set<string>();

  constructor(file: HttpFile, environment: EnvironmentVariables, environmentFirst: boolean) {
    this.#file = file;
    this.variables = new StaticVariables(file, environment, environmentFirst);
  }

  /** An AWS host with an unknown region. */
  findings(request: HttpFileRequest): Finding[] {
    const host = staticHost(request, this.variables);
    const region = host === undefined ? undefined : unknownRegionOf(host);
    if (region === undefined) return [];
    const { range, exact } = this.#placeOf(region, request);
    const place = `${range.start.line}:${range.start.character}`;
    if (this.#told.has(place)) return [];
    this.#told.add(place);
    const names = closestNames(region, regions, 3);
    const fixes = exact
      ? names.map((name): Remedy => ({ kind: 'edit', title: `Change to ${name}`, edits: [{ range, text: name }] }))
      : [];
    const message = unknownRegionMessage(region, names[0]);
    return [{ code: 'region-unknown', message, range, severity: 'warning', fixes }];
  }

  /** Replaces the misspelling by what was meant. */
  fixesOfMistyped(request: HttpFileRequest): Remedy[] {
    const mistyped = mistypedHost(staticHost(request, this.variables) ?? '');
    const place = mistyped && this.#placeOf(mistyped.wrong, request);
    if (mistyped === undefined || place?.exact !== true) return [];
    const { meant: text } = mistyped;
    return [{ kind: 'edit', title: `Change to ${text}`, edits: [{ range: place.range, text }], preferred: true }];
  }

  /** Where part of a request's host is written: in its lines, or in a variable of the file. */
  #placeOf(part: string, { headers, urlLines, syntax }: HttpFileRequest): { readonly range: Range; readonly exact: boolean } {
    const header = headers.find(({ name }) => name.toLowerCase() === 'host');
    const lines = [...(header === undefined ? [] : [{ text: header.value, range: header.valueRange }]), ...urlLines];
    const own = syntax === 'http' ? firstPlace(part, lines) : undefined;
    if (own !== undefined) return { range: own, exact: true };
    const isUsed = lines.some(({ text }) => text.includes('{{')) || urlLines[0]?.text.startsWith('/') === true;
    const defined = isUsed ? firstPlace(part, this.#definitions) : undefined;
    if (defined !== undefined) return { range: defined, exact: true };
    const range = lines[0]?.range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    return { range, exact: false };
  }

  get #definitions(): readonly SourceText[] {
    return this.#file.variables.map(({ value, valueRange }) => ({ text: value, range: valueRange })).reverse();
  }
}

function unknownRegionOf(host: string): string | undefined {
  const region = serviceOfHost(host)?.region;
  return region === undefined || isRegionLike(region) ? undefined : region;
}

function firstPlace(part: string, texts: readonly SourceText[]): Range | undefined {
  for (const { text, range } of texts) {
    const at = text.toLowerCase().indexOf(part);
    const { line, character } = range.start;
    if (at === -1 || line !== range.end.line) continue;
    return { start: { line, character: character + at }, end: { line, character: character + at + part.length } };
  }
  return undefined;
}

/** The message for a name that is not a region. */
export function unknownRegionMessage(region: string, closest: string | undefined): string {
  return `“${region}” is not the name of an AWS region.${closest === undefined ? '' : ` Did you mean “${closest}”?`}`;
}
