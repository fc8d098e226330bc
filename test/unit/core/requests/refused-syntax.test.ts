import assert from 'node:assert/strict';
import { createServer, type AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { isUserError } from '../../../../src/core/errors.ts';
import { parseHttpFile } from '../../../../src/core/http/parse.ts';
import { systemVariables } from '../../../../src/core/http/system-variables.ts';
import { sendRequest } from '../../../../src/core/http/transport.ts';
import { prepareRequest } from '../../../../src/core/requests/prepare-request.ts';
import { RecordedAnswers } from '../../../../src/core/variables/recorded-answers.ts';
import { staticProfile } from '../../fakes/sample-profiles.ts';

const answers = new RecordedAnswers();
const empty = { headers: [], body: undefined };
answers.record('file', 'login', empty, { headers: [], body: Buffer.from('{"a": [{"token": "t"}]}') });

let bytes = 0;
const server = createServer((socket) => {
  socket.on('data', (data) => {
    bytes += data.length;
    socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
  });
});
before(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
after(() => new Promise((resolve) => server.close(resolve)));

/** Prepares and sends the last request of a text, whatever host it names, to a server that counts. */
async function send(text: string): Promise<void> {
  const file = parseHttpFile(text);
  const request = file.requests.at(-1);
  assert.ok(request, 'the text holds a request');
  const { port } = server.address() as AddressInfo;
  const profile = { id: 'ci', name: 'ci', profile: { ...staticProfile, endpoint: `http://127.0.0.1:${port}` } };
  const prepared = await prepareRequest(
    request,
    {
      file,
      fileName: 'demo.http',
      signal: new AbortController().signal,
      sourcesBeforeFile: [systemVariables({ environment: {} }), answers.source('file', ['login'])],
    },
    {
      profileByName: (name) => (name === 'prod' ? profile : undefined),
      activeProfile: () => profile,
      credentials: () => Promise.resolve({ accessKeyId: staticProfile.accessKeyId, secretAccessKey: 'secret' }),
      askScope: () => Promise.resolve(undefined),
      now: () => new Date(),
      sigv4a: () => Promise.reject(new Error('one region is signed with SigV4')),
    },
  );
  await sendRequest({ ...prepared.request, connectTo: `http://127.0.0.1:${port}` }, { timeout: 5000 });
}

const sts = 'GET https://sts.eu-central-1.amazonaws.com/';

describe('what is written wrong stops the request: not one byte is sent', () => {
  const refused: [text: string, expected: string][] = [
    [`# @aws-profile: prod\n${sts}`, 'directive-unknown 1:1 # @aws-profile prod'],
    [`// @AWS-Profile prod\n${sts}`, 'directive-unknown 1:1 # @aws-profile prod'],
    [`# @aws_region = eu-west-1\n${sts}`, 'directive-unknown 1:1 # @aws-region eu-west-1'],
    [`${sts}\n# @awsService sts\nAccept: */*`, 'directive-unknown 2:1 # @aws-service sts'],
    [`# @aws profile prod\n${sts}`, 'directive-unknown 1:1 # @aws-profile prod'],
    [`# @aws-profil prod\n${sts}`, 'directive-unknown 1:1'],
    [`# @aws_profile prod\n### one\n${sts}`, 'directive-unknown 1:1 # @aws-profile prod'],
    [`# @aws-reigon eu-west-1\n### one\n${sts}`, 'directive-unknown 1:1'],
    [`### @aws-profile prod\n${sts}`, 'directive-misplaced 1:1'],
    [`${sts}\n\n# @aws-profile prod`, 'directive-misplaced 3:1'],
    [`POST ${sts.slice(4)}\n\nbody\n# @awsProfile prod\n`, 'directive-misplaced 4:1'],
    [`curl ${sts.slice(4)}\n# @aws-profile prod`, 'directive-misplaced 2:1'],
    [`POST ${sts.slice(4)}\n\n{{\nexports.a = 1`, 'script-unclosed 3:1'],
    [`${sts}\n{{@request\nAccept: */*`, 'script-unclosed 2:1'],
    [`${sts}\n/* x */ Accept: */*`, 'comment-malformed 2:1'],
    [`${sts}\nX-A: b\n/* x\nAccept: text/plain`, 'comment-malformed 3:1'],
    [`${sts}\n Authorization: AWS AKID secret\n token: T`, 'header-malformed 3:1'],
    [`${sts}\nAuthorization: AWS AKID secret\n token : T`, 'aws-authorization-malformed 2:1'],
    [`${sts}\nProxy-Authorization: AWS AKID secret`, 'aws-authorization-misplaced 2:1'],
    [`@keys = AWS AKID secret us-east-1 s3\n${sts}\nX-Auth: {{keys}}`, 'aws-authorization-misplaced 3:1'],
    [`${sts}\nAuthorization: AWS accessKey:AKID secretKey:secret`, 'aws-authorization-malformed 2:1'],
    [`${sts}\nAuthorization: AWS profile:keys 2`, 'aws-authorization-malformed 2:1'],
    [`${sts}\n...defaultHeaders\nAccept: */*`, 'header-malformed 2:1'],
    [`${sts}\n{{ exports.a = 1 }}\nAccept: */*`, 'header-malformed 2:1'],
    [`${sts}\nAuthorization: AWSX AKID secret`, 'authorization-foreign'],
    [`# @aws-profile ""\n${sts}`, 'directive-value-missing 1:1'],
    [`${sts}{{$random.integer(5, 1)}}`, 'variable-unreadable 1:44'],
    [`${sts}{{$random.name}}`, 'variable-unreadable 1:44'],
    [`${sts}{{$env.NONE}}`, 'variable-unreadable 1:44'],
    [`${sts}{{$aadToken}}`, 'variable-unknown 1:44'],
    [`${sts}{{login.response.body.$..a[?(@.token)]}}`, 'variable-unreadable 1:44'],
    [`${sts}{{login.response.body.$..nothing}}`, 'variable-unreadable 1:44'],
  ];
  for (const [text, expected] of refused) {
    it(JSON.stringify(text), async () => {
      await assert.rejects(send(text), (error) => {
        assert.ok(isUserError(error), String(error));
        const { code, message, remedy, place } = error;
        assert.ok(!/secret|AKID/i.test(`${message} ${remedy}`.replaceAll(/<?secret access key>?/g, '')), message);
        assert.ok(!message.includes('“@$'), message);
        const line = /Write “(# @.*?)”/.exec(remedy)?.[1];
        const at = place?.line === undefined ? '' : ` ${place.line}:${place.column}`;
        assert.equal(`${code}${at}${line === undefined ? '' : ` ${line}`}`, expected);
        return true;
      });
      assert.equal(bytes, 0);
    });
  }
});

describe('what is written right is sent', () => {
  const accepted: string[] = [
    `# @aws-profile prod\n${sts}`,
    `# @aws-profile = prod\n# mail user@aws.example\n# @awsome is this\n// @aws-sdk/client-sts does the same\n${sts}`,
    `${sts}\nAuthorization: AWS profile:"prod"`,
    `{{ exports.a = 1 }}\n# @aws-profile "prod"\n${sts} http/1.1`,
    `${sts}{{$random.uuid}}?{{$random.integer(1, 5)}}`,
    `${sts}{{login.response.body.$..token}}/{{login.response.body.a[*].token}}`,
    `### about @aws-profile\n${sts}`,
    `# @keep-body-comments\nPOST ${sts.slice(4)}\n\n# @aws-profile nobody`,
  ];
  for (const text of accepted) {
    it(JSON.stringify(text), async () => {
      bytes = 0;
      await send(text);
      assert.ok(bytes > 0);
    });
  }
});
