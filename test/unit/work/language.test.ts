import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertLinear } from './count-work.ts';
import { parseHttpFile } from '../../../src/core/http-file/parse.ts';
import { findFindings } from '../../../src/core/language/findings.ts';
import { foldsOf } from '../../../src/core/language/folds-of.ts';
import { isAwsRequest } from '../../../src/core/requests/is-aws-request.ts';
import { Environments } from '../../../src/core/variables/environments/environments.ts';

const key = 'AKIAIOSFODNN7EXAMPLE';
const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const sts = 'https://sts.eu-central-1.amazonaws.com/';
const environments = new Environments([]);

function find(text: string): ReturnType<typeof findFindings> {
  const file = parseHttpFile(text);
  return findFindings(file, {
    text,
    environments,
    environment: undefined,
    environmentFirst: false,
    profileNames: ['build', 'ci'],
    activeProfile: 'build',
    expiredProfile: () => undefined,
    fileExists: () => Promise.resolve(false),
    isOurs: () => true,
    isAws: (request) => isAwsRequest(request, file),
  });
}

describe('findings take steps in proportion to the file', () => {
  const hostile: [what: string, text: (size: number) => string][] = [
    ['blanks in curl', (size) => `curl ${sts} -H 'Authorization: AWS ${key} ${secret}'${' '.repeat(size)}-x`],
    ['backslashes in curl', (size) => `curl ${sts} -H 'Authorization: AWS ${key} ${secret}' ${'\\\n '.repeat(size / 3)}-s`],
    ['a long header', (size) => `GET ${sts}\nAuthorization: AWS ${'A'.repeat(size)}`],
    ['many words', (size) => `GET ${sts}\nAuthorization: AWS ${'a '.repeat(size / 2)}`],
    ['secrets without an end', (size) => `POST ${sts}\n\n${'secret'.repeat(size / 6)}`],
    ['blanks after a secret', (size) => `POST ${sts}\n\n${`secret:${' '.repeat(50)}`.repeat(size / 57)}`],
  ];
  for (const [what, text] of hostile) it(what, () => assertLinear(4000, text, find));

  it('requests with something to find in each', () => {
    const block = (n: number): string =>
      `### ${n}\n# @aws-profile nobody${n}\nPOST ${sts}{{a${n}}}\nX: {{a${n}}}\n\n# dropped\n{{b}}\n`;
    return assertLinear(
      200,
      (size) => [size, Array.from({ length: size }, (_, n) => block(n)).join('')] as const,
      async ([size, text]) => assert.equal((await find(text)).length, size * 5),
    );
  });
});

it('folds take steps in proportion to the file', () => {
  const body = ['{', '  "a": {', '    "b": 1', '  },', '  "c": [', '    1', '  ]', '}'];
  return assertLinear(
    200,
    (size) => Array.from({ length: size }, (_, n) => `### ${n}\nPOST https://e.com\n\n${body.join('\n')}\n`).join(''),
    (text) => foldsOf(parseHttpFile(text), text.split('\n')),
  );
});
