// Reads a file of 10,000 requests and prints the time next to that of a bare split into lines and of httpYac's engine:
//   node test/bench/parse.bench.ts
import { parseHttpFile } from '../../src/core/http-file/parse.ts';
import { findFindings } from '../../src/core/language/findings.ts';
import { isAwsRequest } from '../../src/core/requests/is-aws-request.ts';
import { Environments } from '../../src/core/variables/environments/environments.ts';

const budget = 60;
const requests = 10_000;
const rounds = 15;

function request(number: number): string {
  return [
    `### Request ${number}`,
    '# @aws-service dynamodb',
    `# the comment of request ${number}`,
    `POST https://dynamodb.{{region}}.amazonaws.com/table/${number}`,
    '    ?first=1',
    '    &second={{second}}',
    'Content-Type: application/x-amz-json-1.0',
    'X-Amz-Target: DynamoDB_20120810.GetItem',
    `X-Number: ${number}`,
    '',
    '{',
    '  "TableName": "{{table}}",',
    `  "Key": { "id": { "N": "${number}" } }`,
    '}',
    '',
  ].join('\n');
}

function median(run: () => unknown): number {
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  });
  return times.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0;
}

const head = ['@region = eu-central-1', '@table = things', '@second = 2', ''].join('\n');
const text = head + Array.from({ length: requests }, (_, number) => request(number)).join('\n');
const parsed = parseHttpFile(text);
if (parsed.requests.length !== requests || parsed.problems.length > 0)
  throw new Error('The file was not read as it was written.');

const first = performance.now();
parseHttpFile(text.replaceAll('things', 'others'));
const firstTime = performance.now() - first;
const split = median(() => text.split('\n'));
const parse = median(() => parseHttpFile(text));
const half = median(() => parseHttpFile(text.slice(0, text.length / 2)));

/** What an edit costs until lenses stand again: the whole file is read anew and every request is asked whether it is AWS's. */
const lenses = median(() => {
  const file = parseHttpFile(text);
  return file.requests.filter((one) => isAwsRequest(one, file)).length;
});
const findingsOf = async (): Promise<number> => {
  const file = parseHttpFile(text);
  const start = performance.now();
  await findFindings(file, {
    text,
    environments: new Environments([]),
    environment: undefined,
    environmentFirst: false,
    profileNames: [],
    activeProfile: undefined,
    expiredProfile: () => undefined,
    fileExists: () => Promise.resolve(true),
    isOurs: () => true,
    isAws: (one) => isAwsRequest(one, file),
  });
  return performance.now() - start;
};
await findingsOf();
const findings = await findingsOf();
// Loaded last: what it keeps in memory would slow the collection of garbage in everything before.
const { parseWithHttpyac } = await import('../unit/core/http-file/httpyac-parser.ts');
const foreignStart = performance.now();
const foreign = await parseWithHttpyac(text);
const foreignTime = performance.now() - foreignStart;
const foreignCount = foreign.httpRegions.filter((region) => region.request !== undefined).length;
if (foreignCount !== requests) throw new Error(`httpYac read ${foreignCount} requests.`);

const line = (label: string, value: string) => console.log(`${label.padEnd(44)}${value}`);
line('file', `${requests} requests, ${text.split('\n').length} lines, ${(text.length / 1e6).toFixed(1)} MB`);
line('bare split into lines (median)', `${split.toFixed(1)} ms`);
line('parse (median; second run)', `${parse.toFixed(1)} ms; ${firstTime.toFixed(1)} ms`);
line('parse : split', (parse / split).toFixed(1));
line('parse of whole : half', (parse / half).toFixed(2));
line('parse and find AWS requests (median)', `${lenses.toFixed(1)} ms`);
line('problems of the whole file', `${findings.toFixed(1)} ms`);
line('httpYac reads the same file', `${foreignTime.toFixed(0)} ms`);
line('httpYac : ours (first run)', (foreignTime / firstTime).toFixed(1));
line(`budget ${budget} ms`, parse <= budget ? 'kept' : 'exceeded');
process.exitCode = parse <= budget ? 0 : 1;
