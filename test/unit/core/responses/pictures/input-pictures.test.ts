import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { inputPictures } from '../../../../../src/core/responses/pictures/input-pictures.ts';
import type { HttpRequest, RequestBody } from '../../../../../src/core/http/message.ts';

const png = readFileSync('media/icon.png');
const base64 = png.toString('base64');
const directory = mkdtempSync(join(tmpdir(), 'pictures-'));
after(() => rmSync(directory, { recursive: true }));

function request(target: string, body: RequestBody): HttpRequest {
  return { method: 'POST', protocol: 'https:', host: 'h', target: '/', headers: [['X-Amz-Target', target]], body };
}
const found = async (target: string, input: unknown): Promise<unknown> => {
  const pictures = await inputPictures(request(target, Buffer.from(JSON.stringify(input))));
  for (const { bytes } of pictures?.sent ?? []) assert.ok(png.equals(bytes));
  return pictures && [...pictures.sent.map(({ member, content }) => member + content.extension), ...pictures.inS3];
};

describe('the pictures of a request', () => {
  const cases: [target: string, input: unknown, expected: unknown][] = [
    ['RekognitionService.DetectLabels', { Image: { Bytes: base64 } }, ['Image.png']],
    ['RekognitionService.DetectCustomLabels', { ProjectVersionArn: 'arn', Image: { Bytes: base64 } }, ['Image.png']],
    [
      'RekognitionService.CompareFaces',
      { SourceImage: { Bytes: base64 }, TargetImage: { Bytes: base64 } },
      ['SourceImage.png', 'TargetImage.png'],
    ],
    ['Textract.DetectDocumentText', { Document: { Bytes: base64 } }, ['Document.png']],
    ['Textract.AnalyzeID', { DocumentPages: [{ Bytes: base64 }] }, ['DocumentPages.png']],
    ['Textract.DetectDocumentText', { Document: { Bytes: Buffer.from('%PDF-1.7').toString('base64') } }, []],
    ['RekognitionService.DetectLabels', { Image: { S3Object: { Bucket: 'b', Name: 'k.jpg' } } }, [{ bucket: 'b', key: 'k.jpg' }]],
    ['RekognitionService.ListCollections', {}, []],
    ['RekognitionService.DetectLabels', null, []],
    ['RekognitionService.DetectLabels', { Image: { Bytes: 7, S3Object: 'x' }, MaxLabels: 1 }, []],
    ['DynamoDB_20120810.PutItem', { Image: { Bytes: base64 } }, undefined],
  ];
  for (const [target, input, expected] of cases)
    it(`${target} with ${JSON.stringify(input).slice(0, 60)}`, async () =>
      assert.deepEqual(await found(target, input), expected));

  it('in a body from a file', async () => {
    const path = join(directory, 'request.json');
    writeFileSync(path, JSON.stringify({ Image: { Bytes: base64 } }));
    const pictures = await inputPictures(request('RekognitionService.DetectFaces', { kind: 'file', path, size: 1 }));
    assert.equal(pictures?.sent.length, 1);
    assert.equal(pictures.operation, 'DetectFaces');
  });
  for (const [what, body] of [
    ['is gone', { kind: 'file', path: join(directory, 'gone.json'), size: 1 }],
    ['is longer than AWS takes', { kind: 'file', path: join(directory, 'request.json'), size: 15_000_001 }],
    ['is no JSON', Buffer.from('{"Image":')],
  ] as const) {
    it(`are none where the body ${what}`, async () =>
      assert.equal(await inputPictures(request('RekognitionService.DetectFaces', body)), undefined));
  }
});
