import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { build } from 'esbuild';
import { inferService } from '../../../../src/core/aws/infer-service.ts';
import { serviceTable } from '../../../../src/core/aws/tables/service-table.ts';

/** Service and region as `service/region`, `service` without a region, or `unknown`. */
function inferred(host: string, target?: string): string {
  const result = inferService(host, target);
  if (result === undefined) return 'unknown';
  return result.region === undefined ? result.service : `${result.service}/${result.region}`;
}

test('hosts of AWS services', async (t) => {
  const cases: Record<string, string> = {
    // Endpoints
    'sts.eu-west-1.amazonaws.com': 'sts/eu-west-1',
    'STS.EU-West-1.amazonaws.com.:443': 'sts/eu-west-1',
    'sts-fips.us-gov-west-1.amazonaws.com': 'sts/us-gov-west-1',
    'monitoring.us-east-1.amazonaws.com': 'monitoring/us-east-1',
    'email.eu-central-1.amazonaws.com': 'ses/eu-central-1',
    'bedrock-runtime.us-east-1.amazonaws.com': 'bedrock/us-east-1',
    'bedrock-runtime-fips.us-east-1.amazonaws.com': 'bedrock/us-east-1',
    'streams.dynamodb.eu-west-1.amazonaws.com': 'dynamodb/eu-west-1',
    'api.ecr.us-east-1.amazonaws.com': 'ecr/us-east-1',
    'runtime-fips.sagemaker.us-east-1.amazonaws.com': 'sagemaker/us-east-1',
    'fips.batch.us-east-1.amazonaws.com': 'batch/us-east-1',
    'metering.marketplace.us-east-1.amazonaws.com': 'aws-marketplace/us-east-1',
    'participant.connect.us-east-1.amazonaws.com': 'execute-api/us-east-1',
    'api.tunneling.iot.eu-west-1.amazonaws.com': 'IoTSecuredTunneling/eu-west-1',
    'data-servicediscovery.eu-west-1.amazonaws.com': 'servicediscovery/eu-west-1',
    'rolesanywhere.eusc-de-east-1.amazonaws.eu': 'rolesanywhere/eusc-de-east-1',
    'lambda.cn-north-1.amazonaws.com.cn': 'lambda/cn-north-1',
    'ec2.us-isof-south-1.csp.hci.ic.gov': 'ec2/us-isof-south-1',
    'ssm.eu-west-1.api.aws': 'ssm/eu-west-1',
    'aps-workspaces.eu-west-1.amazonaws.com': 'aps/eu-west-1',
    'mturk-requester.us-east-1.amazonaws.com': 'mturk-requester/us-east-1',
    // Global services
    'iam.amazonaws.com': 'iam/us-east-1',
    'iam.amazonaws.com.cn': 'iam/cn-north-1',
    'iam.us-iso-east-1.c2s.ic.gov': 'iam/us-iso-east-1',
    'sustainability.global.api.aws': 'sustainability/us-east-1',
    'sustainability.us-gov.api.aws': 'sustainability/us-gov-west-1',
    'partnercentral-prm.global.api.aws': 'partnercentral/us-east-1',
    'partnercentral-prm.global.api.amazonwebservices.com.cn': 'partnercentral/cn-northwest-1',
    'partnercentral-channel.global.api.aws.scloud': 'partnercentral-channel/us-isob-east-1',
    'iam.us-gov.amazonaws.com': 'iam/us-gov-west-1',
    'iam.cn-north-1.amazonaws.com.cn': 'iam/cn-north-1',
    'iam.global.api.amazonwebservices.com.cn': 'iam/cn-north-1',
    'sts.amazonaws.com': 'sts/us-east-1',
    'route53.amazonaws.com': 'route53/us-east-1',
    'route53.amazonaws.com.cn': 'route53/cn-northwest-1',
    'cloudfront.amazonaws.com': 'cloudfront/us-east-1',
    'waf-fips.amazonaws.com': 'waf/us-east-1',
    'global.health.amazonaws.com': 'health/us-east-1',
    // S3
    's3.amazonaws.com': 's3/us-east-1',
    'bucket.s3.amazonaws.com': 's3/us-east-1',
    'my.dotted.bucket.s3.eu-west-1.amazonaws.com': 's3/eu-west-1',
    'bucket_1.s3-us-west-2.amazonaws.com': 's3/us-west-2',
    's3-fips-us-gov-west-1.amazonaws.com': 's3/us-gov-west-1',
    'bucket.s3.dualstack.eu-west-1.amazonaws.com': 's3/eu-west-1',
    'bucket.s3-fips.dualstack.us-east-1.amazonaws.com': 's3/us-east-1',
    'bucket.s3.cn-north-1.amazonaws.com.cn': 's3/cn-north-1',
    'bucket.s3-accelerate.amazonaws.com': 's3',
    'bucket.s3-accelerate.dualstack.amazonaws.com': 's3',
    'name-123456789012.s3-accesspoint.eu-west-1.amazonaws.com': 's3/eu-west-1',
    'name-123456789012.s3-accesspoint-fips.dualstack.us-east-1.amazonaws.com': 's3/us-east-1',
    'abc.mrap.accesspoint.s3-global.amazonaws.com': 's3',
    '123456789012.s3-control.eu-west-1.amazonaws.com': 's3/eu-west-1',
    'name-123456789012.s3-object-lambda.eu-west-1.amazonaws.com': 's3-object-lambda/eu-west-1',
    'ap-123456789012.op-01ac5d28a6a232904.s3-outposts.us-west-2.amazonaws.com': 's3-outposts/us-west-2',
    'bucket--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com': 's3express/us-east-1',
    'bucket--use1-az4--x-s3.s3express-fips-use1-az4.dualstack.us-east-1.amazonaws.com': 's3express/us-east-1',
    's3express-control.us-east-1.amazonaws.com': 's3express/us-east-1',
    's3tables.eu-west-1.amazonaws.com': 's3tables/eu-west-1',
    // Resources with hosts of their own
    'a1b2c3.execute-api.eu-west-1.amazonaws.com': 'execute-api/eu-west-1',
    'a1b2c3-vpce-0a1b.execute-api.eu-west-1.amazonaws.com': 'execute-api/eu-west-1',
    'a1b2c3.execute-api.eu-west-1.api.aws': 'execute-api/eu-west-1',
    'a1b2c3.lambda-url.eu-west-1.on.aws': 'lambda/eu-west-1',
    'a1b2c3.appsync-api.eu-west-1.amazonaws.com': 'appsync/eu-west-1',
    'a1b2c3.appsync-realtime-api.eu-west-1.amazonaws.com': 'appsync/eu-west-1',
    'search-logs-a1b2.eu-west-1.es.amazonaws.com': 'es/eu-west-1',
    'vpc-logs-a1b2.cn-north-1.es.amazonaws.com.cn': 'es/cn-north-1',
    'search-logs-a1b2.aos.eu-west-1.on.aws': 'es/eu-west-1',
    'a1b2.eu-west-1.aoss.amazonaws.com': 'aoss/eu-west-1',
    'pipeline-a1b2.eu-west-1.osis.amazonaws.com': 'osis/eu-west-1',
    'search-movies-a1b2.us-east-1.cloudsearch.amazonaws.com': 'cloudsearch/us-east-1',
    'db.cluster-a1b2.eu-west-1.neptune.amazonaws.com:8182': 'neptune-db/eu-west-1',
    'g-a1b2.eu-west-1.neptune-graph.amazonaws.com': 'neptune-graph/eu-west-1',
    'service-01a2.7d67.vpc-lattice-svcs.eu-west-1.on.aws': 'vpc-lattice-svcs/eu-west-1',
    '123456789012.ddb.eu-west-1.amazonaws.com': 'dynamodb/eu-west-1',
    '123456789012.data-kinesis.eu-west-1.amazonaws.com': 'kinesis/eu-west-1',
    'ingest-cell1.timestream.eu-west-1.amazonaws.com': 'timestream/eu-west-1',
    's-1a2b.kinesisvideo.eu-west-1.amazonaws.com': 'kinesisvideo/eu-west-1',
    'a1b2.data.mediastore.eu-west-1.amazonaws.com': 'mediastore/eu-west-1',
    'eu-west-1.queue.amazonaws.com': 'sqs/eu-west-1',
    'queue.amazonaws.com': 'sqs/us-east-1',
    'a1b2-ats.iot.eu-west-1.amazonaws.com': 'iotdata/eu-west-1',
    'data-ats.iot.eu-west-1.amazonaws.com': 'iotdata/eu-west-1',
    'a1b2.jobs.iot.eu-west-1.amazonaws.com': 'iot-jobs-data/eu-west-1',
    'greengrass-ats.iot.us-gov-west-1.amazonaws.com': 'greengrass/us-gov-west-1',
    'abc.endpoint.events.amazonaws.com': 'events',
    '123456789012.cloudfront-kvs.global.api.aws': 'cloudfront-keyvaluestore',
    'gw-a1b2.gateway.bedrock-agentcore.eu-west-1.amazonaws.com': 'bedrock-agentcore/eu-west-1',
    'gw-a1b2.gateway.bedrock-agentcore.us-east-1.api.aws': 'bedrock-agentcore/us-east-1',
    'aws-mcp.us-east-1.api.aws': 'aws-mcp/us-east-1',
    'bedrock-mantle.us-gov-west-1.api.aws': 'bedrock-mantle/us-gov-west-1',
    'account-access.eu-west-1.api.aws': 'account-access/eu-west-1',
    'account-access-runtime.eu-west-1.api.aws': 'account-access/eu-west-1',
    'agent-registry.us-west-2.api.aws': 'agent-registry/us-west-2',
    'agent-registry-control.us-west-2.api.aws': 'agent-registry/us-west-2',
    'git-codecommit.eu-west-1.amazonaws.com': 'codecommit/eu-west-1',
    'git-codecommit-fips.ca-central-1.amazonaws.com': 'codecommit/ca-central-1',
    'a1b2c3d4e5.dsql.eu-west-1.on.aws': 'dsql/eu-west-1',
    'a1b2c3d4e5.dsql-fnh4.us-east-1.on.aws': 'dsql/us-east-1',
    'db.a1b2.eu-west-1.rds.amazonaws.com:5432': 'rds-db/eu-west-1',
    'db.cluster-ro-a1b2.us-gov-west-1.rds.amazonaws.com:3306': 'rds-db/us-gov-west-1',
    'db.a1b2.rds.cn-north-1.amazonaws.com.cn:3306': 'rds-db/cn-north-1',
    // Interface endpoints
    'vpce-0a1b-2c3d.sqs.eu-west-1.vpce.amazonaws.com': 'sqs/eu-west-1',
    'vpce-0a1b-2c3d-eu-west-1a.api.ecr.eu-west-1.vpce.amazonaws.com': 'ecr/eu-west-1',
    'bucket.vpce-0a1b-2c3d.s3.eu-west-1.vpce.amazonaws.com': 's3/eu-west-1',
    'vpce-0a1b-2c3d.execute-api.eu-west-1.vpce.amazonaws.com': 'execute-api/eu-west-1',
  };
  for (const [host, expected] of Object.entries(cases)) {
    await t.test(host, () => assert.equal(inferred(host), expected));
  }
});

test('hosts that tell nothing, and look-alikes, are unknown', async (t) => {
  const hosts = [
    // Look-alikes
    's3.amazonaws.com.evil.example',
    'notamazonaws.com',
    's3.notamazonaws.com',
    's3xamazonaws.com',
    'sts.eu-west-1xamazonaws.com',
    'evil.example/b.s3.eu-west-1.amazonaws.com',
    'b..s3.eu-west-1.amazonaws.com',
    'amazonaws.com',
    'com',
    '',
    's3.eu-west-1.amazonaws.com.cn',
    's3.cn-north-1.amazonaws.com',
    'sts.us-gov-west-1.amazonaws.eu',
    'sts.eu-west-1.amazonaws.org',
    'sts.eu-west-1.amazonaws.com@evil.example',
    'evil.example/sts.eu-west-1.amazonaws.com',
    'sts.eu-west-1..amazonaws.com',
    '.s3.amazonaws.com',
    'sts.eu-west-1.api.aws.evil.example',
    'execute-api.eu-west-1.amazonaws.com.execute-api.example',
    'a.sts.eu-west-1.amazonaws.com',
    'xsts.eu-west-1.amazonaws.com',
    'sts.eu-west-1x.amazonaws.com',
    'localhost:4566',
    '127.0.0.1',
    '[::1]:443',
    // AWS hosts that take no signature, or not this one
    'bucket.s3-website-us-east-1.amazonaws.com',
    'bucket.s3-website.eu-central-1.amazonaws.com',
    'my-lb-1234.us-east-1.elb.amazonaws.com',
    'my-lb-1234.elb.us-east-1.amazonaws.com',
    'ec2-203-0-113-25.compute-1.amazonaws.com',
    'ec2-203-0-113-25.eu-west-1.compute.amazonaws.com',
    'sustainability.global.amazonaws.com',
    'sqs.global.api.aws',
    'x.sustainability.global.api.aws',
    // Of the right shape, under an ending that such hosts do not have
    'a1b2.dsql.eu-west-1.amazonaws.com',
    'a1b2.dsql.eu-west-1.api.aws',
    'x.a1b2.dsql.eu-west-1.on.aws',
    'aws-mcp.us-east-1.amazonaws.com',
    'aws-mcp.us-east-1.on.aws',
    'x.aws-mcp.us-east-1.api.aws',
    'aws-mcp.api.aws',
    'bedrock-mantle.us-east-1.amazonaws.com',
    'bedrock-mantle.us-east-1.api.aws.evil.example',
    'account-access-runtime.eu-west-1.amazonaws.com',
    'tenant.account-access.eu-west-1.app.aws',
    'git-codecommit.eu-west-1.api.aws',
    'x.git-codecommit.eu-west-1.amazonaws.com',
    'example-gateway.bedrock-agentcore.amazonaws.com',
    'gateway.bedrock-agentcore.eu-west-1.amazonaws.com',
    'a.b.gateway.bedrock-agentcore.eu-west-1.amazonaws.com',
    'db.eu-west-1.rds.amazonaws.com',
    'a.db.a1b2.eu-west-1.rds.amazonaws.com',
    'db.a1b2.eu-west-1.rds.api.aws',
    'db.a1b2.eu-west-1.rds.amazonaws.com.evil.example',
    'db.a1b2.rds.eu-west-1.amazonaws.com',
    'db.a1b2.cn-north-1.rds.amazonaws.com',
    'agent-registry-control.eu-west-1.api.aws.example',
    'ABC.gr7.eu-west-1.eks.amazonaws.com',
    '123456789012.dkr.ecr.eu-west-1.amazonaws.com',
    'a1b2.credentials.iot.eu-west-1.amazonaws.com',
    'domain-123456789012.d.codeartifact.eu-west-1.amazonaws.com',
    'vpce-0a1b.vpce-svc-0a1b.eu-west-1.vpce.amazonaws.com',
    'd111111abcdef8.cloudfront.net',
    'nosuchservice.eu-west-1.amazonaws.com',
    'nosuchservice.amazonaws.com',
  ];
  for (const host of hosts) {
    await t.test(JSON.stringify(host), () => assert.equal(inferred(host), 'unknown'));
  }
});

test('the path tells apart what shares a host', async (t) => {
  const cases: readonly (readonly [host: string, target: string | undefined, expected: string])[] = [
    ['a1b2-ats.iot.eu-west-1.amazonaws.com', '/mqtt', 'iotdevicegateway/eu-west-1'],
    ['data.iot.eu-west-1.amazonaws.com', '/mqtt?x=1', 'iotdevicegateway/eu-west-1'],
    ['a1b2-ats.iot.eu-west-1.amazonaws.com', '/topics/mqtt', 'iotdata/eu-west-1'],
    ['maps.geo.eu-west-1.amazonaws.com', '/maps/v0/maps/m/style-descriptor', 'geo/eu-west-1'],
    ['maps.geo.eu-west-1.amazonaws.com', '/v2/styles/Standard/descriptor', 'geo-maps/eu-west-1'],
    ['places.geo.eu-west-1.amazonaws.com', '/v2/geocode', 'geo-places/eu-west-1'],
    ['routes.geo.eu-west-1.amazonaws.com', undefined, 'geo-routes/eu-west-1'],
  ];
  for (const [host, target, expected] of cases) {
    await t.test(`${host}${target ?? ''}`, () => assert.equal(inferred(host, target), expected));
  }
});

test('it says where service and region came from', () => {
  const source = (host: string) => inferService(host)?.source;
  assert.equal(
    source('email.eu-central-1.amazonaws.com'),
    `“email” is an endpoint of ses (${serviceTable.source}), region eu-central-1 from the host`,
  );
  assert.equal(
    source('vpce-0a1b.email.eu-central-1.vpce.amazonaws.com'),
    `“email” is an endpoint of ses (${serviceTable.source}) behind a VPC endpoint, region eu-central-1 from the host`,
  );
  assert.equal(
    source('sts.amazonaws.com'),
    `sts.amazonaws.com is the global host of sts and signs in us-east-1 (${serviceTable.source})`,
  );
  assert.equal(
    source('x.execute-api.eu-west-1.amazonaws.com'),
    'hosts of the form ….execute-api.{region} belong to execute-api, region eu-west-1 from the host',
  );
  assert.equal(source('b.s3.amazonaws.com'), 'hosts of the form …s3 belong to s3, signed in us-east-1');
  assert.equal(
    source('b.s3-accelerate.amazonaws.com'),
    'hosts of the form …s3-accelerate belong to s3; the host names no region',
  );
});

interface Sample {
  readonly host: string;
  readonly accept: readonly { readonly signingName: string; readonly signingRegion: string | null }[];
}

test('a sample of real endpoints', (t) => {
  const file = new URL('../../../../../shared/data/hosts-sample.json', import.meta.url);
  if (!existsSync(file)) {
    t.skip('../shared/data/hosts-sample.json is not there');
    return;
  }
  const { hosts } = JSON.parse(readFileSync(file, 'utf8')) as { hosts: Sample[] };
  const wrong = hosts.filter(({ host, accept }) => {
    const { service, region } = inferService(host) ?? {};
    return !accept.some(({ signingName, signingRegion }) => signingName === service && (signingRegion ?? region) === region);
  });
  const right = hosts.length - wrong.length;
  t.diagnostic(`${right} of ${hosts.length} hosts right (${((100 * right) / hosts.length).toFixed(2)} %)`);
  assert.ok(right / hosts.length >= 0.995, wrong.map(({ host }) => host).join('\n'));
});

test('it costs the bundle less than 20 KB', async (t) => {
  const entry = new URL('../../../../src/core/aws/infer-service.ts', import.meta.url).pathname;
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: 'cjs',
    platform: 'node',
    write: false,
  });
  const size = outputFiles[0]?.contents.length ?? 0;
  t.diagnostic(`${size} bytes minified`);
  assert.ok(size > 0 && size < 20_000, `${size} bytes`);
});

test('the source of what a host means is named', async (t) => {
  const sources: Record<string, RegExp> = {
    'gw.gateway.bedrock-agentcore.eu-west-1.amazonaws.com': /\(mcp-proxy-for-aws/,
    'aws-mcp.us-east-1.api.aws': /\(mcp-proxy-for-aws/,
    'bedrock-mantle.us-east-1.api.aws': /IAM actions/,
    'account-access-runtime.eu-west-1.api.aws': /\(its guide\)/,
    'agent-registry-control.us-west-2.api.aws': /\(botocore \d/,
    'git-codecommit.eu-west-1.amazonaws.com': /credential-helper/,
    'a1b2.dsql.eu-west-1.on.aws': /\(auth tokens of botocore/,
    'db.a1b2.eu-west-1.rds.amazonaws.com': /\(auth tokens of botocore/,
  };
  for (const [host, source] of Object.entries(sources)) {
    await t.test(host, () => assert.match(inferService(host)?.source ?? '', source));
  }
});
