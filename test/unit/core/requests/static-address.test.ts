import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseHttpFile } from '../../../../src/core/http-file/parse.ts';
import { staticOrigin, writtenAddress } from '../../../../src/core/requests/static-address.ts';
import { staticVariables } from '../../../../src/core/variables/static-variables.ts';

describe('the address that a request names beside its host', () => {
  const cases: [text: string, address: string | undefined][] = [
    ['GET https://sts.amazonaws.com/', undefined],
    ['GET /\nHost: sts.amazonaws.com', undefined],
    ['GET https://sts.amazonaws.com/\nHost: STS.amazonaws.com', undefined],
    ['GET http://127.0.0.1:9000/x\nHost: sts.amazonaws.com', '127.0.0.1:9000'],
    ['GET 127.0.0.1:9000/x\nhost: sts.amazonaws.com', '127.0.0.1:9000'],
    ['@port = 9000\n@server = http://127.0.0.1:{{port}}\n\nGET {{server}}/x\nHost: sts.amazonaws.com', '127.0.0.1:9000'],
    ['@h = sts.amazonaws.com\n\nGET https://sts.amazonaws.com/\nHost: {{h}}', undefined],
    ['GET http://{{server}}:9000/\nHost: sts.amazonaws.com', '{{server}}:9000'],
    [`GET https://${'a'.repeat(200)}.example/\nHost: sts.amazonaws.com`, `${'a'.repeat(60)}…`],
    ['GET https://sts.amazonaws.com:443/\nHost: sts.amazonaws.com', undefined],
    ['GET http://sts.amazonaws.com:443/\nHost: sts.amazonaws.com', 'sts.amazonaws.com:443'],
    ["curl http://127.0.0.1:9000/ -H 'Host: sts.amazonaws.com'", '127.0.0.1:9000'],
  ];
  for (const [text, address] of cases) {
    it(text, () => {
      const file = parseHttpFile(text);
      const [request] = file.requests;
      assert.ok(request);
      assert.equal(writtenAddress(request, staticVariables(file)), address);
    });
  }
});

describe('the origin that a request is sent to', () => {
  const cases: [text: string, origin: string | undefined][] = [
    ['GET https://STS.amazonaws.com:443/a', 'https://sts.amazonaws.com'],
    ['GET http://localhost:4566/b/a\nHost: s3.us-east-1.amazonaws.com', 'http://localhost:4566'],
    ['GET localhost:4566/b/a', 'http://localhost:4566'],
    ['GET /b/a\nHost: 127.0.0.1:9000', 'http://127.0.0.1:9000'],
    ['@host = http://127.0.0.1:9000\n\nGET /b/a', 'http://127.0.0.1:9000'],
    ['GET http://{{server}}:9000/', undefined],
    ['GET {{server}}/a', undefined],
    ["curl http://127.0.0.1:9000/b -u 'test:test' --aws-sigv4 aws:amz:us-east-1:s3", 'http://127.0.0.1:9000'],
  ];
  for (const [text, origin] of cases) {
    it(text, () => {
      const file = parseHttpFile(text);
      const [request] = file.requests;
      assert.ok(request);
      assert.equal(staticOrigin(request, staticVariables(file)), origin);
    });
  }
});
