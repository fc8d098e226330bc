import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { isUserError } from '../../../../../src/core/errors.ts';
import { type Recorder, startRecorder } from '../recorder.ts';
import { type EditorSend, editorSend } from './editor-send.ts';
import { refusedSyntax } from './refused-syntax.ts';

const login = '{"a": [{"token": "t"}]}';
const sts = 'GET https://sts.eu-central-1.amazonaws.com/';
let recorder: Recorder;
let editor: EditorSend;
before(async () => {
  recorder = await startRecorder('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
  editor = editorSend(recorder.origin, '/');
});
after(() => recorder.close());

describe('what is written wrong stops the request: not one byte is sent', () => {
  for (const [text, expected] of refusedSyntax) {
    it(JSON.stringify(text), async () => {
      const {
        result: error,
        bytes,
        connections,
      } = await recorder.during(() =>
        editor.send(text, { login }).then(
          () => assert.fail('It was sent.'),
          (reason: unknown) => reason,
        ),
      );
      assert.equal(connections, 0);
      assert.equal(bytes.length, 0);
      assert.ok(isUserError(error), String(error));
      const { code, message, remedy, place } = error;
      assert.ok(!/secret|AKID/i.test(`${message} ${remedy}`.replaceAll(/<?secret access key>?/g, '')), message);
      assert.ok(!message.includes('“@$'), message);
      const line = /Write “(# @.*?)”/.exec(remedy)?.[1];
      const at = place?.line === undefined ? '' : ` ${place.line}:${place.column}`;
      assert.equal(`${code}${at}${line === undefined ? '' : ` ${line}`}`, expected);
    });
  }
});

describe('what is written right is sent', () => {
  const accepted: string[] = [
    `# @aws-profile ci\n${sts}`,
    `# @aws-profile = ci\n# mail user@aws.example\n# @awsome is this\n// @aws-sdk/client-sts does the same\n${sts}`,
    `${sts}\nAuthorization: AWS profile:"ci"`,
    `{{ exports.a = 1 }}\n# @aws-profile "ci"\n${sts} http/1.1`,
    `${sts}{{$random.uuid}}?{{$random.integer(1, 5)}}`,
    `${sts}{{login.response.body.$..token}}/{{login.response.body.a[*].token}}`,
    `### about @aws-profile\n${sts}`,
    `# @aws-profile ci\n${sts}\ntoken: t\nregion: eu-west-1`,
    `${sts}\nAuthorization: AWS profile:ci\n  region: eu-west-1\nX-Token: t`,
    `${sts}\nUser-Agent: AWS Demo client\nX-Amz-Meta-Title: AWS re:Invent 2026 talk`,
    `${sts}\nX-Authorization-Provider: AWS Cognito\nX-Build: AWS deploy ${'0a1b2c3d'.repeat(5)}`,
    `@team = AWS platform team\n${sts}\nX-Owner: {{team}}\nX-Author: AWS Demo Team`,
    `# @keep-body-comments\nPOST ${sts.slice(4)}\n\n# @aws-profile nobody`,
  ];
  for (const text of accepted) {
    it(JSON.stringify(text), async () => {
      const { bytes } = await recorder.during(() => editor.send(text, { login }));
      assert.ok(bytes.length > 0);
    });
  }
});
