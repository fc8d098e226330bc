import { setImmediate } from 'node:timers/promises';
import type { FileBodyPart, HttpFile, HttpFileRequest, Problem } from '../http/http-file.ts';
import { asRead } from '../http/moved-request.ts';
import { promptsOf } from '../variables/prompt-variables.ts';
import { closestNames } from './closest-names.ts';
import { awsFindings, Judged } from './findings/aws-findings.ts';
import { credentialFindings } from './findings/credential-findings.ts';
import type { Finding, FindingsPorts, Fix } from './findings/finding.ts';
import { ProblemFixes } from './findings/problem-fixes.ts';
import { fileReferences, type PlacedReference, requestExpressions, requestReferences } from './references.ts';
import { isKnownVariable } from './variable-names.ts';

/** Requests looked at without letting others work in between. */
const turn = 1000;

/** Everything that is worth telling about a file, in no particular order. */
export async function findFindings(file: HttpFile, ports: FindingsPorts): Promise<Finding[]> {
  const findings: Finding[] = [];
  const others = new Set(file.requests.filter((request) => !ports.isOurs(request)));
  const owners = new Map<Problem, HttpFileRequest>();
  for (const request of file.requests) for (const problem of request.problems) owners.set(problem, request);
  const fixes = new ProblemFixes(file);
  for (const problem of file.problems) {
    const request = owners.get(problem);
    if ((request !== undefined && others.has(request)) || (others.size > 0 && others.size === file.requests.length)) continue;
    findings.push({ ...problem, range: problem.range, fixes: fixes.fixesOf(problem, request) });
  }
  if (others.size === 0) {
    // Only the request that uses a variable has prompts: which one that is, is told there.
    let prompts: Set<string> | undefined;
    for (const reference of fileReferences(file)) {
      if (isKnownVariable(reference.expression, undefined, ports.variables)) continue;
      prompts ??= new Set(file.requests.flatMap(({ directives }) => promptsOf(directives).map(({ name }) => name)));
      if (!prompts.has(reference.expression)) findings.push(unknownVariable(reference, ports));
    }
  }
  findings.push(...credentialFindings(file, ports.text));
  const judged = new Judged();
  for (const [index, request] of file.requests.entries()) {
    // Whoever types meanwhile is not kept waiting.
    if (index % turn === turn - 1) await setImmediate();
    if (others.has(request)) continue;
    if (requestExpressions(request).some((expression) => !isKnownVariable(expression, request, ports.variables))) {
      for (const reference of requestReferences(request)) {
        if (!isKnownVariable(reference.expression, request, ports.variables)) findings.push(unknownVariable(reference, ports));
      }
    }
    if (asRead(request).body.some(({ kind }) => kind === 'file')) {
      for (const part of request.body) {
        if (part.kind === 'file') findings.push(...(await missingFile(part, request, ports)));
      }
    }
    if (ports.isAws(request)) findings.push(...awsFindings(request, file, ports, judged));
  }
  return findings;
}

function unknownVariable({ expression, percentEncode, range, exact }: PlacedReference, { variables }: FindingsPorts): Finding {
  const { failure } = variables;
  if (failure !== undefined) {
    const message = `“${expression}” has no value while an environment file cannot be read, and the request is not sent. ${failure.message}`;
    const fixes: Fix[] = [{ title: 'Open Environment File', action: 'open-environment-file', preferred: true }];
    return { code: failure.code, message, range, severity: 'error', fixes };
  }
  const elsewhere = variables.elsewhere.get(expression);
  if (elsewhere !== undefined) {
    const message = `“${expression}” is set in the environment ${elsewhere.map((name) => `“${name}”`).join(', ')}, which is not selected.`;
    const fixes: Fix[] = [{ title: 'Select Environment…', action: 'select-environment', preferred: true }];
    return { code: 'variable-unknown', message, range, severity: 'error', fixes };
  }
  const referenceTo = (name: string): string => `{{${percentEncode ? '%' : ''}${name}}}`;
  const top = { line: 0, character: 0 };
  const isName = /^[^\s=:{}$]+$/.test(expression);
  const fixes: Fix[] = [
    ...(exact ? closestNames(expression, variables.names) : []).map((name) => ({
      title: `Change to ${referenceTo(name)}`,
      edits: [{ range, text: referenceTo(name) }],
    })),
    ...(isName
      ? [{ title: `Define @${expression}`, edits: [{ range: { start: top, end: top }, text: `@${expression} = \n` }] }]
      : []),
  ];
  const message = `There is no variable “${expression}”; the request is not sent while it has no value.`;
  return { code: 'variable-unknown', message, range, severity: 'error', fixes };
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
