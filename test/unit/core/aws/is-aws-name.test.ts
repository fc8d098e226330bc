import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isAwsName, isVpcEndpointOf } from '../../../../src/core/aws/is-aws-name.ts';

describe('a host below a domain of AWS', () => {
  const cases: [host: string, isAws: boolean][] = [
    ['sts.amazonaws.com', true],
    ['STS.AmazonAWS.com', true],
    ['sts.amazonaws.com.', true],
    ['sts.amazonaws.com:8443', true],
    ['sts.cn-north-1.amazonaws.com.cn', true],
    ['nobody-knows-this.eu-west-1.amazonaws.com', true],
    ['ec2-1-2-3-4.compute-1.amazonaws.com', true],
    ['lambda.eu-west-1.api.aws', true],
    ['abc.lambda-url.eu-west-1.on.aws', true],
    ['sts.eusc-de-east-1.amazonaws.eu', true],
    ['sts.us-iso-east-1.c2s.ic.gov', true],
    ['amazonaws.com', true],
    ['amazonaws.com.evil.example', false],
    ['evilamazonaws.com', false],
    ['sts-amazonaws.com', false],
    ['127.0.0.1:9000', false],
    ['minio.example', false],
    ['', false],
  ];
  for (const [host, isAws] of cases) it(host, () => assert.equal(isAwsName(host), isAws));
});

describe('an interface endpoint is the private way to its own service alone', () => {
  const cases: [address: string, host: string, isPrivateWay: boolean][] = [
    ['vpce-0a1b-c2d3.sqs.eu-west-1.vpce.amazonaws.com', 'sqs.eu-west-1.amazonaws.com', true],
    ['VPCE-0a1b-c2d3-eu-west-1a.SQS.eu-west-1.vpce.amazonaws.com', 'sqs.eu-west-1.amazonaws.com', true],
    ['bucket.vpce-0a1b.s3.eu-west-1.vpce.amazonaws.com', 'b.s3.eu-west-1.amazonaws.com', true],
    ['vpce-0a1b.sqs.eu-west-1.vpce.amazonaws.com', 'sqs.eu-central-1.amazonaws.com', false],
    ['vpce-0a1b.sqs.eu-west-1.vpce.amazonaws.com', 'iam.amazonaws.com', false],
    ['vpce-0a1b.vpce-svc-0c2d.eu-west-1.vpce.amazonaws.com', 'sqs.eu-west-1.amazonaws.com', false],
    ['vpce-0a1b.sqs.eu-west-1.vpce.amazonaws.com.evil.example', 'sqs.eu-west-1.amazonaws.com', false],
    ['evil.example', 'sqs.eu-west-1.amazonaws.com', false],
    ['abc.lambda-url.eu-west-1.on.aws', 'lambda.eu-west-1.amazonaws.com', false],
    ['ec2-1-2-3-4.compute-1.amazonaws.com', 'sts.amazonaws.com', false],
    ['abc.execute-api.us-east-1.amazonaws.com', 'sts.us-east-1.amazonaws.com', false],
  ];
  for (const [address, host, isPrivateWay] of cases) {
    it(`${address} for ${host}`, () => assert.equal(isVpcEndpointOf(address, host), isPrivateWay));
  }
});
