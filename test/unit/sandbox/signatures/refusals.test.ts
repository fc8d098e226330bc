import {
  body,
  inAuthorization,
  inTarget,
  minutes,
  noToken,
  otherSecret,
  refusedBy,
  removeHeader,
  setHeader,
  unknownKey,
  unsigned,
  wrongToken,
} from './refusal-table.ts';

refusedBy('sts', [
  [
    'wrong secret',
    { signing: otherSecret },
    403,
    'SignatureDoesNotMatch',
    /<ErrorResponse xmlns="https:\/\/sts.amazonaws.com\/doc\/2011-06-15\/"><Error><Type>Sender<\/Type>/,
  ],
  [
    'flipped body byte',
    { wire: body('Action=GetCallerIdentity&Version=2011-06-16') },
    403,
    'SignatureDoesNotMatch',
    /The String-to-Sign should have been/,
  ],
  [
    'other region',
    { signing: { region: 'us-east-1' } },
    403,
    'SignatureDoesNotMatch',
    /Credential should be scoped to a valid region, not 'us-east-1'. /,
  ],
  [
    'other service',
    { signing: { service: 'iam' } },
    403,
    'SignatureDoesNotMatch',
    /Credential should be scoped to correct service: 'sts'. /,
  ],
  [
    'unknown access key',
    { signing: unknownKey },
    403,
    'InvalidClientTokenId',
    /The security token included in the request is invalid/,
  ],
  ['no signature', { wire: unsigned }, 403, 'MissingAuthenticationToken', /Request is missing Authentication Token/],
  ['Basic authentication', { wire: setHeader('Authorization', 'Basic dXNlcjpwYXNz') }, 400, 'IncompleteSignature'],
  ['unknown action', { signing: { body: 'Action=AssumeRole&Version=2011-06-15' } }, 400, 'InvalidAction'],
  [
    'wrong secret, JSON accepted',
    { signing: { ...otherSecret, headers: { Accept: 'application/json' } } },
    403,
    'SignatureDoesNotMatch',
    /^\{"Error":\{"Type":"Sender","Code":"SignatureDoesNotMatch"/,
  ],
]);

refusedBy('dynamodb', [
  [
    'wrong secret',
    { signing: otherSecret },
    400,
    'com.amazon.coral.service#InvalidSignatureException',
    /"message":"The request signature we calculated/,
  ],
  [
    'unsigned target',
    { wire: inAuthorization(/;x-amz-target/, '') },
    400,
    'com.amazon.coral.service#InvalidSignatureException',
    /'x-amz-target' must be a 'SignedHeader'/,
  ],
  [
    'changed target',
    { wire: setHeader('X-Amz-Target', 'DynamoDB_20120810.DeleteTable') },
    400,
    'com.amazon.coral.service#InvalidSignatureException',
  ],
]);

refusedBy('kms', [
  ['wrong secret', { signing: otherSecret }, 400, 'InvalidSignatureException'],
  ['unknown access key', { signing: unknownKey }, 400, 'UnrecognizedClientException'],
  ['temporary key without token', { signing: noToken }, 400, 'UnrecognizedClientException'],
  ['no signature', { wire: unsigned }, 400, 'MissingAuthenticationTokenException'],
  [
    'clock 6 minutes behind the server',
    { now: minutes(6) },
    400,
    'InvalidSignatureException',
    /Signature expired: 20260203T040506Z is now earlier than 20260203T040606Z \(20260203T041106Z - 5 min.\)/,
  ],
]);

refusedBy('api', [
  ['changed header', { wire: setHeader('X-B', '3') }, 403, 'InvalidSignatureException', /\\nx-b:3\\n/],
  ['changed query', { wire: inTarget(/cat/, 'dog') }, 403, 'InvalidSignatureException'],
  ['flipped body byte', { wire: body('{"a":2}') }, 403, 'InvalidSignatureException'],
  [
    'unsigned host',
    { wire: inAuthorization(/host;/, '') },
    403,
    'InvalidSignatureException',
    /'Host' or ':authority' must be a 'SignedHeader'/,
  ],
  [
    'clock 6 minutes ahead of the server',
    { now: minutes(-6) },
    403,
    'InvalidSignatureException',
    /Signature not yet current: 20260203T040506Z is still later than 20260203T040406Z \(20260203T035906Z \+ 5 min.\)/,
  ],
  [
    'other day in the scope',
    { wire: inAuthorization(/20260203/, '20260202') },
    403,
    'InvalidSignatureException',
    /Date in Credential scope does not match YYYYMMDD/,
  ],
  [
    'other terminator',
    { wire: inAuthorization(/aws4_request/, 'aws5_request') },
    403,
    'InvalidSignatureException',
    /valid terminator: 'aws4_request', not 'aws5_request'/,
  ],
  ['token of another session', { signing: wrongToken }, 403, 'UnrecognizedClientException'],
  [
    'no signature',
    { wire: unsigned },
    403,
    'MissingAuthenticationTokenException',
    /^\{"message":"Missing Authentication Token"\}$/,
  ],
  [
    'blank in the access key id',
    { wire: inAuthorization(/Credential=/, 'Credential= ') },
    403,
    'IncompleteSignatureException',
    /missing equal-sign/,
  ],
  [
    'bearer token',
    { wire: setHeader('Authorization', 'Bearer very.secret.token') },
    403,
    'IncompleteSignatureException',
    /missing equal-sign/,
  ],
  [
    'no date',
    { wire: removeHeader('X-Amz-Date') },
    403,
    'IncompleteSignatureException',
    /existence of either a 'X-Amz-Date' or a 'Date' header/,
  ],
  ['malformed date', { wire: setHeader('X-Amz-Date', '2026-02-03T04:05:06Z') }, 403, 'IncompleteSignatureException', /ISO-8601/],
  [
    'Credential of six parts',
    { wire: inAuthorization(/AKIA/, 'a/AKIA') },
    403,
    'IncompleteSignatureException',
    /exactly 5 slash-delimited elements/,
  ],
  [
    'unknown algorithm',
    { wire: inAuthorization(/AWS4-HMAC-SHA256/, 'AWS4-HMAC-SHA512') },
    403,
    'IncompleteSignatureException',
    /Unsupported AWS 'algorithm'/,
  ],
]);

refusedBy(
  'api',
  [
    ['expired', { now: minutes(6) }, 403, 'InvalidSignatureException', /Signature expired: .* - 5 min/],
    ['no X-Amz-Date', { wire: inTarget(/X-Amz-Date=\w+&/, '') }, 403, 'IncompleteSignatureException'],
  ],
  true,
);

refusedBy('ec2', [
  [
    'wrong secret',
    { signing: otherSecret },
    401,
    'AuthFailure',
    /<Response><Errors><Error><Code>AuthFailure<\/Code><Message>AWS was not able to validate/,
  ],
]);
