import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explainRefusal } from '../../../../src/core/refusals/explain-refusal.ts';
import { readPastedResponse } from '../../../../src/core/refusals/reading/read-pasted-response.ts';

const user = 'User: arn:aws:iam::111122223333:user/team/mary';
const session = 'User: arn:aws:sts::111122223333:assumed-role/deploy/0a1b2c';
const may = 'is not authorized to perform:';
const role = { AWS: 'arn:aws:iam::111122223333:role/deploy' };
const object = 'arn:aws:s3:::amzn-s3-demo-bucket1/object-name';

interface Row {
  readonly name: string;
  readonly text: string;
  readonly sentence: string;
  readonly cause: RegExp;
  /** Of each proposal: where it belongs, and what it is. */
  readonly statements?: readonly (readonly [place: RegExp, statement: object])[];
  readonly fix?: string;
}

const rows: readonly Row[] = [
  {
    name: 'identity policy, S3 quotes the ARN',
    text: `${session} ${may} s3:GetObject on resource: "${object}" because no identity-based policy allows the s3:GetObject action`,
    sentence: 'The role “deploy” is not allowed to perform s3:GetObject: no identity-based policy allows it.',
    cause: /Whoever manages the permissions of the caller has to allow it/,
    statements: [[/identity-based policy of the role “deploy”/, { Effect: 'Allow', Action: 's3:GetObject', Resource: object }]],
  },
  {
    name: 'identity policy, in a reply as JSON',
    text: JSON.stringify({
      __type: 'com.amazon.coral.service#AccessDeniedException',
      Message: `${user} ${may} dynamodb:ListTables on resource: arn:aws:dynamodb:eu-west-1:111122223333:table/* because no identity-based policy allows the dynamodb:ListTables action`,
    }),
    sentence: 'The user “mary” is not allowed to perform dynamodb:ListTables: no identity-based policy allows it.',
    cause: /has to allow it/,
    statements: [
      [
        /user “mary”/,
        {
          Effect: 'Allow',
          Action: 'dynamodb:ListTables',
          Resource: 'arn:aws:dynamodb:eu-west-1:111122223333:table/${*}',
        },
      ],
    ],
  },
  {
    name: 'no resource, for which there is none',
    text: `An error occurred (AccessDenied) when calling the DescribeInstances operation: ${user} ${may} ec2:DescribeInstances because no identity-based policy allows the ec2:DescribeInstances action`,
    sentence: 'The user “mary” is not allowed to perform ec2:DescribeInstances: no identity-based policy allows it.',
    cause: /has to allow it/,
    statements: [[/user “mary”/, { Effect: 'Allow', Action: 'ec2:DescribeInstances', Resource: '*' }]],
  },
  {
    name: 'EC2, readable and encoded',
    text: `<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>You are not authorized to perform this operation. ${user} ${may} ec2:CreateSecurityGroup on resource: arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-02 because no identity-based policy allows the ec2:CreateSecurityGroup action. Encoded authorization failure message: ${'OIH6QTbpor6E_'.repeat(4)}</Message></Error></Errors></Response>`,
    sentence: 'The user “mary” is not allowed to perform ec2:CreateSecurityGroup: no identity-based policy allows it.',
    cause: /has to allow it/,
    statements: [
      [
        /user “mary”/,
        { Effect: 'Allow', Action: 'ec2:CreateSecurityGroup', Resource: 'arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-02' },
      ],
    ],
  },
  {
    name: "EC2's decoded message",
    text: JSON.stringify({
      allowed: false,
      explicitDeny: false,
      matchedStatements: { items: [] },
      context: {
        principal: { id: 'AIDAX', arn: 'arn:aws:iam::111122223333:user/mary' },
        action: 'ec2:RunInstances',
        resource: 'arn:aws:ec2:eu-west-1:111122223333:instance/*',
      },
    }),
    sentence: 'The user “mary” is not allowed to perform ec2:RunInstances: no policy allows it.',
    cause: /an allow is missing/,
    statements: [
      [
        /user “mary”/,
        { Effect: 'Allow', Action: 'ec2:RunInstances', Resource: 'arn:aws:ec2:eu-west-1:111122223333:instance/${*}' },
      ],
    ],
  },
  {
    name: "EC2's decoded message, as STS answers",
    text: `<DecodeAuthorizationMessageResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><DecodeAuthorizationMessageResult><DecodedMessage>{"allowed":false,"explicitDeny":true,"context":{"principal":{"arn":"arn:aws:iam::111122223333:user/mary"},"action":"ec2:StopInstances","resource":"arn:aws:ec2:eu-west-1:111122223333:instance/i-1"}}</DecodedMessage></DecodeAuthorizationMessageResult></DecodeAuthorizationMessageResponse>`,
    sentence: 'The user “mary” is not allowed to perform ec2:StopInstances: a policy denies it explicitly.',
    cause: /no statement would help/,
  },
  {
    name: 'EC2, encoded only',
    text: `An error occurred (UnauthorizedOperation) when calling the RunInstances operation: You are not authorized to perform this operation. Encoded authorization failure message: ${'oGsbAaIV7wl'.repeat(4)}`,
    sentence: 'The caller is not allowed to do this: AWS says why in an encoded message.',
    cause: /DecodeAuthorizationMessage/,
  },
  {
    name: 'KMS inside S3, by an SDK for Java',
    text: `software.amazon.awssdk.services.s3.model.S3Exception: ${session} ${may} kms:Decrypt on resource: arn:aws:kms:us-west-2:111122223333:key/abcd because no resource-based policy allows the kms:Decrypt action (Service: S3, Status Code: 403, Request ID: R)`,
    sentence: 'The role “deploy” is not allowed to perform kms:Decrypt: no resource-based policy allows it.',
    cause: /owner of the resource/,
    statements: [
      [
        /key policy of the KMS key/,
        { Effect: 'Allow', Principal: role, Action: 'kms:Decrypt', Resource: 'arn:aws:kms:us-west-2:111122223333:key/abcd' },
      ],
    ],
  },
  {
    name: 'a repository policy has no resource',
    text: `${session} ${may} ecr:BatchGetImage on resource: arn:aws:ecr:us-east-1:999988887777:repository/app because no resource-based policy allows the ecr:BatchGetImage action`,
    sentence: 'The role “deploy” is not allowed to perform ecr:BatchGetImage: no resource-based policy allows it.',
    cause: /owner of the resource/,
    statements: [[/resource-based policy of the resource/, { Effect: 'Allow', Principal: role, Action: 'ecr:BatchGetImage' }]],
  },
  {
    name: 'permissions boundary, IAM names no ARN',
    text: `${user} ${may} iam:ListAttachedUserPolicies on resource: user adam because no permissions boundary allows the iam:ListAttachedUserPolicies action`,
    sentence: 'The user “mary” is not allowed to perform iam:ListAttachedUserPolicies: no permissions boundary allows it.',
    cause: /only limits/,
    statements: [
      [
        /permissions boundary of the user “mary”/,
        { Effect: 'Allow', Action: 'iam:ListAttachedUserPolicies', Resource: 'arn:aws:iam::111122223333:user/adam' },
      ],
    ],
  },
  {
    name: 'session policy',
    text: `${session} ${may} s3:PutObject on resource: "${object}" because no session policy allows the s3:PutObject action`,
    sentence: 'The role “deploy” is not allowed to perform s3:PutObject: no session policy allows it.',
    cause: /Roles Anywhere profile/,
    statements: [[/Roles Anywhere profile/, { Effect: 'Allow', Action: 's3:PutObject', Resource: object }]],
  },
  {
    name: 'service control policy, none allows',
    text: `${session} ${may} ssm:GetParameter on resource: arn:aws:ssm:us-east-1::parameter/cdk/version because no service control policy allows the ssm:GetParameter action`,
    sentence: 'The role “deploy” is not allowed to perform ssm:GetParameter: no service control policy allows it.',
    cause: /management account/,
    statements: [
      [
        /service control policy/,
        { Effect: 'Allow', Action: 'ssm:GetParameter', Resource: 'arn:aws:ssm:us-east-1::parameter/cdk/version' },
      ],
    ],
  },
  {
    name: 'VPC endpoint policy, by an SDK for Go',
    text: `api error AccessDeniedException: ${session} ${may} ssm:GetParameters on resource: arn:aws:ssm:us-west-2:111122223333:parameter/p because no VPC endpoint policy allows the ssm:GetParameters action status code: 400, request id: R`,
    sentence: 'The role “deploy” is not allowed to perform ssm:GetParameters: no VPC endpoint policy allows it.',
    cause: /owner of the VPC endpoint/,
    statements: [
      [
        /VPC endpoint/,
        {
          Effect: 'Allow',
          Principal: '*',
          Action: 'ssm:GetParameters',
          Resource: 'arn:aws:ssm:us-west-2:111122223333:parameter/p',
          Condition: { ArnEquals: { 'aws:PrincipalArn': role.AWS } },
        },
      ],
    ],
  },
  {
    name: 'role trust policy',
    text: `${session} ${may} sts:AssumeRole on resource: arn:aws:iam::999988887777:role/path/prod because no role trust policy allows the sts:AssumeRole action`,
    sentence: 'The role “deploy” is not allowed to perform sts:AssumeRole: no role trust policy allows it.',
    cause: /owner of the role/,
    statements: [[/trust policy of the role “prod”/, { Effect: 'Allow', Principal: role, Action: 'sts:AssumeRole' }]],
  },
  {
    name: 'a role, and AWS does not say which policy',
    text: `${user} ${may} sts:AssumeRole on resource: arn:aws:iam::999988887777:role/prod`,
    sentence: 'The user “mary” is not allowed to perform sts:AssumeRole: AWS does not say which policy is the reason.',
    cause: /Two policies/,
    statements: [
      [
        /identity-based policy of the user/,
        { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: 'arn:aws:iam::999988887777:role/prod' },
      ],
      [
        /trust policy of the role “prod”/,
        { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:user/team/mary' }, Action: 'sts:AssumeRole' },
      ],
    ],
  },
  {
    name: 'another account, and AWS does not say which policy',
    text: `${session} ${may} sns:Publish on resource: arn:aws:sns:eu-west-1:999988887777:topic`,
    sentence: 'The role “deploy” is not allowed to perform sns:Publish: AWS does not say which policy is the reason.',
    cause: /allow is missing/,
    statements: [
      [/identity-based policy/, { Effect: 'Allow', Action: 'sns:Publish', Resource: 'arn:aws:sns:eu-west-1:999988887777:topic' }],
      [
        /resource-based policy/,
        { Effect: 'Allow', Principal: role, Action: 'sns:Publish', Resource: 'arn:aws:sns:eu-west-1:999988887777:topic' },
      ],
    ],
  },
  {
    name: 'a web identity',
    text: 'An error occurred (AccessDenied) when calling the AssumeRoleWithWebIdentity operation: Not authorized to perform sts:AssumeRoleWithWebIdentity',
    sentence: 'The caller is not allowed to perform sts:AssumeRoleWithWebIdentity: no role trust policy allows it.',
    cause: /names an identity provider/,
  },
  {
    name: 'API Gateway hides the account',
    text: JSON.stringify({
      Message: `${session} ${may} execute-api:Invoke on resource: arn:aws:execute-api:eu-west-1:********3333:ehuz/dev/GET/pets`,
    }),
    sentence: 'The role “deploy” is not allowed to perform execute-api:Invoke: AWS does not say which policy is the reason.',
    cause: /allow is missing/,
    statements: [
      [
        /identity-based policy/,
        {
          Effect: 'Allow',
          Action: 'execute-api:Invoke',
          Resource: 'arn:aws:execute-api:eu-west-1:111122223333:ehuz/dev/GET/pets',
        },
      ],
    ],
  },
  {
    name: 'API Gateway hides the account of somebody else',
    text: `${session} ${may} execute-api:Invoke on resource: arn:aws:execute-api:eu-west-1:********9489:ehuz/dev/GET/pets with an explicit deny`,
    sentence: 'The role “deploy” is not allowed to perform execute-api:Invoke: a policy denies it explicitly.',
    cause: /Whoever manages the policy/,
  },
  {
    name: 'nobody signed',
    text: JSON.stringify({
      Message: `User: anonymous ${may} es:ESHttpGet because no resource-based policy allows the es:ESHttpGet action`,
    }),
    sentence: 'The caller is not allowed to perform es:ESHttpGet: AWS took the request for one that nobody signed.',
    cause: /sign the request/,
    fix: 'Remove the Old Signature',
  },
  {
    name: 'nobody signed, and AWS does not name a policy',
    text: JSON.stringify({ Message: `User: anonymous ${may} es:ESHttpGet` }),
    sentence: 'The caller is not allowed to perform es:ESHttpGet: AWS took the request for one that nobody signed.',
    cause: /sign the request/,
    fix: 'Remove the Old Signature',
  },
  {
    name: 'a service in capitals, as SNS writes its own',
    text: `${user} ${may} SNS:Publish on resource: arn:aws:sns:eu-west-1:111122223333:news because no identity-based policy allows the SNS:Publish action`,
    sentence: 'The user “mary” is not allowed to perform sns:Publish: no identity-based policy allows it.',
    cause: /smallest statement/,
    statements: [
      [/user “mary”/, { Effect: 'Allow', Action: 'sns:Publish', Resource: 'arn:aws:sns:eu-west-1:111122223333:news' }],
    ],
  },
  {
    name: 'AppSync, which says little',
    text: JSON.stringify({
      errors: [{ errorType: 'UnauthorizedException', message: 'You are not authorized to make this call.' }],
    }),
    sentence: 'AppSync does not let the caller in.',
    cause: /way to sign in/,
  },
  {
    name: 'a setting of the bucket',
    text: `${user} ${may} s3:PutObject on resource: "${object}" because public ACLs are prevented by the BlockPublicAcls setting in S3 Block Public Access.`,
    sentence: 'The user “mary” is not allowed to perform s3:PutObject: a setting of the resource forbids it.',
    cause: /setting, not a policy/,
  },
  {
    name: 'a setting about policies',
    text: `${user} ${may} s3:PutBucketPolicy on resource: "arn:aws:s3:::shelf" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access.`,
    sentence: 'The user “mary” is not allowed to perform s3:PutBucketPolicy: a setting of the resource forbids it.',
    cause: /setting, not a policy/,
  },
  {
    name: 'KMS lists what the reason may be, policies among it',
    text: `${session} ${may} kms:Decrypt on the resource associated with this ciphertext because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`,
    sentence: 'The role “deploy” is not allowed to perform kms:Decrypt: AWS does not say which policy is the reason.',
    cause: /not in this region, or its key policy/,
  },
  {
    name: 'words of Terraform behind it',
    text: `Error: reading SSM Parameter: operation error SSM: GetParameter, https response error StatusCode: 400, RequestID: R, api error AccessDeniedException: ${user} ${may} ssm:GetParameter on resource: arn:aws:ssm:eu-west-1:111122223333:parameter/p\n\n  with data.aws_ssm_parameter.p,\n  on main.tf line 12, in data "aws_ssm_parameter" "p":`,
    sentence: 'The user “mary” is not allowed to perform ssm:GetParameter: AWS does not say which policy is the reason.',
    cause: /allow is missing/,
    statements: [
      [
        /user “mary”/,
        { Effect: 'Allow', Action: 'ssm:GetParameter', Resource: 'arn:aws:ssm:eu-west-1:111122223333:parameter/p' },
      ],
    ],
  },
  {
    name: 'the inside of an XML element',
    text: `${user} ${may} s3:GetObject on resource: &quot;${object}&quot; because no identity-based policy allows the s3:GetObject action`,
    sentence: 'The user “mary” is not allowed to perform s3:GetObject: no identity-based policy allows it.',
    cause: /has to allow it/,
    statements: [[/user “mary”/, { Effect: 'Allow', Action: 's3:GetObject', Resource: object }]],
  },
  {
    name: 'a resource of a service without one',
    text: `${user} ${may} sqs:ListQueues on resource: arn:aws:sqs:us-east-1:111122223333: because no identity-based policy allows the sqs:ListQueues action`,
    sentence: 'The user “mary” is not allowed to perform sqs:ListQueues: no identity-based policy allows it.',
    cause: /has to allow it/,
    statements: [[/user “mary”/, { Effect: 'Allow', Action: 'sqs:ListQueues', Resource: '*' }]],
  },
  {
    name: "S3's bare words",
    text: '<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>',
    sentence: 'S3 denies access, and does not say why.',
    cause: /bucket policy.*kms:Decrypt.*Block Public Access.*s3:ListBucket/,
  },
  {
    name: 'KMS does not name the key',
    text: JSON.stringify({
      __type: 'AccessDeniedException',
      message:
        'The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.',
    }),
    sentence: 'The data cannot be decrypted: its KMS key does not exist in this region, or the caller may not use it.',
    cause: /kms:Decrypt/,
  },
  {
    name: "an authorizer's deny",
    text: 'HTTP/1.1 403 Forbidden\n\n{"Message":"User is not authorized to access this resource with an explicit deny"}',
    sentence: 'The authorizer of the API does not let the caller in.',
    cause: /Lambda authorizer/,
  },
  {
    name: 'a function URL',
    text: '{"Message":"Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/"}',
    sentence: 'The function URL does not let the caller in.',
    cause: /lambda:InvokeFunctionUrl/,
  },
  {
    name: 'the code alone',
    text: '{"__type":"AccessDeniedException"}',
    sentence: 'The caller is not allowed to do this: AWS knows who it is, but a permission is missing.',
    cause: /CloudTrail/,
  },
  {
    name: "words of a service's own",
    text: '<ErrorResponse><Error><Code>AccessDenied</Code><Message>Access to the resource https://sqs.us-east-1.amazonaws.com/ is denied.</Message></Error></ErrorResponse>',
    sentence: 'The caller is not allowed to do this: AWS knows who it is, but a permission is missing.',
    cause: /AWS says: Access to the resource/,
  },
];

test('a refusal of permission is read, with the smallest statement that would allow it', async (t) => {
  for (const row of rows) {
    await t.test(row.name, () => {
      const explained = explainRefusal(readPastedResponse(row.text));
      assert.equal(explained?.sentence, row.sentence);
      assert.match(explained.cause, row.cause);
      assert.equal(explained.fix?.title, row.fix);
      const proposals = explained.permission?.proposals ?? [];
      assert.deepEqual(
        proposals.map(({ statement }) => statement),
        (row.statements ?? []).map(([, statement]) => statement),
      );
      for (const [index, [place]] of (row.statements ?? []).entries()) assert.match(proposals[index]?.place ?? '', place);
    });
  }
});

const denials = [
  ['an identity-based policy', 'an identity-based policy', /permissions of the caller/],
  ['a resource-based policy', 'a resource-based policy', /owner of the resource/],
  ['a service control policy', 'a service control policy', /caller's organization/],
  ['a resource control policy', 'a resource control policy', /resource owner's organization/],
  ['a VPC endpoint policy', 'a VPC endpoint policy', /VPC endpoint/],
  ['a permissions boundary', 'a permissions boundary', /permissions boundary/],
  ['a session policy', 'a session policy', /starts the session/],
  ['the role trust policy', 'a role trust policy', /owner of the role/],
] as const;
const policyArn = 'arn:aws:organizations::777788889999:policy/o-x/service_control_policy/p-y';
const tails = ['', `: ${policyArn}`, `, with policy ARN: ${policyArn}`, `, with policy ARN:\n${policyArn}.`];

test('an explicit deny names the policy that denies, and offers no statement', async (t) => {
  for (const [said, named, keeper] of denials) {
    for (const tail of tails) {
      await t.test(`${said}${tail}`, () => {
        const text = `${session} ${may} s3:GetObject on resource: "${object}" with an explicit deny in ${said}${tail}`;
        const explained = explainRefusal(readPastedResponse(text));
        assert.equal(explained?.sentence, `The role “deploy” is not allowed to perform s3:GetObject: ${named} denies it.`);
        assert.match(explained.cause, /no statement would help/);
        assert.match(explained.cause, keeper);
        assert.equal(explained.permission?.denied?.policyArn, tail === '' ? undefined : policyArn);
        assert.deepEqual(explained.permission?.proposals, []);
      });
    }
  }
});

const allows = (action: string): string => `because no identity-based policy allows the ${action} action`;
const hostile: readonly (readonly [name: string, text: string, resource: string | undefined])[] = [
  ['every action', `${session} ${may} *:* on resource: * ${allows('*:*')}`, undefined],
  ['every action of a service', `${session} ${may} s3:* on resource: "${object}" ${allows('s3:*')}`, undefined],
  ['a beginning of actions', `${session} ${may} s3:Get* on resource: "${object}" ${allows('s3:Get*')}`, undefined],
  ['one character of an action', `${session} ${may} s3:GetObjec? on resource: "${object}" ${allows('s3:GetObjec?')}`, undefined],
  ['a variable in an action', `${session} ${may} s3:\${aws:username} on resource: "${object}" ${allows('s3:x')}`, undefined],
  ['every bucket', `${session} ${may} s3:GetObject on resource: "arn:aws:s3:::*" ${allows('s3:GetObject')}`, 'arn:aws:s3:::${*}'],
  [
    'any character',
    `${session} ${may} s3:GetObject on resource: "arn:aws:s3:::b/?" ${allows('s3:GetObject')}`,
    'arn:aws:s3:::b/${?}',
  ],
  [
    'a variable',
    `${session} ${may} s3:GetObject on resource: "arn:aws:s3:::b/\${aws:username}" ${allows('s3:GetObject')}`,
    'arn:aws:s3:::b/${$}{aws:username}',
  ],
  ['every service', `${session} ${may} s3:GetObject on resource: "arn:aws:*:::b" ${allows('s3:GetObject')}`, undefined],
  ['every account', `${session} ${may} sns:Publish on resource: arn:aws:sns:eu-west-1:*:t ${allows('sns:Publish')}`, undefined],
  ['every region', `${session} ${may} sns:Publish on resource: arn:aws:sns:*:111122223333:t ${allows('sns:Publish')}`, undefined],
  [
    'every partition',
    `${session} ${may} sns:Publish on resource: arn:*:sns:eu-west-1:111122223333:t ${allows('sns:Publish')}`,
    undefined,
  ],
  ['a quote', `${session} ${may} s3:GetObject on resource: "arn:aws:s3:::b/a","*" ${allows('s3:GetObject')}`, undefined],
  ['an escape', `${session} ${may} s3:GetObject on resource: "arn:aws:s3:::b/\\u002a" ${allows('s3:GetObject')}`, undefined],
  [
    'a line end',
    `${session} ${may} s3:GetObject on resource: "arn:aws:s3:::b/a\n*" ${allows('s3:GetObject')}`,
    'arn:aws:s3:::b/a ${*}',
  ],
  [
    'another direction',
    `${session} ${may} s3:GetObject on resource: "arn:aws:s3:::b/\u202ea" ${allows('s3:GetObject')}`,
    undefined,
  ],
  ['no ARN', `${session} ${may} s3:GetObject on resource: everything ${allows('s3:GetObject')}`, undefined],
  [
    'too long',
    `${session} ${may} s3:GetObject on resource: "arn:aws:s3:::b/${'a'.repeat(3000)}" ${allows('s3:GetObject')}`,
    undefined,
  ],
  [
    'a key that talks of policies',
    `${session} ${may} s3:GetObject on resource: "arn:aws:s3:::b/x because no session policy allows it" ${allows('s3:GetObject')}`,
    'arn:aws:s3:::b/x because no session policy allows it',
  ],
];

test('nothing of a foreign text makes a statement allow more than it names', async (t) => {
  for (const [name, text, resource] of hostile) {
    await t.test(name, () => {
      const explained = explainRefusal({ status: 403, headers: [], body: Buffer.from(text) });
      assert.ok(explained?.permission);
      assert.deepEqual(
        explained.permission.proposals.map(({ policy, statement }) => [policy, statement.Resource]),
        resource === undefined ? [] : [['identity', resource]],
      );
    });
  }
});

const principals = [
  'anonymous',
  '*',
  'arn:aws:iam::111122223333:user/*',
  'arn:aws:iam::*:root',
  'arn:aws:iam::111122223333:role/a"b',
  '[AmazonConnect]',
  'arn:aws:iam::111122223333:role/a $(zap) [x](command:y)',
];

test('nobody gets into a resource policy whom no ARN names', async (t) => {
  for (const principal of principals) {
    await t.test(principal, () => {
      const text = `User: ${principal} ${may} sqs:SendMessage on resource: arn:aws:sqs:eu-west-1:111122223333:q because no resource-based policy allows the sqs:SendMessage action`;
      const explained = explainRefusal({ status: 403, headers: [], body: Buffer.from(text) });
      assert.match(explained?.sentence ?? '', /^The caller is not allowed to perform sqs:SendMessage: /);
      assert.deepEqual(explained?.permission?.proposals, []);
    });
  }
});

const signed = (request: string, host: string) => ({
  canonicalRequest: `${request}\nhost:${host}\n\nhost\nUNSIGNED-PAYLOAD`,
  stringToSign: 'AWS4-HMAC-SHA256\n20260131T120000Z\n20260131/eu-west-1/s3/aws4_request\nb',
});
const requests: readonly (readonly [request: string, host: string, needed: string | undefined])[] = [
  ['GET\n/a%20b/c.txt\n', 'bucket.s3.eu-west-1.amazonaws.com', 's3:GetObject arn:aws:s3:::bucket/a b/c.txt'],
  ['HEAD\n/bucket/c\n', 's3.eu-west-1.amazonaws.com', 's3:GetObject arn:aws:s3:::bucket/c'],
  ['PUT\n/c\nX-Amz-Expires=60&x-id=PutObject', 'my.bucket.s3.amazonaws.com', 's3:PutObject arn:aws:s3:::my.bucket/c'],
  ['DELETE\n/c\n', 'bucket.s3.dualstack.eu-west-1.amazonaws.com', 's3:DeleteObject arn:aws:s3:::bucket/c'],
  ['GET\n/\nlist-type=2&prefix=a%2F', 'bucket.s3.eu-west-1.amazonaws.com', 's3:ListBucket arn:aws:s3:::bucket'],
  ['GET\n/c%2A\n', 'bucket.s3.eu-west-1.amazonaws.com', 's3:GetObject arn:aws:s3:::bucket/c${*}'],
  ['GET\n/c\nacl=', 'bucket.s3.eu-west-1.amazonaws.com', undefined],
  ['POST\n/\ndelete=', 'bucket.s3.eu-west-1.amazonaws.com', undefined],
  ['GET\n/\n', 's3.eu-west-1.amazonaws.com', undefined],
  ['GET\n/%ff\n', 'bucket.s3.eu-west-1.amazonaws.com', undefined],
  ['GET\n/c\n', 'bucket.example.com', undefined],
  ['PUT\n/c\n\nx-amz-copy-source:/a/b', 'bucket.s3.eu-west-1.amazonaws.com', undefined],
];

test("S3's bare words are completed from the request that was refused", async (t) => {
  const body = Buffer.from('<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>');
  for (const [request, host, needed] of requests) {
    await t.test(request.replaceAll('\n', ' '), () => {
      const explained = explainRefusal({ status: 403, headers: [], body, signed: signed(request, host) });
      const statements = (explained?.permission?.proposals ?? []).map(
        ({ statement }) => `${statement.Action} ${statement.Resource}`,
      );
      assert.deepEqual(statements, needed === undefined ? [] : [needed]);
    });
  }
});

test('a resource that S3 does not name is that of the request', () => {
  const body = Buffer.from(
    `<Error><Code>AccessDenied</Code><Message>${session} ${may} s3:GetObject ${allows('s3:GetObject')}</Message></Error>`,
  );
  const explained = explainRefusal({
    status: 403,
    headers: [],
    body,
    signed: signed('GET\n/c\n', 'bucket.s3.eu-west-1.amazonaws.com'),
  });
  assert.equal(explained?.permission?.proposals[0]?.statement.Resource, 'arn:aws:s3:::bucket/c');
});

test('a statement for all resources, for literal characters, for a role without its path says so', () => {
  const remarks = (text: string) =>
    explainRefusal(readPastedResponse(text))
      ?.permission?.proposals.flatMap((proposal) => proposal.remarks)
      .join(' ') ?? '';
  assert.match(remarks(`${session} ${may} s3:ListAllMyBuckets ${allows('s3:ListAllMyBuckets')}`), /covers all of them/);
  assert.match(
    remarks(`${session} ${may} s3:GetObject on resource: "arn:aws:s3:::b/*" ${allows('s3:GetObject')}`),
    /as wildcards/,
  );
  assert.match(
    remarks(
      `${session} ${may} sqs:SendMessage on resource: arn:aws:sqs:eu-west-1:111122223333:q because no resource-based policy allows it`,
    ),
    /path of its role/,
  );
  assert.match(remarks(`${user} ${may} iam:PassRole on resource: arn:aws:iam::111122223333:role/x`), /iam:PassedToService/);
});
