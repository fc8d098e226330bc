import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partitionOfRegion, partitions } from '../../../../src/core/aws/partitions.ts';

test('the partition of a region', async (t) => {
  const cases: readonly (readonly [region: string, id: string | undefined, dnsSuffix?: string, dualStackSuffix?: string])[] = [
    ['us-east-1', 'aws', 'amazonaws.com', 'api.aws'],
    ['mx-central-1', 'aws', 'amazonaws.com', 'api.aws'],
    ['ap-southeast-17', 'aws', 'amazonaws.com', 'api.aws'],
    ['cn-northwest-1', 'aws-cn', 'amazonaws.com.cn', 'api.amazonwebservices.com.cn'],
    ['us-gov-west-1', 'aws-us-gov', 'amazonaws.com', 'api.aws'],
    ['eusc-de-east-1', 'aws-eusc', 'amazonaws.eu', 'api.amazonwebservices.eu'],
    ['us-iso-east-1', 'aws-iso', 'c2s.ic.gov', 'api.aws.ic.gov'],
    ['us-isob-east-1', 'aws-iso-b', 'sc2s.sgov.gov', 'api.aws.scloud'],
    ['eu-isoe-west-1', 'aws-iso-e', 'cloud.adc-e.uk', 'api.cloud-aws.adc-e.uk'],
    ['us-isof-south-1', 'aws-iso-f', 'csp.hci.ic.gov', 'api.aws.hci.ic.gov'],
    ['', undefined],
    ['us-east', undefined],
    ['us-east-1a', undefined],
    ['xx-east-1', undefined],
    ['aws-global', undefined],
    ['fips-us-east-1', undefined],
    ['US-EAST-1', undefined],
    ['us-gov-x-west-1', undefined],
    ['eusc-fr-east-1', undefined],
  ];
  for (const [region, id, dnsSuffix, dualStackSuffix] of cases) {
    await t.test(JSON.stringify(region), () => {
      const partition = partitionOfRegion(region);
      assert.equal(partition?.id, id);
      assert.equal(partition?.dnsSuffix, dnsSuffix);
      assert.equal(partition?.dualStackSuffix, dualStackSuffix);
    });
  }
});

test('no region belongs to two partitions, and each global region to its own', () => {
  for (const { id, globalRegion } of partitions) {
    const members = partitions.filter(({ regionPattern }) => regionPattern.test(globalRegion));
    assert.deepEqual(
      members.map((member) => member.id),
      [id],
    );
  }
});
