import type { Range } from '../../http-file/http-file.ts';
import type { Remedy } from '../../remedies/remedy.ts';
import type { Environments } from '../../variables/environments/environments.ts';
import type { ResolvingProblem } from '../../variables/resolvable-text.ts';
import type { FindingCode } from '../findings/finding.ts';
import { escapeBraces } from './escape-braces.ts';

/** The variable that has no value. */
export type Unresolved = Pick<ResolvingProblem, 'reference' | 'exact' | 'similar' | 'definable'>;
export function variableFixes(
  code: FindingCode,
  range: Range,
  problem: Unresolved,
  environments: Environments,
  isBody: boolean,
): Remedy[] {
  const { reference, exact, similar, definable } = problem;
  const { expression, percentEncode } = reference;
  if (environments.failure?.code === code) {
    const { file: path, line = 1, column = 1 } = environments.failure.place ?? {};
    return path === undefined ? [] : [{ kind: 'open-file', title: 'Open Environment File', path, line, column, preferred: true }];
  }
  if (code === 'variable-unreadable' && environments.with(expression).length > 0) {
    return [{ kind: 'command', title: 'Select Environment…', command: 'awsAuth.environment.select', preferred: true }];
  }
  const referenceTo = (name: string, { encoded = percentEncode } = {}): string => `{{${encoded ? '%' : ''}${name}}}`;
  if (code === 'variable-encoded-already' && exact) {
    const text = referenceTo(expression, { encoded: true });
    return [{ kind: 'edit', title: `Change to ${text}`, edits: [{ range, text }] }];
  }
  if (code !== 'variable-unknown') return [];
  const top = { line: 0, character: 0 };
  const definition: Remedy = {
    kind: 'edit',
    title: `Define @${expression}`,
    edits: [{ range: { start: top, end: top }, text: `@${expression} = \n` }],
  };
  const braces: Remedy = {
    kind: 'edit',
    title: 'Send the Braces as They Are',
    edits: escapeBraces(range),
    preferred: !definable,
  };
  return [
    ...(exact ? similar : []).map((name): Remedy => ({
      kind: 'edit',
      title: `Change to ${referenceTo(name)}`,
      edits: [{ range, text: referenceTo(name) }],
    })),
    ...(definable ? [definition] : []),
    // Templates of SES, CloudFormation and others have braces of their own.
    ...(isBody ? [braces] : []),
  ];
}
