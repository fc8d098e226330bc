import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { parseHttpFile } from '../../../../src/core/http/parse.ts';
import { sendRequest } from '../../../../src/core/http/transport.ts';
import { readBody } from '../../../../src/core/http/read-body.ts';
import { systemVariables } from '../../../../src/core/variables/system-variables.ts';
import { requestTemplates, templateText } from '../../../../src/core/language/templates.ts';
import { prepareRequest } from '../../../../src/core/requests/prepare-request.ts';
import { startSandbox } from '../../../../src/sandbox/start-sandbox.ts';
import type { Sandbox } from '../../../../src/sandbox/sandbox.ts';
import { staticProfile } from '../../fakes/sample-profiles.ts';

const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
let sandbox: Sandbox;
before(async () => {
  const accessKeys = [{ accessKeyId: staticProfile.accessKeyId, secretAccessKey }];
  sandbox = await startSandbox({ trustAnchors: [], profiles: [], roles: [], accessKeys });
  await send('PUT https://demo-bucket.s3.eu-west-1.amazonaws.com/');
  await send('PUT https://demo-bucket.s3.eu-west-1.amazonaws.com/picture.jpg\n\nno picture');
});
after(() => sandbox.close());

async function send(text: string) {
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
      askScope: () => Promise.resolve(undefined),
      now: () => new Date(),
      sigv4a: () => Promise.reject(new Error('one region is signed with SigV4')),
    },
  );
  const response = await sendRequest(prepared.request, { timeout: 5000 });
  return { ...prepared, status: response.status, answer: new TextDecoder().decode(await readBody(response, { limit: 1e6 })) };
}

describe('every template', () => {
  for (const template of requestTemplates) {
    it(`${template.id} runs as it is`, async () => {
      const { scope, status, answer, request } = await send(templateText(template, 'eu-west-1'));
      assert.equal(scope.region, 'eu-west-1');
      assert.equal(scope.service, template.service === 'EventBridge' ? 'events' : template.service.toLowerCase());
      assert.equal(sandbox.requests.at(-1)?.verdict, 'accepted', `${status} ${answer}`);
      if (request.headers.some(([name, value]) => name === 'Content-Type' && value.includes('json'))) {
        assert.doesNotThrow(() => void JSON.parse(new TextDecoder().decode(request.body as Uint8Array)));
      }
    });
  }

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
