import type { Directive, FileBodyPart, HttpFile, HttpFileRequest, Problem } from '../http-file/http-file.ts';
import { messageWithProposal } from '../http-file/directives/unknown-directive.ts';
import type { Remedy } from '../remedies/remedy.ts';
import { sourceOf } from '../http-file/moved-request.ts';
import { awsFindings } from './findings/aws-findings.ts';
import { credentialFindings } from './findings/credential-findings.ts';
import { fieldFindings } from './findings/field-findings.ts';
import { directiveFindings } from './findings/directive-findings.ts';
import type { Finding, FindingsPorts } from './findings/finding.ts';
import { Hosts } from './findings/host-findings.ts';
import { ProblemFixes } from './fixes/problem-fixes.ts';
import { RefusalFindings } from './findings/refusal-findings.ts';
import { VariablePluses } from './findings/variable-pluses.ts';
import { PacedWork } from './paced-work.ts';

/** The steps that an empty request counts as. */
const stepsOfRequest = 300;

/**
 * All findings about a file, in no particular order. Yields to other work in between.
 * @throws the reason of the ports' signal when aborted
 */
export async function findFindings(file: HttpFile, ports: FindingsPorts): Promise<Finding[]> {
  const findings: Finding[] = [];
  const others = new Set(file.requests.filter((request) => !ports.isOurs(request)));
  const isOthers = others.size > 0 && others.size === file.requests.length;
  const owners = new Map<Problem, HttpFileRequest>();
  for (const request of file.requests) for (const problem of request.problems) owners.set(problem, request);
  const fixes = new ProblemFixes(file);
  for (const problem of file.problems) {
    const request = owners.get(problem);
    if ((request !== undefined && others.has(request)) || isOthers) continue;
    const message = messageWithProposal(problem, (request ?? file).directives);
    findings.push({ ...problem, message, range: problem.range, fixes: fixes.fixesOf(problem, request) });
  }
  const hosts = new Hosts(file, ports.environments.variables(ports.environment), ports.environmentFirst);
  const pace = new PacedWork(ports.signal);
  const refusals = new RefusalFindings(file, ports, hosts, pace);
  findings.push(...(await credentialFindings(file, ports.text, pace)));
  if (!isOthers) findings.push(...directiveFindings(file));
  const told = new Set<Directive>();
  const pluses = new VariablePluses(file, hosts.variables);
  for (const request of file.requests) {
    const pause = pace.step(stepsOfRequest);
    if (pause !== undefined) await pause;
    if (others.has(request)) continue;
    if (sourceOf(request).body.some(({ kind }) => kind === 'file')) {
      for (const part of request.body) {
        if (part.kind === 'file') findings.push(...(await missingFile(part, request, ports)));
      }
    }
    if (ports.isAws(request)) findings.push(...awsFindings(request, file, ports, told));
    findings.push(...hosts.findings(request));
    findings.push(...fieldFindings(request, hosts.variables), ...pluses.findings(request));
    findings.push(...directiveFindings(request, sourceOf(request).directives));
    await refusals.add(request);
  }
  if (others.size === 0) await refusals.addVariables();
  findings.push(...refusals.besides(findings));
  return withoutNamesakes(findings);
}

/** A name that is unknown because of an invisible character is reported by that character alone. */
function withoutNamesakes(findings: Finding[]): Finding[] {
  const hidden = new Map(
    findings.flatMap(({ code, range }) => (code === 'invisible-character' ? [[range.start.line, range]] : [])),
  );
  if (hidden.size === 0) return findings;
  return findings.filter(({ code, range: { start, end } }) => {
    const part = /^(?:profile|region|service|variable)-unknown$/.test(code) ? hidden.get(start.line) : undefined;
    const isWithin = start.line === end.line && part?.end.line === end.line;
    return part === undefined || !isWithin || part.start.character < start.character || part.end.character > end.character;
  });
}

async function missingFile(
  { path, pathRange }: FileBodyPart,
  { syntax }: HttpFileRequest,
  { fileExists }: FindingsPorts,
): Promise<Finding[]> {
  if (path.includes('{{') || (await fileExists(path)) !== false) return [];
  const message = `The body file “${path}” does not exist; the request is not sent without it.`;
  // The path of a curl command has no place of its own.
  const fixes: Remedy[] = syntax === 'curl' ? [] : [{ kind: 'create-file', title: `Create ${path}`, path }];
  return [{ code: 'body-file-missing', message, range: pathRange, severity: 'error', fixes }];
}
