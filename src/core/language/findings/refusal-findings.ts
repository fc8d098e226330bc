import type { Remedy } from '../../remedies/remedy.ts';
import { createHash } from 'node:crypto';
import { directivesNamed, findDirective } from '../../http-file/directives.ts';
import type { PlacedFailure } from '../../requests/building/request-texts.ts';
import type { HttpFile, HttpFileRequest, Range } from '../../http-file/http-file.ts';
import { sourceOf, moveRange } from '../../http-file/moved-request.ts';
import { ExpansionBudget, mostMegabytes } from '../../variables/expansion-budget.ts';
import { type Pace } from '../../variables/variable-resolver.ts';
import { type EncodedValue } from '../../variables/resolvable-text.ts';
import { later, type RehearsalContext, rehearseRequest } from '../../requests/rehearse-request.ts';
import { laterResponses, mayReferToResponse } from '../../variables/responses/response-variables.ts';
import { requestSources } from '../../variables/request-sources.ts';
import { commandBraces } from '../fixes/command-braces.ts';
import { escapeBraces } from '../fixes/escape-braces.ts';
import type { Finding, FindingCode, FindingsPorts } from './finding.ts';
import type { Hosts } from './host-findings.ts';
import { invisibleValueFixes } from '../fixes/invisible-fixes.ts';
import { variableProblems } from './variable-problems.ts';
import { type Unresolved, variableFixes } from '../fixes/variable-fixes.ts';

/** A refusal without a fixed place: its anchor moves with the lines above. */
interface KeptRefusal {
  readonly severity: Finding['severity'];
  readonly code: FindingCode;
  readonly message: string;
  readonly problem: Unresolved | undefined;
  /** In lines from the first line of the anchor. */
  readonly range: Range;
  /** The request; or an index, for refusals outside requests. */
  readonly anchor: 'request' | number;
}

interface Rehearsal {
  /** Digest of everything that it depends on, besides the request. */
  readonly circumstances: string;
  /** Digest of the names of the file's requests, if it refers to responses. */
  readonly requestNames: string | undefined;
  readonly refusals: readonly KeptRefusal[];
}

/** The result of rehearsing a request, for as long as its text stays. */
const rehearsals = new WeakMap<HttpFileRequest, Rehearsal>();
const none: readonly KeptRefusal[] = [];

/** More of them do not help, and cost memory. */
const mostFindings = 10_000;
/** The most bytes that all requests of a file may become while they are checked: later ones are checked when they are sent. */
const mostBytes = 2 ** 28;

/** Marks what would be refused when a file's requests are built and signed. */
export class RefusalFindings {
  readonly #file: HttpFile;
  readonly #ports: FindingsPorts;
  readonly #hosts: Hosts;
  readonly #requestNames: ReadonlySet<string>;
  readonly #circumstances: string;
  readonly #namesDigest: string;
  readonly #ordinaryContext: RehearsalContext;
  #responsesAskedFor = 0;
  /** The lines of the file, in which those of a command are searched. */
  #textLines: readonly string[] | undefined;
  readonly #pace: Pace | undefined;
  /** Bytes that the file's texts have become so far. */
  #spent = 0;
  /** Texts outside requests that may be refused as well. */
  readonly #lines: readonly { readonly valueRange: Range }[];
  /** Braces in a request's body that are not variables, in the order of their findings. */
  readonly #braces = new Map<HttpFileRequest, Finding[]>();
  /** If several requests are refused for the same place, one finding is enough. */
  readonly #findings = new Map<string, Finding>();

  constructor(file: HttpFile, ports: FindingsPorts, hosts: Hosts, pace?: Pace) {
    this.#pace = pace;
    this.#hosts = hosts;
    this.#file = file;
    this.#ports = ports;
    this.#requestNames = new Set(file.requests.flatMap(({ name }) => name ?? []));
    this.#lines = [...file.variables, ...file.directives];
    const { environments, environment, environmentFirst, profileNames } = ports;
    const named = (items: HttpFile['variables'] | HttpFile['directives']) => items.map(({ name, value }) => [name, value]);
    const circumstances = [
      named(file.variables),
      named(file.directives),
      [environment, environmentFirst, environments.failure?.message],
      environments.content,
      environments.dotenv.files,
      profileNames,
    ];
    this.#circumstances = digest(circumstances);
    this.#namesDigest = digest([...this.#requestNames]);
    this.#ordinaryContext = this.#context({ directives: [] });
  }

  async add(request: HttpFileRequest): Promise<void> {
    const source = sourceOf(request);
    let rehearsal = rehearsals.get(source);
    const isCurrent =
      rehearsal?.circumstances === this.#circumstances && (rehearsal.requestNames ?? this.#namesDigest) === this.#namesDigest;
    if (rehearsal === undefined || !isCurrent) {
      if (this.#isFull) return;
      const before = this.#responsesAskedFor;
      const asks = findDirective(source.directives, 'prompt') !== undefined;
      const context = asks ? this.#context(request) : this.#ordinaryContext;
      const rehearsed = await this.#within((budget) => rehearseRequest(request, { ...context, budget }));
      const kept = [
        ...rehearsed.refusals.map((refusal) => this.#keep(refusal, request)),
        ...rehearsed.encodedAlready.map((value) => this.#keepEncoded(value, request)),
      ];
      const refusals = kept.length === 0 ? none : kept;
      const requestNames = this.#responsesAskedFor > before ? this.#namesDigest : undefined;
      rehearsal = { circumstances: this.#circumstances, requestNames, refusals };
      rehearsals.set(source, rehearsal);
    }
    for (const { anchor, range, ...refusal } of rehearsal.refusals) {
      this.#tell({ ...refusal, range: moveRange(range, this.#lineOf(anchor, request)) }, request);
    }
  }

  /** Includes variables that no request uses yet; prompts of any request count. */
  async addVariables(): Promise<void> {
    const directives = this.#file.requests.flatMap((request) => directivesNamed(sourceOf(request).directives, 'prompt'));
    const context = this.#context({ directives });
    for await (const problem of variableProblems(this.#file, context, mostBytes)) {
      if (this.#isFull) return;
      const { code, message, range } = problem;
      this.#tell({ severity: 'error', code, message, range, problem });
    }
  }

  async #within<Result>(work: (budget: ExpansionBudget) => Promise<Result>): Promise<Result> {
    const budget = new ExpansionBudget(mostMegabytes.looking);
    const result = await work(budget);
    this.#spent += budget.work;
    return result;
  }

  get #isFull(): boolean {
    return this.#findings.size >= mostFindings || this.#spent >= mostBytes;
  }

  /** Refusals not already reported by findings that know their place better. */
  besides(findings: readonly Finding[]): Finding[] {
    const told = findings.filter(({ severity }) => severity === 'error');
    const lines = new Set(told.map(({ range }) => range.start.line));
    const codes = new Set(told.map(({ code, range }) => `${range.start.line} ${code}`));
    const all = new Map<Finding, Remedy>();
    for (const braces of this.#braces.values()) {
      if (braces.length < 2) continue;
      const edits = braces.flatMap(({ range }) => escapeBraces(range));
      const fix: Remedy = { kind: 'edit', title: `Send All ${braces.length} Braces of This Body as They Are`, edits };
      for (const finding of braces) all.set(finding, fix);
    }
    return [...this.#findings.values()]
      .filter(({ code, range: { start } }) =>
        code.startsWith('variable-') ? !codes.has(`${start.line} ${code}`) : !lines.has(start.line),
      )
      .map((finding) => {
        const fix = all.get(finding);
        return fix === undefined ? finding : { ...finding, fixes: [...finding.fixes, fix] };
      });
  }

  #context(request: Pick<HttpFileRequest, 'directives'>): RehearsalContext {
    const { environments, environment, environmentFirst, profileNames } = this.#ports;
    const responses = laterResponses(this.#requestNames, later);
    const sources = requestSources({
      ...{ file: this.#file, request, environment, environmentFirst },
      directory: undefined,
      dotenv: environments.dotenv,
      pace: this.#pace,
      environments: () => Promise.resolve(environments),
      responses: {
        ...responses,
        find: (expression) => {
          if (mayReferToResponse(expression)) this.#responsesAskedFor++;
          return responses.find(expression);
        },
        similar: (expression) => {
          this.#responsesAskedFor++;
          return responses.similar?.(expression);
        },
      },
      ask: () => Promise.resolve(later),
    });
    return { file: this.#file, profileNames, pace: this.#pace, ...sources };
  }

  #keepEncoded({ range, exact, reference }: EncodedValue, request: HttpFileRequest): KeptRefusal {
    const { expression } = reference;
    const message = `The value of “${expression}” holds escapes such as “%20” and is sent as it is. To have AWS read it literally, write “{{%${expression}}}”.`;
    const problem = { reference, exact, similar: [], definable: false };
    return { severity: 'information', code: 'variable-encoded-already', message, problem, ...this.#anchor(range, request) };
  }

  #anchor(range: Range, request: HttpFileRequest): Pick<KeptRefusal, 'range' | 'anchor'> {
    const { line } = range.start;
    const isInRequest = line >= request.range.start.line && line <= request.range.end.line;
    const index = isInRequest ? -1 : this.#lines.findIndex(({ valueRange }) => valueRange.start.line === line);
    const anchor = index === -1 ? 'request' : index;
    return { range: moveRange(range, -this.#lineOf(anchor, request)), anchor };
  }

  #keep({ error: { code, message, remedy }, range, problem, isWished }: PlacedFailure, request: HttpFileRequest): KeptRefusal {
    return {
      severity: isWished === true ? 'information' : 'error',
      code,
      // A variable's message contains its own remedy, because at sending it would be too late.
      message: problem === undefined ? `${message} ${remedy}` : message,
      problem: problem && {
        reference: problem.reference,
        exact: problem.exact,
        similar: problem.similar,
        definable: problem.definable,
      },
      ...this.#anchor(range, request),
    };
  }

  #lineOf(anchor: KeptRefusal['anchor'], request: HttpFileRequest): number {
    return (anchor === 'request' ? request.range : this.#lines[anchor]?.valueRange)?.start.line ?? 0;
  }

  #tell({ severity, code, message, range, problem }: Omit<KeptRefusal, 'anchor'>, request?: HttpFileRequest): void {
    const { start } = range;
    const key = `${start.line}:${start.character} ${code}`;
    if (this.#findings.has(key)) return;
    const { environments } = this.#ports;
    const ownFixes =
      request === undefined
        ? []
        : code === 'host-mistyped'
          ? this.#hosts.fixesOfMistyped(request)
          : code === 'invisible-character'
            ? invisibleValueFixes(range, request, this.#file)
            : [];
    const expression = problem?.reference.expression ?? '';
    const isBraces = code === 'variable-unknown' && problem?.exact === true;
    const firstOfBody = isBraces ? request?.body[0]?.range.start.line : undefined;
    const isBody =
      firstOfBody !== undefined && start.line >= firstOfBody && request !== undefined && start.line <= request.range.end.line;
    const finding: Finding = {
      code,
      message:
        environments.failure?.code === code
          ? `“${expression}” has no value while an environment file cannot be read, and the request is not sent. ${environments.failure.message}`
          : message,
      range,
      severity,
      fixes:
        problem === undefined
          ? ownFixes
          : [...variableFixes(code, range, problem, environments, isBody), ...this.#commandFixes(code, problem, request)],
    };
    this.#findings.set(key, finding);
    if (isBody) this.#braces.set(request, [...(this.#braces.get(request) ?? []), finding]);
  }

  #commandFixes(code: FindingCode, { reference, definable }: Unresolved, request: HttpFileRequest | undefined): Remedy[] {
    if (code !== 'variable-unknown' || request?.syntax !== 'curl') return [];
    const edits = commandBraces(request, (this.#textLines ??= this.#ports.text.split(/\r?\n/)), reference.expression);
    return edits.length === 0 ? [] : [{ kind: 'edit', title: 'Send the Braces as They Are', edits, preferred: !definable }];
  }
}

function digest(value: unknown): string {
  return createHash('sha1').update(JSON.stringify(value)).digest('base64');
}
