import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { isUserError, type UserError } from '../../../../src/core/errors.ts';
import { parseHttpFile } from '../../../../src/core/http-file/parse.ts';
import { findFindings } from '../../../../src/core/language/findings.ts';
import type { Finding } from '../../../../src/core/language/findings/finding.ts';
import { isAwsRequest } from '../../../../src/core/requests/is-aws-request.ts';
import { readEnvironments } from '../../../../src/core/variables/environments/environments.ts';
import { type Circumstances, editorSend } from '../requests/fail-closed/editor-send.ts';
import { refusedRequests, writeFiles } from '../requests/fail-closed/refused-requests.ts';
import { refusedSyntax } from '../requests/fail-closed/refused-syntax.ts';

const folder = mkdtempSync(join(tmpdir(), 'findings-fail-closed-'));
writeFiles(folder);
after(() => rmSync(folder, { recursive: true }));

const onDisk = 'is in the contents of a file, which is read when the request is sent';
const asked = 'a person is asked for it first';
const elsewhere = 'the cursor is at no request';
const byAnswer = 'depends on whether, and how, an earlier request was answered';
const noProfile = 'is about the window, whichever its text is: no profile is active';

const meant = 'is meant so, and told as an information';

/** What is refused and not marked before, by what the tables call it. */
const notMarked: Readonly<Record<string, string>> = {
  'an unknown variable in a file': onDisk,
  'an unknown variable in a file of a part': onDisk,
  'a folder for a file': onDisk,
  'a folder for a file with variables': onDisk,
  'a pipe for a file': onDisk,
  'a pipe for a file with variables': onDisk,
  'a pipe for a file of a part': onDisk,
  'a device for a file': onDisk,
  'a device for a file with variables': onDisk,
  'a file among others that is too large': onDisk,
  'a file with variables that is too large': onDisk,
  'files that are too large together': onDisk,
  'a file that cannot be reached': onDisk,
  'a file whose name is too long': onDisk,
  'a file that is not text': onDisk,
  'long lines without an end': onDisk,
  'no request at the cursor': elsewhere,
  'a service that nobody tells': asked,
  'a region that nobody tells': asked,
  'a prompt that is left': asked,
  'a line end in a header by a prompt': asked,
  'half a character in a header by a prompt': asked,
  'an answer that is not there yet': byAnswer,
  'no active profile': noProfile,
  'a disabled request': meant,
  'a disabled request of httpYac with a condition': meant,
  'a file that is disabled': meant,
  'the URL wss://abc-ats.iot.eu-west-1.amazonaws.com/mqtt': 'is no mistake: its URL can be presigned',
};

/** What happens on the way, which no text tells. */
function isOfTheWay({ ports, presigning, signal, afterSigning, login, allows }: Circumstances): boolean {
  return [ports, presigning, signal, afterSigning, login, allows].some((each) => each !== undefined);
}

async function find(text: string, { directory = folder, environment }: Circumstances): Promise<Finding[]> {
  const file = parseHttpFile(text);
  return findFindings(file, {
    text,
    environments: await readEnvironments({ directory }),
    environment,
    environmentFirst: false,
    profileNames: ['ci'],
    activeProfile: 'ci',
    expiredProfile: () => undefined,
    fileExists: (path) => Promise.resolve(!path.includes('nowhere') && !path.endsWith('/x')),
    isOurs: () => true,
    isAws: (request) => isAwsRequest(request, file),
  });
}

async function refusalOf(text: string, circumstances: Circumstances): Promise<UserError> {
  const { send } = editorSend('http://127.0.0.1:9', folder);
  const error = await send(text, circumstances).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(isUserError(error), String(error));
  return error;
}

describe('what stops a request is marked before', () => {
  const marked = refusedRequests(folder).filter(
    ([what, , , circumstances = {}]) => !(what in notMarked) && !isOfTheWay(circumstances),
  );
  const cases = [
    ...marked.map(([what, text, , circumstances = {}]) => ({ what, text, circumstances })),
    ...refusedSyntax
      .filter(([text]) => !text.includes('$..nothing'))
      .map(([text]) => ({ what: JSON.stringify(text), text, circumstances: { login: '{}' } satisfies Circumstances })),
  ];
  for (const { what, text, circumstances } of cases) {
    it(what, async () => {
      const { code, message, place } = await refusalOf(text, circumstances);
      // The answers of “login” can be referred to, whatever the file.
      const errors = (await find(`${text}\n###\n# @name login\nGET https://e.com/`, circumstances)).filter(
        // A token that no directive asks to replace is a wish: it is told, and is no error.
        ({ severity, code: each }) => severity === 'error' || each === 'authorization-foreign',
      );
      const found = errors.filter((finding) => finding.code === code);
      const at = place?.line === undefined ? undefined : place.line - 1;
      const there = found.find(({ range }) => at === undefined || range.start.line === at);
      assert.ok(
        there,
        `${code} at ${at}; marked are ${JSON.stringify(errors.map(({ code: each, range }) => [each, range.start]))}`,
      );
      assert.ok(code !== 'variable-unknown' || there.message.startsWith(message), `“${there.message}” for “${message}”`);
    });
  }

  it('or is told to be none that a text tells, for a reason', () => {
    const names = new Set(refusedRequests(folder).map(([what]) => what));
    assert.deepEqual(
      Object.keys(notMarked).filter((what) => !names.has(what)),
      [],
    );
  });
});

describe('what is not marked as an error', () => {
  const texts = [
    'POST https://lambda.eu-west-1.amazonaws.com/\n\nx',
    '# @prompt host\nGET https://{{host}}:{{host}}/{{%host}}\nHost: {{host}}\n{{host}}: {{host}}\nAuthorization: AWS {{host}}\n\n{{host}}',
    '# @prompt a\n# @aws-profile {{a}}\n# @aws-region {{a}}\n# @aws-service {{a}}\n# @aws-presign {{a}}\n# @aws-payload {{a}}\nGET https://e.com/',
    '# @prompt a\n{{a}} https://e.com/\nX-Amz-Date: {{a}}',
    '# @prompt a\nGET /{{a}}\nHost: {{a}}',
    '# @name a\nGET https://e.com\n###\nGET {{a.response.body.$.url}}:{{a.response.headers.port}}/{{a.response.body.//Id}}',
    '@b = {{a.response.body.$.x}}\n# @name a\nGET https://e.com\n###\nGET https://{{b}}:{{b}}/\nAuthorization: {{b}}',
    'GET https://e.com/\nAuthorization: Bearer x',
    'GET wss://abc-ats.iot.eu-west-1.amazonaws.com/mqtt?{{$guid}}',
  ];
  for (const text of texts) {
    it(JSON.stringify(text), async () => {
      const found = await find(text, {});
      assert.deepEqual(
        found.filter(({ severity }) => severity === 'error'),
        [],
      );
    });
  }
});
