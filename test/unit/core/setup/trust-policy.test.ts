import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trustPolicy } from '../../../../src/core/setup/trust-policy.ts';

const trustAnchorArn = 'arn:aws:rolesanywhere:eu-central-1:111122223333:trust-anchor/1234';

test('the policy lets one certificate of one trust anchor in, with all three actions', () => {
  const [statement] = trustPolicy({ trustAnchorArn, commonName: 'build-7' }).Statement;
  assert.deepEqual(statement, {
    Effect: 'Allow',
    Principal: { Service: 'rolesanywhere.amazonaws.com' },
    Action: ['sts:AssumeRole', 'sts:SetSourceIdentity', 'sts:TagSession'],
    Condition: {
      ArnEquals: { 'aws:SourceArn': trustAnchorArn },
      StringEquals: { 'aws:PrincipalTag/x509Subject/CN': 'build-7' },
    },
  });
});

test('a name that cannot be a session tag is no condition, as it would never be met', () => {
  for (const commonName of [undefined, '', 'a*b', 'a,b', 'x'.repeat(257)]) {
    assert.deepEqual(trustPolicy({ trustAnchorArn, commonName }).Statement[0]?.Condition, {
      ArnEquals: { 'aws:SourceArn': trustAnchorArn },
    });
  }
});
