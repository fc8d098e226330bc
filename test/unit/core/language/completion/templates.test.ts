import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { pictureSize } from '../../../../../src/core/responses/pictures/picture-size.ts';
import { headerValues } from '../../../../../src/core/http/message.ts';
import { parseHttpFile } from '../../../../../src/core/http-file/parse.ts';
import { sendRequest } from '../../../../../src/core/http/transport.ts';
import { readBody } from '../../../../../src/core/http/read-body.ts';
import { systemVariables } from '../../../../../src/core/variables/system/system-variables.ts';
import { requestTemplates, templateText } from '../../../../../src/core/language/completion/templates.ts';
import { prepareRequest } from '../../../../../src/core/requests/prepare-request.ts';
import { provisionSandbox } from '../../../../../src/sandbox/provision-sandbox.ts';
import type { SandboxProvision } from '../../../../../src/sandbox/provision-sandbox.ts';
import { startSandbox } from '../../../../../src/sandbox/start-sandbox.ts';
import type { Sandbox } from '../../../../../src/sandbox/sandbox.ts';
import { staticProfile } from '../../../fakes/sample-profiles.ts';

const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
let directory: string;
let provision: SandboxProvision;
before(async () => {
  directory = mkdtempSync(join(tmpdir(), 'templates-'));
  provision = await provisionSandbox(directory);
});
after(() => rmSync(directory, { recursive: true }));

/** A sandbox as the command starts it, with one key more, which spares a session. */
async function freshSandbox(t: TestContext): Promise<Sandbox> {
  const accessKeys = [{ accessKeyId: staticProfile.accessKeyId, secretAccessKey }];
  const sandbox = await startSandbox({ ...provision.options, accessKeys });
  t.after(() => sandbox.close());
  return sandbox;
}

async function send(sandbox: Sandbox, text: string) {
  const file = parseHttpFile(text);
  const [request] = file.requests;
  assert.ok(request);
  assert.deepEqual(file.problems, []);
  const profile = { id: 'ci', name: 'ci', profile: { ...staticProfile, endpoint: sandbox.url } };
  const prepared = await prepareRequest(
    request,
    { file, signal: new AbortController().signal, sourcesBeforeFile: [systemVariables({ environment: {} })] },
    {
      profileByName: () => undefined,
      activeProfile: () => profile,
      credentials: () => Promise.resolve({ accessKeyId: staticProfile.accessKeyId, secretAccessKey }),
      confirmDestination: () => Promise.resolve(),
      askScope: () => Promise.resolve(undefined),
      now: () => new Date(),
      sigv4a: () => Promise.reject(new Error('one region is signed with SigV4')),
    },
  );
  const response = await sendRequest(prepared.request, { timeout: 60_000 });
  const body = await readBody(response, { limit: 1e6 });
  return { ...prepared, status: response.status, headers: response.headers, body, answer: new TextDecoder().decode(body) };
}

describe('every template', () => {
  for (const template of requestTemplates) {
    it(`${template.id} runs as it is on a fresh sandbox`, async (t) => {
      const sandbox = await freshSandbox(t);
      const { scope, status, answer, request } = await send(sandbox, templateText(template, 'eu-west-1'));
      assert.equal(scope.region, 'eu-west-1');
      assert.equal(scope.service, template.service === 'EventBridge' ? 'events' : template.service.toLowerCase());
      assert.equal(sandbox.requests.at(-1)?.verdict, 'accepted', answer);
      assert.equal(status, 200, answer);
      if (request.headers.some(([name, value]) => name === 'Content-Type' && value.includes('json'))) {
        assert.doesNotThrow(() => void JSON.parse(new TextDecoder().decode(request.body as Uint8Array)));
      }
    });
  }

  it('a picture is one, and is listed', async (t) => {
    const sandbox = await freshSandbox(t);
    const url = 'https://demo-bucket.s3.eu-west-1.amazonaws.com/';
    const { body, headers } = await send(sandbox, `GET ${url}picture.jpg`);
    assert.deepEqual(pictureSize(body), { width: 240, height: 150 });
    assert.deepEqual(headerValues(headers, 'content-type'), ['image/jpeg']);
    assert.match((await send(sandbox, `GET ${url}`)).answer, /<Key>picture\.jpg<\/Key>/);
  });

  const places: [region: string, partition: string, host: RegExp][] = [
    ['cn-north-1', 'aws-cn', /\.amazonaws\.com\.cn$/],
    ['us-gov-west-1', 'aws-us-gov', /\.amazonaws\.com$/],
    ['eusc-de-east-1', 'aws-eusc', /\.amazonaws\.eu$/],
    ['eu-west-1', 'aws', /\.amazonaws\.com$/],
    ['', 'aws', /\.amazonaws\.com$/],
  ];
  for (const [region, partition, host] of places) {
    it(`all go to hosts of ${partition} in “${region}”`, () => {
      for (const template of requestTemplates) {
        const text = templateText(template, region);
        const [, name = ''] = /^[A-Z]+ https:\/\/([^/\s]+)/m.exec(text) ?? [];
        assert.match(name, host, template.id);
        for (const [arn] of text.matchAll(/arn:[a-z-]+:/g)) assert.equal(arn, `arn:${partition}:`);
      }
    });
  }

  it('covers every service of the product', () =>
    assert.deepEqual([...new Set(requestTemplates.map(({ service }) => service))].sort(), [
      'DynamoDB',
      'EventBridge',
      'Lambda',
      'Polly',
      'Rekognition',
      'S3',
      'SNS',
      'STS',
      'Textract',
      'Translate',
    ]));
});
