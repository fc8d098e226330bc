import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mistypedHost } from '../../../../src/core/aws/mistyped-host.ts';

describe('a misspelt host', () => {
  const cases: [host: string, expected: string | undefined][] = [
    ['sts.eu-central-1.amazonaw.com', 'amazonaw.com → amazonaws.com'],
    ['sts.eu-central-1.amzonaws.com:443', 'amzonaws.com → amazonaws.com'],
    ['STS.eu-central-1.AmazonAWS.co', 'amazonaws.co → amazonaws.com'],
    ['sts.cn-north-1.amazonaws.com.cm', 'amazonaws.com.cm → amazonaws.com.cn'],
    ['sts.eusc-de-east-1.amazonaws.uk', 'amazonaws.uk → amazonaws.eu'],
    ['sts.eucentral-1.amazonaws.com', 'eucentral-1 → eu-central-1'],
    ['sts.us-east1.amazonaws.com', 'us-east1 → us-east-1'],
    ['lamda.eu-west-1.amazonaws.com', 'lamda → lambda'],
    ['abc123.exceute-api.eu-west-1.amazonaws.com', 'exceute-api → execute-api'],
    ['dynmaodb.eu-west-1.amazonaws.com', 'dynmaodb → dynamodb'],
    ['stz.eu-west-1.amazonaws.com', undefined],
    ['eu-west-1.amazonaws.com', undefined],
    ['sts.eu-central-1.amazonaws.com', undefined],
    ['unknown-service.eu-central-1.amazonaws.com', undefined],
    ['amazonaws.com', undefined],
    ['www.amazon.com', undefined],
    ['aws.amazon.com', undefined],
    ['api.example.com', undefined],
    ['example.com', undefined],
    ['localhost:4566', undefined],
    ['[::1]:80', undefined],
    ['', undefined],
  ];
  for (const [host, expected] of cases) {
    it(host, () => {
      const found = mistypedHost(host);
      assert.equal(found && `${found.wrong} → ${found.meant}`, expected);
    });
  }
});
