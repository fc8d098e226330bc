import { createHash } from 'node:crypto';
import type { Refusal } from '../../http/building/request-failure.ts';
import type { HttpFile, HttpFileRequest, Range } from '../../http/http-file.ts';
import { asRead, moveRange } from '../../http/moved-request.ts';
import { ExpansionBudget, mostMegabytes, TooLongToLookAt } from '../../http/expansion-budget.ts';
import { type Pace, type ResolvingProblem, VariableResolver } from '../../http/variables.ts';
import { later, type RehearsalContext, rehearseRequest } from '../../requests/rehearse-request.ts';
import { laterAnswers, mayReferToAnswer } from '../../variables/answer-variables.ts';
import type { Environments } from '../../variables/environments.ts';
import { requestSources } from '../../variables/request-sources.ts';
import type { Finding, FindingsPorts, Fix } from './finding.ts';
import type { Hosts } from './host-findings.ts';
import { invisibleValueFixes } from './invisible-fixes.ts';

/** The variable that has no value. */
type Unresolved = Pick<ResolvingProblem, 'reference' | 'exact' | 'similar' | 'definable'>;

/** A refusal without a place of its own: what it is anchored to moves with the lines above. */
interface KeptRefusal {
  readonly code: string;
  readonly message: string;
  readonly problem: Unresolved | undefined;
  readonly isWished: boolean | undefined;
  /** In lines from the first line of the anchor. */
  readonly range: Range;
  /** The request; or of what belongs to no request the index. */
  readonly anchor: 'request' | number;
}

interface Rehearsal {
  /** Digest of everything besides the request that it depends on. */
  readonly circumstances: string;
  /** As a digest as well: the names of the file's requests, where it refers to answers. */
  readonly requestNames: string | undefined;
  readonly refusals: readonly KeptRefusal[];
}

/** What rehearsing a request gave, for as long as its text stays. */
const rehearsals = new WeakMap<HttpFileRequest, Rehearsal>();
const none: readonly KeptRefusal[] = [];

/** More of them are no help, and cost memory. */
const mostFindings = 10_000;
/** Bytes that all requests of a file may become while they are looked at: what comes behind is checked when it is sent. */
const mostBytes = 2 ** 28;

/** Marks what building and signing a file's requests would refuse. */
export class RefusalFindings {
  readonly #file: HttpFile;
  readonly #ports: FindingsPorts;
  readonly #hosts: Hosts;
  readonly #requestNames: ReadonlySet<string>;
  readonly #circumstances: string;
  readonly #namesDigest: string;
  readonly #ordinaryContext: RehearsalContext;
  #answersAskedFor = 0;
  readonly #pace: Pace | undefined;
  /** Bytes that were made of the file's texts. */
  #spent = 0;
  /** What belongs to no request and may be refused nevertheless. */
  readonly #lines: readonly { readonly valueRange: Range }[];
  /** Of several requests that are refused for one place one is enough. */
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
    const source = asRead(request);
    let rehearsal = rehearsals.get(source);
    const isCurrent =
      rehearsal?.circumstances === this.#circumstances && (rehearsal.requestNames ?? this.#namesDigest) === this.#namesDigest;
    if (rehearsal === undefined || !isCurrent) {
      if (this.#isFull) return;
      const before = this.#answersAskedFor;
      const asks = source.directives.some(({ name }) => name === 'prompt');
      const context = asks ? this.#context(request) : this.#ordinaryContext;
      const refused = await this.#within((budget) => rehearseRequest(request, { ...context, budget }));
      const refusals = refused.length === 0 ? none : refused.map((refusal) => this.#keep(refusal, request));
      const requestNames = this.#answersAskedFor > before ? this.#namesDigest : undefined;
      rehearsal = { circumstances: this.#circumstances, requestNames, refusals };
      rehearsals.set(source, rehearsal);
    }
    for (const { anchor, range, ...refusal } of rehearsal.refusals) {
      this.#tell({ ...refusal, range: moveRange(range, this.#lineOf(anchor, request)) }, request);
    }
  }

  /** Also of variables that no request uses yet; prompts of any request count. */
  async addVariables(): Promise<void> {
    const directives = this.#file.requests.flatMap((request) =>
      asRead(request).directives.filter(({ name }) => name === 'prompt'),
    );
    const context = this.#context({ directives });
    for (const { value, valueRange } of this.#file.variables) {
      if (this.#isFull) return;
      if (!value.includes('{{')) continue;
      // Each for itself: they need not fit into one request.
      for (const problem of await this.#within((budget) => problemsOf(value, valueRange, { ...context, budget }))) {
        const { code, message, range } = problem;
        this.#tell({ code, message, range, problem, isWished: undefined });
      }
    }
  }

  async #within<Result>(work: (budget: ExpansionBudget) => Promise<Result>): Promise<Result> {
    const budget = new ExpansionBudget(mostMegabytes.looking);
    const { left } = budget;
    const result = await work(budget);
    this.#spent += left - budget.left;
    return result;
  }

  get #isFull(): boolean {
    return this.#findings.size >= mostFindings || this.#spent >= mostBytes;
  }

  /** What is not told already by findings that know more of their place. */
  besides(findings: readonly Finding[]): Finding[] {
    const told = findings.filter(({ severity }) => severity === 'error');
    const lines = new Set(told.map(({ range }) => range.start.line));
    const codes = new Set(told.map(({ code, range }) => `${range.start.line} ${code}`));
    return [...this.#findings.values()].filter(({ code, range: { start } }) =>
      code.startsWith('variable-') ? !codes.has(`${start.line} ${code}`) : !lines.has(start.line),
    );
  }

  #context(request: Pick<HttpFileRequest, 'directives'>): RehearsalContext {
    const { environments, environment, environmentFirst, profileNames } = this.#ports;
    const answers = laterAnswers(this.#requestNames, later);
    const sources = requestSources({
      ...{ file: this.#file, request, environment, environmentFirst },
      directory: undefined,
      dotenv: environments.dotenv,
      pace: this.#pace,
      environments: () => Promise.resolve(environments),
      answers: {
        ...answers,
        find: (expression) => {
          if (mayReferToAnswer(expression)) this.#answersAskedFor++;
          return answers.find(expression);
        },
        similar: (expression) => {
          this.#answersAskedFor++;
          return answers.similar?.(expression);
        },
      },
      ask: () => Promise.resolve(later),
    });
    return { file: this.#file, profileNames, pace: this.#pace, ...sources };
  }

  #keep({ error: { code, message, remedy }, range, problem, isWished }: Refusal, request: HttpFileRequest): KeptRefusal {
    const { line } = range.start;
    const isInRequest = line >= request.range.start.line && line <= request.range.end.line;
    const index = isInRequest ? -1 : this.#lines.findIndex(({ valueRange }) => valueRange.start.line === line);
    const anchor = index === -1 ? 'request' : index;
    return {
      code,
      // What to do about a variable its message says itself, as sending it would be too late.
      message: problem === undefined ? `${message} ${remedy}` : message,
      isWished,
      problem: problem && {
        reference: problem.reference,
        exact: problem.exact,
        similar: problem.similar,
        definable: problem.definable,
      },
      range: moveRange(range, -this.#lineOf(anchor, request)),
      anchor,
    };
  }

  #lineOf(anchor: KeptRefusal['anchor'], request: HttpFileRequest): number {
    return (anchor === 'request' ? request.range : this.#lines[anchor]?.valueRange)?.start.line ?? 0;
  }

  #tell({ code, message, range, problem, isWished }: Omit<KeptRefusal, 'anchor'>, request?: HttpFileRequest): void {
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
    this.#findings.set(key, {
      code,
      message:
        environments.failure?.code === code
          ? `“${expression}” has no value while an environment file cannot be read, and the request is not sent. ${environments.failure.message}`
          : message,
      range,
      severity: isWished === true ? 'information' : 'error',
      fixes: problem === undefined ? ownFixes : variableFixes(code, range, problem, environments),
    });
  }
}

async function problemsOf(text: string, range: Range, context: RehearsalContext): Promise<readonly ResolvingProblem[]> {
  const resolver = new VariableResolver({ ...context, gatherFailures: true });
  try {
    await resolver.resolve({ text, range });
  } catch (error) {
    if (!(error instanceof TooLongToLookAt)) throw error;
  }
  return resolver.problems;
}

function digest(value: unknown): string {
  return createHash('sha1').update(JSON.stringify(value)).digest('base64');
}

function variableFixes(code: string, range: Range, problem: Unresolved, environments: Environments): Fix[] {
  const { reference, exact, similar, definable } = problem;
  const { expression, percentEncode } = reference;
  if (environments.failure?.code === code) {
    return [{ title: 'Open Environment File', action: 'open-environment-file', preferred: true }];
  }
  if (code === 'variable-unreadable' && environments.with(expression).length > 0) {
    return [{ title: 'Select Environment…', action: 'select-environment', preferred: true }];
  }
  if (code !== 'variable-unknown') return [];
  const referenceTo = (name: string): string => `{{${percentEncode ? '%' : ''}${name}}}`;
  const top = { line: 0, character: 0 };
  return [
    ...(exact ? similar : []).map((name) => ({
      title: `Change to ${referenceTo(name)}`,
      edits: [{ range, text: referenceTo(name) }],
    })),
    ...(definable
      ? [{ title: `Define @${expression}`, edits: [{ range: { start: top, end: top }, text: `@${expression} = \n` }] }]
      : []),
  ];
}
