import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A text that somebody made to cost whoever opens it dearly, with the files beside it. */
export interface HostileFile {
  readonly text: string;
  readonly beside?: Readonly<Record<string, string>>;
}

const numbered = (count: number, line: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => line(n)).join('\n');
const doubling = `${numbered(60, (n) => `@v${n} = {{v${n + 1}}}{{v${n + 1}}}`)}\n@v60 = xxxxxxxx`;
const megabyte = 'x'.repeat(1_000_000);
/** More turns of a repeated choice than an engine of regular expressions has room for. */
const endless = 12_000_000;
const sns = 'POST https://sns.eu-west-1.amazonaws.com/';
const form = `${sns}\nContent-Type: application/x-www-form-urlencoded\n`;

/** Each would take gigabytes, or hours, of whoever does all that it asks for. */
export const hostileFiles: Readonly<Record<string, () => HostileFile>> = {
  'variables that double': () => ({ text: `${doubling}\n\n${sns}?{{v0}}\nX-A: {{v0}}\n\n{{v0}}` }),
  'variables that double, in very many requests': () => ({
    text: `${doubling}\n\n${numbered(3000, () => `###\n${sns}?{{v40}}\n\n{{v41}}`)}`,
  }),
  'variables that double in a host': () => ({ text: `${doubling}\n\nGET https://{{v0}}.amazonaws.com/\n\n###\nGET {{v0}}` }),
  'a host of five variables that repeat each other': () => ({
    text: `${numbered(5, (n) => `@w${n} = ${`{{w${n + 1}}}`.repeat(500)}`)}\n@w5 = x\n\nGET https://{{w0}}/\nAuthorization: {{w0}}`,
  }),
  'variables that triple a long one': () => ({
    text: `@a = ${megabyte}\n${numbered(3000, (n) => `@t${n} = {{a}}{{a}}{{a}}`)}\n\n${sns}`,
  }),
  'requests that repeat a long variable': () => ({
    text: `@a = ${megabyte}\n\n${numbered(2000, () => `###\n${sns}\nX-A: {{a}}\n\n{{a}}{{a}}`)}`,
  }),
  'a form that encodes a long variable': () => ({ text: `@a = ${'ü'.repeat(500_000)}\n\n${form}\n${'f={{a}}\n'.repeat(200)}` }),
  'references alone': () => ({ text: `@a =\n\n${sns}\n\n${'{{a}}'.repeat(400_000)}` }),
  'unknown references alone': () => ({ text: numbered(2000, (n) => `###\n${sns}\n\n${`{{u${n}}} {{#if}} `.repeat(50)}`) }),
  'braces alone': () => ({ text: `${sns}\n\n${'{{{{'.repeat(300_000)}` }),
  'a chain that is longer than any stack': () => ({
    text: `${numbered(30_000, (n) => `@c${n} = {{c${n + 1}}}`)}\n@c30000 = x\n\nGET https://e.com/\nAuthorization: AWS AKIAIOSFODNN7EXAMPLE ${'s'.repeat(40)} region:{{c0}}`,
  }),
  'names of variables by variables': () => ({
    text: `${doubling}\n\n${sns}\n\n${'{{$dotenv %v40}} {{$processEnv %v50}}\n'.repeat(5000)}`,
  }),
  'environments by shared variables': () => ({
    text: `${sns}?{{s1}}\n\n${'{{unknown}}\n'.repeat(90)}`,
    beside: {
      'http-client.env.json': `{"$shared": {${numbered(20_000, (n) => `"s${n}": 1,`)} "s": 1},\n${numbered(40_000, (n) => `"e${n}": {},`)} "e": {}}`,
    },
  }),
  'a variable of very many environments': () => ({
    text: `${sns}\n\n${'{{v}}\n'.repeat(90)}`,
    beside: { 'http-client.env.json': `{${numbered(60_000, (n) => `"e${n}": {"v": 1},`)} "e": {}}` },
  }),
  'a long “.env”': () => ({ text: `${sns}?{{A1}}&{{nowhere}}`, beside: { '.env': numbered(140_000, (n) => `A${n}=`) } }),
  'GraphQL that begins its variables at each line': () => ({
    text: `GRAPHQL https://e.com/\n\nquery { a }\n${'\n\n{"a":'.repeat(150_000)}`,
  }),
  'values of an environment that nest deeper than any stack': () => ({
    text: `${sns}?{{a}}`,
    beside: { 'http-client.env.json': `{"e": {"a": ${'['.repeat(400_000)}${']'.repeat(400_000)}}}` },
  }),
  'a set of very many regions': () => ({ text: `# @aws-region ${'eu-west-x,'.repeat(300_000)}\n${sns}` }),
  'an authorization that is longer than any key': () => ({ text: `${sns}\nAuthorization: AWS ${'a'.repeat(endless)}` }),
  'an authorization of very many words': () => ({ text: `${sns}\nAuthorization: AWS${' a'.repeat(endless / 4)}` }),
  'a host without an end': () => ({ text: `GET https://${'a.'.repeat(endless / 2)}` }),
  'a script without an end': () => ({ text: `${sns}\n\n{{"${'a'.repeat(endless)}}}` }),
  'a text in quotes without an end, in a form of curl': () => ({
    text: `curl https://e.com -F 'v0="${'a'.repeat(endless)}"'`,
  }),
  'dates of long patterns': () => ({ text: `${sns}\n\n{{$datetime "${'MMMM '.repeat(500_000)}"}}` }),
  'variables that have many of each other': () => ({
    text: `${numbered(20_000, (n) => `@b${n} = ${n < 2000 ? `{{b${2 * n + 1}}}{{b${2 * n + 2}}}` : 'x'}`)}\n\n${numbered(3000, (n) => `### r${n}\n# @name r${n}\n${sns}?{{b0}}`)}`,
  }),
  'keys alone': () => ({ text: `${sns}\n\n${'AKIAIOSFODNN7EXAMPLE '.repeat(150_000)}` }),
  'pluses and percent signs in a form': () => ({ text: `${form}\n${'a=+%&b + '.repeat(150_000)}` }),
  'pluses in a query': () => ({ text: `GET https://e.com/?${'a=+%&b + '.repeat(100_000)}` }),
};

/** Runs with the folder of a hostile file. */
export async function inFolder<Result>({ beside = {} }: HostileFile, run: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'hostile-files-'));
  try {
    for (const [name, text] of Object.entries(beside)) writeFileSync(join(folder, name), text);
    return await run(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
