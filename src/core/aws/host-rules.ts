/** How host names of one form are signed for. */
export interface HostRule {
  /**
   * The host name without its partition's ending and without FIPS marks. `*` stands for one label, `**` for any number of them
   * with their dots, `{region}` for a region.
   */
  readonly host: string;
  /** Signing name; decided by the path where the same host serves two services. */
  readonly service: string | ((path: string | undefined) => string);
  /** The region to sign for if the host does not name it; absent for hosts without a region. */
  readonly region?: string;
  /** For hosts that belong to several regions and accept SigV4a. */
  readonly regionSet?: '*';
  /** The endings of a partition that such hosts have, if not all of them. */
  readonly ending?: RegExp;
  /** The client that signs this way, if no guide of the service says so. */
  readonly source?: string;
}

/** Dual-stack endpoints (`api.aws` and its siblings), URLs of resources (`on.aws`), and everything else. */
const [apiEnding, resourceEnding, plainEnding] = [/^api\./, /^on\./, /^(?!api\.|on\.)/];

const iotData = (path: string | undefined) =>
  path !== undefined && /^\/mqtt(?:\?|$)/.test(path) ? 'iotdevicegateway' : 'iotdata';

/** The first API of Location Service, whose paths all contain `/v0/`; its successors took over its hosts. */
const location = (successor: string) => (path: string | undefined) =>
  path !== undefined && /^\/[a-z-]+\/v0\//.test(path) ? 'geo' : successor;

/** Endpoints that serve two services, told apart by the path. */
export const sharedHostRules: readonly HostRule[] = [
  { host: 'data.iot.{region}', service: iotData },
  { host: 'data-ats.iot.{region}', service: iotData },
  { host: 'maps.geo.{region}', service: location('geo-maps') },
  { host: 'places.geo.{region}', service: location('geo-places') },
  { host: 'routes.geo.{region}', service: location('geo-routes') },
  { host: 'routes.geo.{region}.us-gov', service: location('geo-routes') },
];

const [tokens, proxy] = ['auth tokens of botocore 1.43.107', 'mcp-proxy-for-aws 1.6'];

/** Hosts of resources, which contain the name of the resource and so are in no list of endpoints. Sources: the AWS guides of each service. */
export const hostRules: readonly HostRule[] = [
  // S3 in all its addressing forms; website endpoints (s3-website) are not signed.
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
  { host: '**s3.{region}', service: 's3' },
  { host: '**s3.dualstack.{region}', service: 's3' },
  { host: '**s3-{region}', service: 's3' },
  { host: '**s3-fips-{region}', service: 's3' },
  { host: '**s3', service: 's3', region: 'us-east-1' },
  { host: '**s3-external-1', service: 's3', region: 'us-east-1' },
  { host: '**s3-accelerate', service: 's3' },
  { host: '**s3-accelerate.dualstack', service: 's3' },
  { host: '*.s3-accesspoint.{region}', service: 's3' },
  { host: '*.s3-accesspoint.dualstack.{region}', service: 's3' },
  { host: '**accesspoint.s3-global', service: 's3', regionSet: '*' },
  { host: '*.s3-control.{region}', service: 's3' },
  { host: '*.s3-control.dualstack.{region}', service: 's3' },
  { host: '*.s3-object-lambda.{region}', service: 's3-object-lambda' },
  { host: '**s3-outposts.{region}', service: 's3-outposts' },
  { host: '*.s3express-*.{region}', service: 's3express' },
  { host: '*.s3express-*.dualstack.{region}', service: 's3express' },
  // APIs of one's own
  { host: '*.execute-api.{region}', service: 'execute-api' },
  { host: '*.lambda-url.{region}', service: 'lambda' },
  { host: '*.appsync-api.{region}', service: 'appsync' },
  { host: '*.appsync-realtime-api.{region}', service: 'appsync' },
  { host: '**vpc-lattice-svcs.{region}', service: 'vpc-lattice-svcs' },
  // Search and databases
  { host: '*.{region}.es', service: 'es' },
  { host: '*.aos.{region}', service: 'es' },
  { host: '*.{region}.aoss', service: 'aoss' },
  { host: '*.aoss.{region}', service: 'aoss' },
  { host: '*.{region}.osis', service: 'osis' },
  { host: '*.{region}.cloudsearch', service: 'cloudsearch' },
  { host: '*.*.{region}.neptune', service: 'neptune-db' },
  { host: '{region}.neptune-graph', service: 'neptune-graph' },
  { host: '*.{region}.neptune-graph', service: 'neptune-graph' },
  { host: '*.ddb.{region}', service: 'dynamodb' },
  { host: 'ingest-*.timestream.{region}', service: 'timestream' },
  { host: 'query-*.timestream.{region}', service: 'timestream' },
  // Streams, queues and media
  { host: '{region}.queue', service: 'sqs' },
  { host: 'queue', service: 'sqs', region: 'us-east-1' },
  { host: '*.control-kinesis.{region}', service: 'kinesis' },
  { host: '*.data-kinesis.{region}', service: 'kinesis' },
  { host: '*.kinesisvideo.{region}', service: 'kinesisvideo' },
  { host: '*.data.mediastore.{region}', service: 'mediastore' },
  { host: '*.mediaconvert.{region}', service: 'mediaconvert' },
  { host: '*.egress.*.mediapackagev2.{region}', service: 'mediapackagev2' },
  // IoT; its credentials endpoint needs a client certificate instead of a signature.
  { host: '*.iot.{region}', service: iotData },
  { host: '*.jobs.iot.{region}', service: 'iot-jobs-data' },
  // Endpoints of several regions: these take SigV4a and name no region
  { host: '*.endpoint.events', service: 'events', regionSet: '*' },
  { host: '*.endpoints.email', service: 'ses', regionSet: '*' },
  { host: '*.endpoints.email.global', service: 'ses', regionSet: '*' },
  { host: '*.cloudfront-kvs.global', service: 'cloudfront-keyvaluestore', regionSet: '*' },
  // Databases whose passwords are presigned URLs: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html,
  // https://docs.aws.amazon.com/aurora-dsql/latest/userguide/SECTION_authentication-token.html
  { host: '*.*.{region}.rds', service: 'rds-db', ending: plainEnding, source: tokens },
  { host: '*.*.rds.{region}', service: 'rds-db', ending: /\.cn$/, source: tokens },
  { host: '*.dsql.{region}', service: 'dsql', ending: resourceEnding, source: tokens },
  { host: '*.dsql-*.{region}', service: 'dsql', ending: resourceEnding, source: tokens },
  // Agents, models and repositories: https://github.com/aws/mcp-proxy-for-aws (utils.py),
  // and the service prefix of Bedrock Mantle's actions (bedrock-mantle:CreateInference)
  { host: '*.gateway.bedrock-agentcore.{region}', service: 'bedrock-agentcore', source: proxy },
  { host: 'aws-mcp.{region}', service: 'aws-mcp', ending: apiEnding, source: proxy },
  { host: 'bedrock-mantle.{region}', service: 'bedrock-mantle', ending: apiEnding, source: 'its IAM actions' },
  // It needs a bearer token of IAM Identity Center; a request that carries one is not signed.
  { host: 'account-access-runtime.{region}', service: 'account-access', ending: apiEnding, source: 'its guide' },
  {
    host: 'git-codecommit.{region}',
    service: 'codecommit',
    ending: plainEnding,
    source: 'AWS CLI, codecommit credential-helper',
  },
];
