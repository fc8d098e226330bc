import type { Header } from '../../../../src/core/http/message.ts';

/** One refusal as AWS words it, and what is to be said about it. */
export interface RefusalRow {
  readonly name: string;
  readonly status: number;
  readonly headers?: readonly Header[];
  readonly body: string;
  readonly sentence: string;
  readonly cause: RegExp;
  /** `aws-region eu-central-1`, `sign`, `session`; absent where nothing can be done at once. */
  readonly fix?: string;
  readonly serverTime?: string;
}

const s3 = (code: string, message: string, more = ''): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message>${more}<RequestId>R</RequestId><HostId>H</HostId></Error>`;
const query = (code: string, message: string): string =>
  `<?xml version="1.0"?>\n<ErrorResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message><Detail/></Error><RequestId>R</RequestId></ErrorResponse>`;
const ec2 = (code: string, message: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>R</RequestID></Response>`;
const json = (type: string, message: string): string => JSON.stringify({ __type: type, message });
const typed = (type: string): readonly Header[] => [['x-amzn-ErrorType', type]];

const short =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';
const mismatch = 'AWS computed a different signature from the one in the request.';
const sessionOver = 'The session that signed the request is over.';
const badToken = 'AWS does not accept the access key, or not together with this session token.';
const unreadable = 'The Authorization header cannot be read as a SigV4 signature.';

/** Every text and every shape of a refusal that is known. */
export const refusalTable: readonly RefusalRow[] = [
  // The signature differs, without AWS's own strings
  {
    name: 'S3, short',
    status: 403,
    body: s3(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    ),
    sentence: mismatch,
    cause: /does not say/,
  },
  {
    name: 'SQS, short',
    status: 403,
    body: query('SignatureDoesNotMatch', short),
    sentence: mismatch,
    cause: /secret access key is wrong/,
  },
  {
    name: 'DynamoDB with namespace',
    status: 400,
    body: json('com.amazon.coral.service#InvalidSignatureException', short),
    sentence: mismatch,
    cause: /does not say/,
  },
  { name: 'KMS', status: 400, body: json('InvalidSignatureException', short), sentence: mismatch, cause: /does not say/ },
  {
    name: 'code in a header with a suffix',
    status: 403,
    headers: typed('InvalidSignatureException:http://internal.amazon.com/coral/'),
    body: JSON.stringify({ message: short }),
    sentence: mismatch,
    cause: /does not say/,
  },
  {
    name: 'Message in capitals',
    status: 403,
    headers: typed('InvalidSignatureException'),
    body: JSON.stringify({ Message: short }),
    sentence: mismatch,
    cause: /does not say/,
  },
  {
    name: 'Neptune',
    status: 403,
    body: JSON.stringify({ requestId: 'R', code: 'AccessDeniedException', detailedMessage: short }),
    sentence: mismatch,
    cause: /does not say/,
  },
  {
    name: 'SP-API',
    status: 403,
    headers: typed('InvalidSignatureException'),
    body: JSON.stringify({ errors: [{ message: short, code: 'InvalidSignature' }] }),
    sentence: mismatch,
    cause: /does not say/,
  },
  {
    name: 'XML-shaped exception',
    status: 403,
    body: `<InvalidSignatureException>\n  <Message>${short}</Message>\n</InvalidSignatureException>`,
    sentence: mismatch,
    cause: /does not say/,
  },
  {
    name: 'STS as JSON',
    status: 403,
    body: JSON.stringify({ Error: { Type: 'Sender', Code: 'SignatureDoesNotMatch', Message: short }, RequestId: 'R' }),
    sentence: mismatch,
    cause: /does not say/,
  },
  {
    name: 'Serverless',
    status: 403,
    headers: [['x-aoss-response-hint', 'X01:gw-helper-deny']],
    body: '{"status":403,"request-id":"R","error":{"reason":"403 Forbidden","type":"Forbidden"}}',
    sentence: 'OpenSearch Serverless did not let the request through to the collection.',
    cause: /data access policy/,
    fix: 'aws-service aoss',
  },

  // The scope
  {
    name: 'wrong service',
    status: 403,
    body: query('SignatureDoesNotMatch', "Credential should be scoped to correct service: 'batch'. "),
    sentence: 'This host belongs to the service “batch”, but the request was signed for another.',
    cause: /signing name/,
    fix: 'aws-service batch',
  },
  {
    name: 'wrong service, JSON',
    status: 403,
    headers: typed('InvalidSignatureException'),
    body: JSON.stringify({ message: "Credential should be scoped to correct service: 'execute-api'. " }),
    sentence: 'This host belongs to the service “execute-api”, but the request was signed for another.',
    cause: /signing name/,
    fix: 'aws-service execute-api',
  },
  {
    name: 'both parts of the scope',
    status: 403,
    headers: typed('InvalidSignatureException'),
    body: JSON.stringify({
      message:
        "Credential should be scoped to a valid region, not 'us-east-1'. Credential should be scoped to correct service: 'execute-api'. ",
    }),
    sentence:
      "This host belongs to the service “execute-api”, and neither the service nor the region “us-east-1” of the signature is the host's.",
    cause: /Service and region.*those of the host/,
    fix: 'aws-service execute-api',
  },
  {
    name: 'both parts of the scope, the other way round',
    status: 403,
    body: query(
      'SignatureDoesNotMatch',
      "Credential should be scoped to correct service: 'sqs'. Credential should be scoped to a valid region, not 'eu-west-1'. ",
    ),
    sentence:
      "This host belongs to the service “sqs”, and neither the service nor the region “eu-west-1” of the signature is the host's.",
    cause: /those of the host/,
    fix: 'aws-service sqs',
  },
  {
    name: 'wrong region',
    status: 403,
    body: query('SignatureDoesNotMatch', "Credential should be scoped to a valid region, not 'us-west-1'. "),
    sentence: 'The request was signed for the region “us-west-1”, where this host does not accept signatures.',
    cause: /us-east-1/,
  },
  {
    name: 'wrong region, as documented',
    status: 403,
    body: query('SignatureDoesNotMatch', 'Credential should be scoped to a valid Region, not region-code. '),
    sentence: 'The request was signed for a region in which this host does not accept signatures.',
    cause: /Global services/,
  },
  {
    name: 'wrong terminator',
    status: 403,
    body: json(
      'InvalidSignatureException',
      "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws3_request'. ",
    ),
    sentence: 'The credential scope does not end with “aws4_request”.',
    cause: /not written by a SigV4 signer/,
    fix: 'Remove the Old Signature',
  },
  {
    name: 'date of the scope',
    status: 403,
    body: query(
      'SignatureDoesNotMatch',
      "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20260101' != '20260102', from '20260102T000001Z'.",
    ),
    sentence: 'The day in the credential scope is not the day of X-Amz-Date.',
    cause: /midnight/,
    fix: 'Remove the Old Signature',
  },
  {
    name: 'S3, wrong region',
    status: 400,
    body: s3(
      'AuthorizationHeaderMalformed',
      "The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-central-1'",
      '<Region>eu-central-1</Region>',
    ),
    sentence: 'The bucket is in eu-central-1, but the request was signed for us-east-1.',
    cause: /region that the bucket is in/,
    fix: 'aws-region eu-central-1',
  },
  {
    name: 'S3, wrong region of a presigned URL',
    status: 400,
    body: s3(
      'AuthorizationQueryParametersError',
      "Error parsing the X-Amz-Credential parameter; the region 'us-east-1' is wrong; expecting 'ap-south-1'",
      '<Region>ap-south-1</Region>',
    ),
    sentence: 'The bucket is in ap-south-1, but the request was signed for us-east-1.',
    cause: /region that the bucket is in/,
    fix: 'aws-region ap-south-1',
  },
  {
    name: 'S3, redirect',
    status: 301,
    body: s3(
      'PermanentRedirect',
      'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
      '<Endpoint>b.s3.eu-west-1.amazonaws.com</Endpoint>',
    ),
    sentence: 'The bucket is served at b.s3.eu-west-1.amazonaws.com.',
    cause: /host of another region/,
  },
  {
    name: 'S3, opt-in region',
    status: 400,
    body: s3(
      'IllegalLocationConstraintException',
      'The eu-south-1 location constraint is incompatible for the region specific endpoint this request was sent to.',
    ),
    sentence: 'A bucket in eu-south-1 cannot be made through this host.',
    cause: /LocationConstraint/,
  },

  // The time
  {
    name: 'expired, 15 min',
    status: 400,
    body: json(
      'InvalidSignatureException',
      'Signature expired: 20140325T143453Z is now earlier than 20140325T143751Z (20140325T145251Z - 15 min.)',
    ),
    sentence: "The time of the signature is too far from the server's: signed 18 minutes before the server's time.",
    cause: /clock of this machine/,
    fix: 'Remove the Old Signature',
    serverTime: '2014-03-25T14:52:51.000Z',
  },
  {
    name: 'expired, 5 min, XML',
    status: 403,
    body: query(
      'SignatureDoesNotMatch',
      'Signature expired: 20140325T143453Z is now earlier than 20140325T144751Z (20140325T145251Z - 5 min.)',
    ),
    sentence: "The time of the signature is too far from the server's: signed 18 minutes before the server's time.",
    cause: /clock of this machine/,
    fix: 'Remove the Old Signature',
    serverTime: '2014-03-25T14:52:51.000Z',
  },
  {
    name: 'not yet current',
    status: 403,
    headers: typed('InvalidSignatureException'),
    body: JSON.stringify({
      message: 'Signature not yet current: 20181017T093750Z is still later than 20181017T093639Z (20181017T093139Z + 5 min.)',
    }),
    sentence: "The time of the signature is too far from the server's: signed 6 minutes after the server's time.",
    cause: /clock of this machine/,
    fix: 'Remove the Old Signature',
    serverTime: '2018-10-17T09:31:39.000Z',
  },
  {
    name: 'S3, skewed',
    status: 403,
    body: s3(
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
      '<RequestTime>20250901T162148Z</RequestTime><ServerTime>2025-09-03T16:21:50Z</ServerTime><MaxAllowedSkewMilliseconds>900000</MaxAllowedSkewMilliseconds>',
    ),
    sentence: "The time of the signature is too far from the server's: signed 2 days before the server's time.",
    cause: /clock of this machine/,
    fix: 'Remove the Old Signature',
    serverTime: '2025-09-03T16:21:50.000Z',
  },
  {
    name: 'skewed, text alone',
    status: 403,
    headers: [['Date', 'Mon, 01 Sep 2025 16:00:00 GMT']],
    body: 'The difference between the request time and the current time is too large.',
    sentence: "The time of the signature is too far from the server's.",
    cause: /clock of this machine/,
    fix: 'Remove the Old Signature',
    serverTime: '2025-09-01T16:00:00.000Z',
  },
  {
    name: 'EC2, expired',
    status: 400,
    body: ec2('RequestExpired', 'Request has expired.'),
    sentence: 'The request is too old, or the session that signed it is over.',
    cause: /EC2 says the same/,
    fix: 'Start a New Session',
  },
  {
    name: 'presigned, over',
    status: 403,
    body: s3(
      'AccessDenied',
      'Request has expired',
      '<X-Amz-Expires>300</X-Amz-Expires><Expires>2017-07-20T04:18:45Z</Expires><ServerTime>2017-07-20T04:18:55Z</ServerTime>',
    ),
    sentence: 'The presigned URL stopped working 10 seconds ago.',
    cause: /never longer than the session/,
  },
  {
    name: 'presigned, too early',
    status: 403,
    headers: [['Date', 'Sat, 25 May 2019 03:10:52 GMT']],
    body: s3('AccessDenied', 'Request is not yet valid', '<X-Amz-Date>1558754452000</X-Amz-Date>'),
    sentence: "The time of the signature is too far from the server's: signed 10 minutes after the server's time.",
    cause: /clock of this machine/,
    fix: 'Remove the Old Signature',
    serverTime: '2019-05-25T03:10:52.000Z',
  },

  // How it is written
  {
    name: 'presigned for too long',
    status: 400,
    body: s3(
      'AuthorizationQueryParametersError',
      'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds',
    ),
    sentence: 'The presigned URL asks for more than a week.',
    cause: /604800/,
    fix: 'aws-presign 604800',
  },
  {
    name: 'expiry no number',
    status: 400,
    body: s3('AuthorizationQueryParametersError', 'X-Amz-Expires should be a number'),
    sentence: 'The expiry of the presigned URL is not a number.',
    cause: /whole number/,
    fix: 'aws-presign 900',
  },
  {
    name: 'parameter missing',
    status: 400,
    body: s3(
      'AuthorizationQueryParametersError',
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    ),
    sentence: 'A parameter of the presigned URL is missing.',
    cause: /URL was cut/,
  },
  {
    name: 'hash header missing',
    status: 400,
    body: s3('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256'),
    sentence: 'The header x-amz-content-sha256 is missing.',
    cause: /signed for the service s3/,
    fix: 'aws-service s3',
  },
  {
    name: 'checksum of the body missing',
    status: 400,
    body: s3('InvalidRequest', 'Missing required header for this request: Content-MD5'),
    sentence: 'A checksum of the body is missing: Content-MD5.',
    cause: /signature is not the reason.*openssl md5/,
  },
  {
    name: 'checksum of the body missing, either one',
    status: 400,
    body: s3('InvalidRequest', 'Missing required header for this request: Content-MD5 OR x-amz-checksum-*'),
    sentence: 'A checksum of the body is missing: Content-MD5, or one of the x-amz-checksum-… headers.',
    cause: /signature is not the reason.*x-amz-checksum-sha256/,
  },
  {
    name: 'no checksum under Object Lock',
    status: 400,
    body: s3(
      'InvalidRequest',
      'Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters',
    ),
    sentence: 'A checksum of the body is missing: Content-MD5, or one of the x-amz-checksum-… headers.',
    cause: /signature is not the reason/,
  },
  {
    name: 'no Content-MD5 of a part under Object Lock',
    status: 400,
    body: s3('InvalidRequest', 'Content-MD5 HTTP header is required for Put Part requests with Object Lock parameters'),
    sentence: 'A checksum of the body is missing: Content-MD5.',
    cause: /Object Lock/,
  },
  {
    name: 'another header missing',
    status: 400,
    body: s3('InvalidRequest', 'Missing required header for this request: x-amz-object-lock-mode'),
    sentence: 'The header x-amz-object-lock-mode is missing.',
    cause: /below the request line/,
  },
  {
    name: 'hash header of Lattice',
    status: 403,
    body: "Missing the 'x-amz-content-sha256' in canonical headers",
    headers: typed('IncompleteSignatureException'),
    sentence: 'The header x-amz-content-sha256 is not among the signed headers.',
    cause: /UNSIGNED-PAYLOAD/,
    fix: 'aws-service vpc-lattice-svcs',
  },
  {
    name: 'hash not legal',
    status: 400,
    body: s3(
      'InvalidArgument',
      'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, or a valid sha256 value.',
    ),
    sentence: 'The value of x-amz-content-sha256 is neither a SHA-256 in hex nor one of the words that S3 knows.',
    cause: /Base64/,
    fix: 'Remove the Old Signature',
  },
  {
    name: 'hash not legal, other words',
    status: 400,
    body: s3('InvalidRequest', 'The provided &apos;x-amz-content-sha256&apos; header must be a valid SHA256.'),
    sentence: 'The value of x-amz-content-sha256 is neither a SHA-256 in hex nor one of the words that S3 knows.',
    cause: /Base64/,
    fix: 'Remove the Old Signature',
  },
  {
    name: 'hash of another body',
    status: 400,
    body: s3(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
      '<ClientComputedContentSHA256>aa</ClientComputedContentSHA256><S3ComputedContentSHA256>bb</S3ComputedContentSHA256>',
    ),
    sentence: 'The body that S3 received has a different hash from the one that was signed.',
    cause: /after it was hashed/,
    fix: 'Remove the Old Signature',
  },
  {
    name: 'hash of no body',
    status: 400,
    body: s3(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
      '<ClientComputedContentSHA256>e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855</ClientComputedContentSHA256>',
    ),
    sentence: 'The body that S3 received is not empty, but the hash of an empty body was signed.',
    cause: /after it was hashed/,
    fix: 'Remove the Old Signature',
  },
  {
    name: 'header not signed',
    status: 403,
    body: s3(
      'AccessDenied',
      'There were headers present in the request which were not signed',
      '<HeadersNotSigned>x-amz-acl</HeadersNotSigned>',
    ),
    sentence: 'The request has headers that the signature does not cover: x-amz-acl.',
    cause: /added after signing/,
    fix: 'Remove the Old Signature',
  },
  {
    name: 'signed header that did not arrive, token',
    status: 403,
    headers: typed('InvalidSignatureException'),
    body: JSON.stringify({
      message: "'x-amz-security-token' is named as a SignedHeader, but it does not exist in the HTTP request",
    }),
    sentence: 'The header x-amz-security-token is among the signed headers, but it did not reach AWS.',
    cause: /session token/,
    fix: 'Remove the Old Signature',
  },
  {
    name: 'signed header that did not arrive',
    status: 403,
    body: JSON.stringify({ message: "'x-trace' is named as a SignedHeader, but it does not exist in the HTTP request" }),
    sentence: 'The header x-trace is among the signed headers, but it did not reach AWS.',
    cause: /proxy removed or renamed/,
    fix: 'Remove the Old Signature',
  },
  {
    name: 'host not signed',
    status: 403,
    headers: typed('InvalidSignatureException'),
    body: JSON.stringify({ message: "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization." }),
    sentence: 'The Host header is not among the signed headers.',
    cause: /does not add the host/,
    fix: 'Remove the Old Signature',
  },
  {
    name: 'host not signed, older',
    status: 403,
    body: JSON.stringify({ message: "'Host' must be a 'SignedHeader' in the AWS Authorization." }),
    sentence: 'The Host header is not among the signed headers.',
    cause: /does not add the host/,
    fix: 'Remove the Old Signature',
  },
  {
    name: 'no key=value pair',
    status: 400,
    body: json(
      'IncompleteSignatureException',
      "'AKIA/20210706/us-east-2/dynamodb/aws4_request' not a valid key=value pair (missing equal-sign) in Authorization header: 'AWS4-HMAC-SHA256 Credential= AKIA'.",
    ),
    sentence: unreadable,
    cause: /blank or line end/,
    fix: 'Remove the Old Signature',
  },
  {
    name: 'no key=value pair, hashed',
    status: 403,
    headers: typed('IncompleteSignatureException'),
    body: JSON.stringify({
      message:
        "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): 'kU='.",
    }),
    sentence: unreadable,
    cause: /Bearer/,
    fix: 'Remove the Old Signature',
  },
  {
    name: 'no SigV4',
    status: 403,
    headers: typed('IncompleteSignatureException'),
    body: JSON.stringify({
      message:
        "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. Authorization=Basic",
    }),
    sentence: 'The Authorization header is not a SigV4 signature, or parts of it are missing.',
    cause: /Another scheme/,
    fix: 'Remove the Old Signature',
  },
  {
    name: 'no date',
    status: 403,
    body: s3('AccessDenied', 'AWS authentication requires a valid Date or x-amz-date header'),
    sentence: 'The date of the signature is missing or not written as AWS reads it.',
    cause: /20260131T235959Z/,
    fix: 'Remove the Old Signature',
  },
  {
    name: 'SigV2',
    status: 400,
    body: s3('InvalidRequest', 'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.'),
    sentence: 'The request was signed with an older version of the signature than this region accepts.',
    cause: /2014/,
    fix: 'Remove the Old Signature',
  },
  {
    name: 'malformed otherwise',
    status: 400,
    body: s3(
      'AuthorizationHeaderMalformed',
      'The authorization header is malformed; the authorization component "Credential=x" is malformed.',
    ),
    sentence: 'The signature in the request cannot be read.',
    cause: /AWS says: The authorization header/,
    fix: 'Remove the Old Signature',
  },

  // Key, token, session
  {
    name: 'S3, unknown key',
    status: 403,
    body: s3(
      'InvalidAccessKeyId',
      'The AWS Access Key Id you provided does not exist in our records.',
      '<AWSAccessKeyId>AKIAX</AWSAccessKeyId>',
    ),
    sentence: 'S3 does not know the access key.',
    cause: /mistyped, deleted/,
  },
  {
    name: 'S3, temporary key',
    status: 403,
    body: s3(
      'InvalidAccessKeyId',
      'The AWS Access Key Id you provided does not exist in our records.',
      '<AWSAccessKeyId>ASIAX</AWSAccessKeyId>',
    ),
    sentence: 'S3 does not know the access key.',
    cause: /without their session token/,
    fix: 'Start a New Session',
  },
  {
    name: 'S3, bad token',
    status: 400,
    body: s3('InvalidToken', 'The provided token is malformed or otherwise invalid.', '<Token-0>x</Token-0>'),
    sentence: 'The session token is not one that S3 can read.',
    cause: /cut/,
    fix: 'Start a New Session',
  },
  {
    name: 'S3, session over',
    status: 400,
    body: s3('ExpiredToken', 'The provided token has expired.'),
    sentence: sessionOver,
    cause: /until their expiry/,
    fix: 'Start a New Session',
  },
  {
    name: 'session over, JSON',
    status: 400,
    body: json('ExpiredTokenException', 'The security token included in the request is expired'),
    sentence: sessionOver,
    cause: /until their expiry/,
    fix: 'Start a New Session',
  },
  {
    name: 'session over, text',
    status: 0,
    body: 'An error occurred (ExpiredToken) when calling the ListBuckets operation: The security token included in the request is expired',
    sentence: sessionOver,
    cause: /until their expiry/,
    fix: 'Start a New Session',
  },
  {
    name: 'unrecognised client',
    status: 400,
    body: json('com.amazon.coral.service#UnrecognizedClientException', 'The security token included in the request is invalid.'),
    sentence: badToken,
    cause: /different sessions/,
    fix: 'Start a New Session',
  },
  {
    name: 'invalid client token',
    status: 403,
    body: query('InvalidClientTokenId', 'The security token included in the request is invalid'),
    sentence: badToken,
    cause: /opt-in regions/,
    fix: 'Start a New Session',
  },
  {
    name: 'EC2, failure',
    status: 401,
    body: ec2('AuthFailure', 'AWS was not able to validate the provided access credentials'),
    sentence: 'EC2 could not validate the credentials.',
    cause: /says the same/,
    fix: 'Start a New Session',
  },
  {
    name: 'API Gateway, no such path',
    status: 403,
    headers: typed('MissingAuthenticationTokenException'),
    body: JSON.stringify({ message: 'Missing Authentication Token' }),
    sentence: 'There is nothing at this path, or the request carries no signature.',
    cause: /path with its stage/,
  },
  {
    name: 'unsigned, query',
    status: 403,
    body: query('MissingAuthenticationToken', 'Request is missing Authentication Token'),
    sentence: 'There is nothing at this path, or the request carries no signature.',
    cause: /unsigned/,
  },
  {
    name: 'unsigned, XML-shaped',
    status: 403,
    body: '<MissingAuthenticationTokenException><Message>Sign it.</Message></MissingAuthenticationTokenException>',
    sentence: 'The request arrived without a signature.',
    cause: /removed on the way/,
    fix: 'Remove the Old Signature',
  },

  {
    name: 'STS not active in the region',
    status: 403,
    body: query(
      'RegionDisabledException',
      'STS is not activated in this region for account:111122223333. Your account administrator can activate STS in this region using the IAM Console.',
    ),
    sentence: 'STS is not activated in this region for the account 111122223333.',
    cause: /IAM console.*us-east-1/,
  },
  {
    name: 'STS not active in the region, without a code',
    status: 0,
    body: 'ERROR: STS is not activated in this region for account:111122223333. Your account administrator can …',
    sentence: 'STS is not activated in this region for the account 111122223333.',
    cause: /IAM console/,
  },

  // Which operation
  {
    name: 'unknown operation',
    status: 400,
    body: JSON.stringify({ __type: 'com.amazon.coral.service#UnknownOperationException' }),
    sentence: 'The service does not know the operation.',
    cause: /X-Amz-Target.*Content-Type: application\/x-amz-json/,
  },
  {
    name: 'unknown operation, XML',
    status: 404,
    body: '<UnknownOperationException/>',
    sentence: 'The service does not know the operation.',
    cause: /a path that does not exist/,
  },
  {
    name: 'no action',
    status: 400,
    body: query('InvalidAction', 'The action ListQueue is not valid for this web service.'),
    sentence: 'The service does not know the operation: the parameter Action or Version is missing or wrong.',
    cause: /Version of its own/,
  },

  // Roles Anywhere
  {
    name: 'attributes that are no tags',
    status: 403,
    body: JSON.stringify({
      message:
        'Unable to assume role for arn:aws:iam::111122223333:role/r. Some attributes failed to be mapped into session tags. Issuer: [  ]; Subject: [ CN ]; SAN: [ DNS/2 ]',
    }),
    sentence: 'Roles Anywhere gave no session: attributes of the certificate cannot be session tags: Subject CN, SAN DNS/2.',
    cause: /256 letters.*Map another attribute/,
  },
  {
    name: 'untrusted anchor',
    status: 403,
    headers: typed('AccessDeniedException'),
    body: JSON.stringify({ message: 'Untrusted signing certificate' }),
    sentence: 'Roles Anywhere gave no session: Untrusted signing certificate.',
    cause: /chain/,
  },
  {
    name: 'role not assumable',
    status: 403,
    headers: typed('AccessDeniedException'),
    body: JSON.stringify({ message: 'Unable to assume role for arn:aws:iam::111122223333:role/r' }),
    sentence: 'Roles Anywhere gave no session: Unable to assume role.',
    cause: /Show Trust Policy/,
  },
];

/** Answers that no signature is the cause of. */
export const otherAnswers: readonly Pick<RefusalRow, 'name' | 'status' | 'headers' | 'body'>[] = [
  { name: 'success', status: 200, body: s3('SignatureDoesNotMatch', 'an object that looks like a refusal') },
  { name: 'a missing key', status: 404, body: s3('NoSuchKey', 'The specified key does not exist.') },
  { name: "an API's own words", status: 401, body: '{"error":"Unauthorized","message":"Log in first."}' },
  { name: "an API's own list", status: 400, body: '{"errors":[{"message":"name is missing"},{"message":"age is missing"}]}' },
  { name: 'a word that is no checksum', status: 400, body: '{"message":"Invalid signature"}' },
  { name: "a proxy's page", status: 403, body: '<!DOCTYPE html><html><body>Signature expired? No.</body></html>' },
  { name: 'nothing', status: 403, body: '' },
  { name: 'broken JSON', status: 403, body: '{"message":' },
  { name: 'broken XML', status: 403, body: '<Error><Code>' },
  { name: 'a list', status: 403, body: '[1,2]' },
  { name: 'bytes', status: 403, body: '\u0000\u0001\uffff' },
];
