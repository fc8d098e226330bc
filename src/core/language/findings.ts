import { partitionOfRegion } from '../aws/partitions.ts';
import { regions } from '../aws/regions.ts';
import { signingNames } from '../aws/signing-names.ts';
import type { Directive, FileBodyPart, HttpFile, HttpFileRequest, Problem, Range } from '../http/http-file.ts';
import { closestNames } from './closest-names.ts';
import { isKeyText, literalKeysOf, type TextEdit } from './literal-keys.ts';
import { inferFromRequest, requestHost } from './request-address.ts';
import { definitionReferences, type PlacedReference, requestReferences } from './references.ts';
import { isKnownVariable, type KnownVariables } from './variable-names.ts';

/** What a quick fix does beyond changing the text. */
export type FixAction =
  'select-environment' | 'add-profile' | 'move-keys' | 'renew-session' | 'create-file' | 'open-environment-file';

/** A way out of a finding. */
export interface Fix {
  readonly title: string;
  readonly edits?: readonly TextEdit[];
  readonly action?: FixAction;
  /** Whether it is the one that most people want. */
  readonly preferred?: boolean;
}

/** Something worth telling about a place of the file; an `error` keeps the request from being sent. */
export interface Finding {
  readonly code: string;
  readonly message: string;
  readonly range: Range;
  readonly severity: 'error' | 'warning' | 'information';
  readonly fixes: readonly Fix[];
}

export interface FindingsPorts {
  readonly variables: KnownVariables;
  readonly profileNames: readonly string[];
  /** Undefined when no profile is active. */
  readonly activeProfile: string | undefined;
  readonly hasExpiredSession: (profileName: string) => boolean;
  /** Whether the file behind a path of the text exists; undefined where that cannot be told yet. */
  readonly fileExists: (path: string) => Promise<boolean | undefined>;
  /** Requests that belong to another HTTP client are left to it. */
  readonly isOurs: (request: HttpFileRequest) => boolean;
  /** Whether a request is meant for AWS. */
  readonly isAws: (request: HttpFileRequest) => boolean;
}

/** Who accepts `UNSIGNED-PAYLOAD`, https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html and VPC Lattice's guide. */
const takesUnsignedBodies = new Set(['s3', 's3express', 's3-outposts', 's3-object-lambda', 'vpc-lattice-svcs']);

/** Everything that is worth telling about a file, in no particular order. */
export async function findFindings(file: HttpFile, ports: FindingsPorts): Promise<Finding[]> {
  const findings: Finding[] = [];
  const others = new Set(file.requests.filter((request) => !ports.isOurs(request)));
  const owners = new Map(file.requests.flatMap((request) => request.problems.map((problem) => [problem, request] as const)));
  for (const problem of file.problems) {
    const request = owners.get(problem);
    if ((request !== undefined && others.has(request)) || (others.size > 0 && others.size === file.requests.length)) continue;
    findings.push({ ...problem, range: problem.range, fixes: fixesOf(problem, request) });
  }
  if (others.size === 0) {
    findings.push(...definitionReferences(file).flatMap((reference) => unknownVariable(reference, undefined, ports)));
  }
  for (const definition of file.variables) {
    if (!isKeyText(definition)) continue;
    findings.push(keyText(definition.valueRange, []));
  }
  for (const request of file.requests) {
    if (others.has(request)) continue;
    for (const reference of requestReferences(request)) findings.push(...unknownVariable(reference, request, ports));
    for (const part of request.body) {
      if (part.kind === 'file') findings.push(...(await missingFile(part, request, ports)));
    }
    if (ports.isAws(request)) findings.push(...awsFindings(request, file, ports));
  }
  return findings;
}

function fixesOf({ code, range }: Problem, request: HttpFileRequest | undefined): Fix[] {
  const above = (line: number, text: string): TextEdit[] => {
    const start = { line, character: 0 };
    return [{ range: { start, end: start }, text }];
  };
  if (code === 'body-comment-dropped' && request !== undefined) {
    const edits = above(request.requestLineRange.start.line, '# @keep-body-comments\n');
    return [{ title: 'Send Lines That Begin with # or //', edits, preferred: true }];
  }
  if (code === 'request-line-in-body' || code === 'body-variable') {
    return [{ title: 'Put ### Above', edits: above(range.start.line, '###\n'), preferred: true }];
  }
  if (code === 'duplicate-directive' || code === 'directive-unknown') {
    const end = { line: range.start.line + 1, character: 0 };
    return [
      { title: 'Remove This Line', edits: [{ range: { start: { line: range.start.line, character: 0 }, end }, text: '' }] },
    ];
  }
  return [];
}

function unknownVariable(
  { expression, range }: PlacedReference,
  request: HttpFileRequest | undefined,
  { variables }: FindingsPorts,
): Finding[] {
  if (request === undefined ? isLater(expression, variables) : isKnownVariable(expression, request, variables)) return [];
  const { failure } = variables;
  if (failure !== undefined) {
    const message = `“${expression}” has no value while an environment file cannot be read, and the request is not sent. ${failure.message}`;
    const fixes: Fix[] = [{ title: 'Open Environment File', action: 'open-environment-file', preferred: true }];
    return [{ code: failure.code, message, range, severity: 'error', fixes }];
  }
  const elsewhere = variables.elsewhere.get(expression);
  if (elsewhere !== undefined) {
    const message = `“${expression}” is set in the environment ${elsewhere.map((name) => `“${name}”`).join(', ')}, which is not selected.`;
    const fixes: Fix[] = [{ title: 'Select Environment…', action: 'select-environment', preferred: true }];
    return [{ code: 'variable-unknown', message, range, severity: 'error', fixes }];
  }
  const top = { line: 0, character: 0 };
  const isName = /^[^\s=:{}$]+$/.test(expression);
  const fixes: Fix[] = [
    ...closestNames(expression, variables.names).map((name) => ({
      title: `Change to {{${name}}}`,
      edits: [{ range, text: `{{${name}}}` }],
    })),
    ...(isName
      ? [{ title: `Define @${expression}`, edits: [{ range: { start: top, end: top }, text: `@${expression} = \n` }] }]
      : []),
  ];
  const message = `There is no variable “${expression}”; the request is not sent while it has no value.`;
  return [{ code: 'variable-unknown', message, range, severity: 'error', fixes }];
}

/** A variable may refer to what only a request has: a prompt or a plain name is judged where the variable is used. */
function isLater(expression: string, variables: KnownVariables): boolean {
  return isKnownVariable(expression, undefined, variables);
}

async function missingFile(
  { path, pathRange }: FileBodyPart,
  { syntax }: HttpFileRequest,
  { fileExists }: FindingsPorts,
): Promise<Finding[]> {
  if (path.includes('{{') || (await fileExists(path)) !== false) return [];
  const message = `The body file “${path}” does not exist; the request is not sent without it.`;
  // The path of a curl command has no place of its own.
  const fixes: Fix[] = syntax === 'curl' ? [] : [{ title: `Create ${path}`, action: 'create-file' }];
  return [{ code: 'body-file-missing', message, range: pathRange, severity: 'error', fixes }];
}

function awsFindings(request: HttpFileRequest, file: HttpFile, ports: FindingsPorts): Finding[] {
  const findings: Finding[] = [];
  const effective = (name: string): Directive | undefined =>
    request.directives.findLast((each) => each.name === name) ?? file.directives.findLast((each) => each.name === name);
  const keys = literalKeysOf(request, file);
  if (keys !== undefined) {
    const fix: Fix = { title: 'Move Keys into a Profile…', action: 'move-keys', preferred: true };
    findings.push(keyText(keys.header.valueRange, request.syntax === 'http' ? [fix] : []));
  }
  const profile = effective('aws-profile');
  if (profile !== undefined && keys === undefined) findings.push(...profileFindings(profile, ports));
  const expired = keys === undefined ? (profile?.value ?? ports.activeProfile) : undefined;
  if (expired !== undefined && ports.hasExpiredSession(expired)) {
    findings.push({
      code: 'session-expired',
      message: `The session of “${expired}” has expired; sending starts another one.`,
      range: request.requestLineRange,
      severity: 'information',
      fixes: [{ title: 'Renew Session', action: 'renew-session' }],
    });
  }

  const service = effective('aws-service');
  const region = effective('aws-region');
  if (service !== undefined && isLiteral(service) && !signingNames().includes(service.value)) {
    const message = `“${service.value}” is not a signing name that is known; AWS refuses a request that is signed for another service.`;
    findings.push(unusualName('service-unknown', message, service, signingNames()));
  }
  for (const each of region !== undefined && isLiteral(region) ? region.value.split(',').map((text) => text.trim()) : []) {
    if (region === undefined || each === '*' || isRegionLike(each)) continue;
    const message = `“${each}” is not the name of an AWS region.`;
    findings.push(unusualName('region-unknown', message, region, regions, each));
  }
  const payload = effective('aws-payload');
  const signedFor = service?.value ?? inferFromRequest(request, file)?.service;
  if (payload?.value === 'unsigned' && signedFor !== undefined && !takesUnsignedBodies.has(signedFor)) {
    const message = `${signedFor} checks the signature over the body and refuses a request that leaves it out.`;
    const end = { line: payload.range.start.line + 1, character: 0 };
    const edits = [{ range: { start: { line: payload.range.start.line, character: 0 }, end }, text: '' }];
    const fixes = [{ title: 'Sign the Body', edits, preferred: true }];
    findings.push({ code: 'payload-unsigned', message, range: payload.valueRange, severity: 'warning', fixes });
  }
  const host = requestHost(request, file);
  const header = /\bservice:/i.test(keys?.header.value ?? '') || /\bservice:/i.test(authorizationOf(request));
  if (host !== undefined && service === undefined && !header && inferFromRequest(request, file) === undefined) {
    const start = { line: request.requestLineRange.start.line, character: 0 };
    const edits = [{ range: { start, end: start }, text: '# @aws-service execute-api\n' }];
    findings.push({
      code: 'service-missing',
      message: `The host ${host} does not tell the service that the request is signed for; you will be asked when you send it.`,
      range: request.urlLines[0]?.range ?? request.requestLineRange,
      severity: 'information',
      fixes: [{ title: 'Sign for API Gateway (execute-api)', edits }],
    });
  }
  return findings;
}

/** A region that opens tomorrow has another number, hardly another name. */
function isRegionLike(text: string): boolean {
  const area = (region: string): string => region.replace(/\d+$/, '');
  return (
    partitionOfRegion(text) !== undefined && (text.includes('-iso') || regions.some((region) => area(region) === area(text)))
  );
}

function profileFindings(profile: Directive, { profileNames }: FindingsPorts): Finding[] {
  if (!isLiteral(profile) || profileNames.includes(profile.value)) return [];
  return [
    {
      code: 'profile-unknown',
      message: `There is no profile “${profile.value}”; the request is not sent.`,
      range: profile.valueRange,
      severity: 'error',
      fixes: [
        ...profileNames.slice(0, 5).map((name) => ({
          title: `Use Profile ${name}`,
          edits: [{ range: profile.valueRange, text: name }],
          preferred: profileNames.length === 1,
        })),
        { title: 'Add Profile…', action: 'add-profile' },
      ],
    },
  ];
}

function authorizationOf({ headers }: HttpFileRequest): string {
  return headers.find(({ name }) => name.toLowerCase() === 'authorization')?.value ?? '';
}

function isLiteral({ value }: Directive): boolean {
  return value !== '' && !value.includes('{{');
}

/** `part` is what of the value is unusual. */
function unusualName(
  code: string,
  message: string,
  { value, valueRange }: Directive,
  names: readonly string[],
  part = value,
): Finding {
  const fixes = closestNames(part, names, 3).map((name) => ({
    title: `Change to ${name}`,
    edits: [{ range: valueRange, text: value.replace(part, name) }],
  }));
  return { code, message, range: valueRange, severity: 'warning', fixes };
}

function keyText(range: Range, fixes: readonly Fix[]): Finding {
  const message = 'An access key in the text: whoever reads this file can use it. A profile keeps it in the secret storage.';
  return { code: 'credential-text', message, range, severity: 'warning', fixes };
}
