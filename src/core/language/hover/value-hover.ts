import { tableEntries } from '../../aws/tables/table-entries.ts';
import { partitionOfRegion } from '../../aws/partitions.ts';
import { regionTitle } from '../../aws/tables/region-titles.ts';
import { protocolTable } from '../../aws/tables/protocol-table.ts';
import { serviceTitles } from './service-titles.ts';
import { type Argument, directiveRow } from '../../http-file/directives.ts';
import { ownValue } from '../../own-value.ts';

/** The hover of an AWS name in a line, as plain text. */
export interface ValueHover {
  readonly title: string;
  readonly text: string;
  /** The columns of the name. */
  readonly start: number;
  readonly end: number;
}

export interface ValueHoverContext {
  /** Endpoint name and signing name of the request's host, for example `api.ecr` and `ecr`; undefined if it names none. */
  readonly endpoint: string | undefined;
  readonly service: string | undefined;
  /** Kind and session of the profile with a name; undefined where there is none. */
  readonly describeProfile: (name: string) => string | undefined;
}

interface Word {
  readonly text: string;
  readonly start: number;
}

/** The hover at a column of a line, if it is the name of a profile, service, region or operation. */
export function valueHover(line: string, character: number, context: ValueHoverContext): ValueHover | undefined {
  const told = (words: readonly Word[], title: (text: string) => string, text: (word: string) => string | undefined) => {
    const word = words.find(({ text: { length }, start }) => start <= character && character <= start + length);
    const about = word && text(word.text);
    if (word === undefined || about === undefined) return undefined;
    return { title: title(word.text), text: about, start: word.start, end: word.start + word.text.length };
  };
  const argumentHover = (name: string, argument: Argument, value: Word): ValueHover | undefined => {
    const isSet = argument.use !== 'none' && argument.kind === 'regions';
    const words = isSet ? wordsIn(value.text, /[^,\s]+/g, value.start) : [value];
    const title = name.replace(/^aws-/, '');
    return told(
      words,
      (word) => `${title} ${word}`,
      (word) => argumentText(argument, word, context),
    );
  };

  const [, before = '', name = '', value = ''] =
    /^(\s*(?:#+|\/{2,})\s*@([\w-]+)(?:\s*[=:]\s*|\s+))(\S.*)$/.exec(line.trimEnd()) ?? [];
  const row = directiveRow(name);
  if (row !== undefined) return argumentHover(row.name, row.argument, { text: value, start: before.length });
  if (/^\s*authorization\s*:\s*AWS\s/i.test(line)) {
    for (const match of line.matchAll(/\b(profile|region|service):\s*(\S+)/gi)) {
      const [whole, setting = '', text = ''] = match;
      const named = directiveRow(`aws-${setting.toLowerCase()}`);
      const start = match.index + whole.length - text.length;
      const found = named && argumentHover(named.name, named.argument, { text, start });
      if (found !== undefined) return found;
    }
    return undefined;
  }
  const target = /^(\s*x-amz-target\s*:\s*)(\S+)/i.exec(line);
  if (target !== null) {
    const [, before = '', text = ''] = target;
    return told([{ text, start: before.length }], (word) => word.slice(word.lastIndexOf('.') + 1), targetText);
  }
  const actions = wordsIn(line, /(?<=(?:^|[?&\s])Action=)\w+/g, 0);
  return told(
    actions,
    (word) => word,
    () => actionText(context),
  );
}

function argumentText(argument: Argument, value: string, { describeProfile }: ValueHoverContext): string | undefined {
  if (argument.use === 'none') return undefined;
  switch (argument.kind) {
    case 'profile':
      return describeProfile(value);
    case 'service':
      return serviceText(value);
    case 'regions':
      return regionText(value);
    case 'choice':
      return ownValue(argument.choices, value);
    case 'seconds':
      return /^\d{1,7}$/.test(value) ? argument.describe(duration(Number(value))) : undefined;
    case 'name':
    case 'prompt':
    case 'text':
    case 'condition':
      return undefined;
  }
}

function regionText(region: string): string | undefined {
  if (region === '*') return 'Every region, signed with SigV4a.';
  const title = regionTitle(region);
  const partition = partitionOfRegion(region)?.id;
  return title === undefined || partition === undefined || partition === 'aws' ? title : `${title}, partition ${partition}`;
}

const protocols: Readonly<Record<string, string>> = {
  j: 'JSON with X-Amz-Target',
  q: 'query: Action=…&Version=…',
  r: 'REST with JSON',
  x: 'REST with XML',
  c: 'CBOR',
};

/** Signing names without a service of their own. */
const others: Readonly<Record<string, string>> = {
  'execute-api': 'APIs that are published with API Gateway',
  iotdevicegateway: 'WebSockets of IoT Core',
  s3express: 'S3 Express One Zone (REST with XML)',
  'vpc-lattice-svcs': 'Services behind VPC Lattice',
};

function serviceText(name: string): string | undefined {
  const entry = serviceTitles.split('\n').find((line) => line.startsWith(`${name}=`));
  const other = ownValue(others, name);
  if (other !== undefined || entry === undefined) return other;
  return entry
    .slice(name.length + 1)
    .split('|')
    .map((each) => `${each.slice(0, -2)} (${protocols[each.slice(-1)] ?? ''})`)
    .join(', ');
}

function targetText(target: string): string | undefined {
  const prefix = target.slice(0, target.lastIndexOf('.'));
  const found = tableEntries(protocolTable.targets).find(([, text]) => text.startsWith(`${prefix}/`));
  if (prefix === '' || found === undefined) return undefined;
  const [endpoint, text] = found;
  return `Operation of ${endpoint}, sent as application/x-amz-json-${text.slice(prefix.length + 1)}.`;
}

function actionText({ endpoint, service }: ValueHoverContext): string | undefined {
  const found = tableEntries(protocolTable.queryVersions).find(([name]) => name === endpoint || name === service);
  return found && `Operation of ${found[0]}, version ${found[1]}.`;
}

function wordsIn(text: string, pattern: RegExp, offset: number): Word[] {
  return Array.from(text.matchAll(pattern), (match) => ({ text: match[0], start: match.index + offset }));
}

/** For example `1 hour 30 minutes`. */
function duration(seconds: number): string {
  const units = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
    ['second', 1],
  ] as const;
  let rest = seconds;
  const parts = units.flatMap(([name, length]) => {
    const count = Math.floor(rest / length);
    rest -= count * length;
    return count === 0 ? [] : [`${count} ${name}${count === 1 ? '' : 's'}`];
  });
  return parts.length === 0 ? '0 seconds' : parts.join(' ');
}
