import { tableEntries } from '../../aws/tables/table-entries.ts';
import { regionTitle } from '../../aws/tables/region-titles.ts';
import { regions } from '../../aws/regions.ts';
import { signingNames } from '../../aws/signing-names.ts';
import { type Argument, directiveRow, ownDirectives } from '../../http-file/directives.ts';
import { knownOperations } from './known-operations.ts';
import { protocolTable } from '../../aws/tables/protocol-table.ts';
import { systemVariableUsages } from '../../variables/system/system-variable-usages.ts';

/** A completion at a place in a line. */
export interface Completion {
  readonly label: string;
  /** The text that replaces `from` up to the cursor. */
  readonly insert: string;
  /** A few words beside the label. */
  readonly detail: string;
  /** Details, in Markdown. */
  readonly explanation?: string;
  readonly kind: 'directive' | 'profile' | 'service' | 'region' | 'value' | 'operation' | 'variable';
  /** Whether the list opens again after it. */
  readonly goesOn?: boolean;
}

export interface CompletionContext {
  /** The line up to the cursor. */
  readonly before: string;
  /** Whether the line comes before the body. */
  readonly inHead: boolean;
  /** Endpoint name and signing name of the request's host, for example `api.ecr` and `ecr`; undefined if it names none. */
  readonly endpoint: string | undefined;
  readonly service: string | undefined;
  readonly profileNames: readonly string[];
  /** Variables, each with its origin; undefined if another client completes them. */
  readonly variables: ReadonlyMap<string, string> | undefined;
}

export interface Completions {
  /** The column where the replaced text begins. */
  readonly from: number;
  readonly items: readonly Completion[];
}

/** The completions that are ours to give at a place; undefined if there are none. */
export function completionsAt(context: CompletionContext): Completions | undefined {
  const { before } = context;
  const variable = /\{\{%?\s*([^{}\s]*)$/.exec(before);
  if (variable !== null) return variableCompletions(before, variable[1] ?? '', context);
  if (!context.inHead) return actionCompletions(context);

  const directive = /^\s*(?:#+|\/{2,})\s*@([\w-]*)$/.exec(before);
  if (directive !== null) {
    const written = directive[1] ?? '';
    return {
      from: before.length - written.length,
      items: ownDirectives.map(({ name, argument, help }) => {
        const hint = argument.use === 'none' ? undefined : argument.hint;
        return {
          label: name,
          insert: hint === undefined ? name : `${name} `,
          detail: hint ?? '',
          explanation: help,
          kind: 'directive',
          goesOn: argument.use !== 'none' && valuesOf(argument, context) !== undefined,
        };
      }),
    };
  }
  const value = /^\s*(?:#+|\/{2,})\s*@([\w-]+)\s*=?\s*(.*)$/.exec(before);
  if (value !== null) return valueCompletions(before, value[1] ?? '', value[2] ?? '', context);
  const authorization = /^\s*authorization\s*:\s*AWS\s+(?:.*\s)?(profile|region|service):(\S*)$/i.exec(before);
  if (authorization !== null) {
    const profileNames = context.profileNames.map((name) => (/\s/.test(name) ? `"${name}"` : name));
    return valueCompletions(before, `aws-${(authorization[1] ?? '').toLowerCase()}`, authorization[2] ?? '', { profileNames });
  }
  const target = /^\s*x-amz-target\s*:\s*(\S*)$/i.exec(before);
  return target === null ? undefined : targetCompletions(before, target[1] ?? '', context);
}

function valueCompletions(
  before: string,
  directive: string,
  written: string,
  context: Pick<CompletionContext, 'profileNames'>,
): Completions | undefined {
  const argument = directiveRow(directive)?.argument;
  const items = argument && valuesOf(argument, context);
  if (argument === undefined || items === undefined) return undefined;
  // A set of regions is separated by commas.
  const isSet = argument.use !== 'none' && argument.kind === 'regions';
  const part = isSet ? (/[^,\s]*$/.exec(written)?.[0] ?? '') : written;
  return { from: before.length - part.length, items };
}

/** The values that an argument may have, if they can be listed. */
function valuesOf(argument: Argument, { profileNames }: Pick<CompletionContext, 'profileNames'>): Completion[] | undefined {
  if (argument.use === 'none') return undefined;
  const list = (
    names: readonly string[],
    kind: Completion['kind'],
    detail: string,
    titleOf?: (name: string) => string | undefined,
  ): Completion[] => names.map((name) => ({ label: name, insert: name, detail: titleOf?.(name) ?? detail, kind }));
  switch (argument.kind) {
    case 'profile':
      return list(profileNames, 'profile', 'profile');
    case 'service':
      return list(signingNames(), 'service', 'signing name');
    case 'regions':
      return list(regions, 'region', 'region', regionTitle);
    case 'choice':
      return list(Object.keys(argument.choices), 'value', argument.hint ?? '');
    case 'seconds':
      return list(argument.proposed.map(String), 'value', 'seconds');
    case 'name':
    case 'prompt':
    case 'text':
    case 'condition':
      return undefined;
  }
}

function variableCompletions(before: string, written: string, { variables }: CompletionContext): Completions | undefined {
  if (variables === undefined) return undefined;
  const items: Completion[] = [
    ...[...variables].map(([name, detail]): Completion => ({ label: name, insert: name, detail, kind: 'variable' })),
    ...Object.entries(systemVariableUsages).map(([name, usage]): Completion => ({
      label: name,
      insert: usage,
      detail: 'system variable',
      kind: 'variable',
    })),
  ];
  return { from: before.length - written.length, items };
}

function targetCompletions(before: string, written: string, { endpoint, service }: CompletionContext): Completions {
  const all = tableEntries(protocolTable.targets).map(([name, text]) => ({ name, prefix: text.slice(0, text.lastIndexOf('/')) }));
  const fitting = all.filter(({ name }) => name === endpoint || name === service);
  const items = (fitting.length > 0 ? fitting : all).flatMap(({ name, prefix }): Completion[] => {
    const operations = knownOperations[name]?.split(' ') ?? [];
    if (fitting.length === 0 || operations.length === 0) {
      return [{ label: `${prefix}.`, insert: `${prefix}.`, detail: name, kind: 'operation' }];
    }
    return operations.map((operation) => ({
      label: `${prefix}.${operation}`,
      insert: `${prefix}.${operation}`,
      detail: name,
      kind: 'operation',
    }));
  });
  return { from: before.length - written.length, items };
}

/** `Action=…` in the query or a form, for services of the query protocol. */
function actionCompletions({ before, endpoint, service }: CompletionContext): Completions | undefined {
  const action = /(?:^|[?&\s])Action=(\w*)$/.exec(before);
  const name = [endpoint, service].find((each) => each !== undefined && queryVersion(each) !== undefined);
  if (action === null || name === undefined) return undefined;
  const operations = knownOperations[name]?.split(' ') ?? [];
  const version = queryVersion(name) ?? '';
  const items = operations.map((operation): Completion => ({
    label: operation,
    insert: `${operation}&Version=${version}`,
    detail: `${name} ${version}`,
    kind: 'operation',
  }));
  return { from: before.length - (action[1] ?? '').length, items };
}

function queryVersion(name: string): string | undefined {
  return tableEntries(protocolTable.queryVersions).find(([endpoint]) => endpoint === name)?.[1];
}
