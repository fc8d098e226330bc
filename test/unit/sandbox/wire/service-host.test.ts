import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readServiceHost, type ServiceHost } from '../../../../src/sandbox/wire/service-host.ts';

const hosts: [host: string, meaning: ServiceHost][] = [
  ['rolesanywhere.eu-central-1.amazonaws.com', { service: 'rolesanywhere', region: 'eu-central-1' }],
  ['RolesAnywhere.eu-central-1.amazonaws.com:443', { service: 'rolesanywhere', region: 'eu-central-1' }],
  ['rolesanywhere.cn-north-1.amazonaws.com.cn', { service: 'rolesanywhere', region: 'cn-north-1' }],
  ['rolesanywhere.us-gov-west-1.amazonaws.com', { service: 'rolesanywhere', region: 'us-gov-west-1' }],
  ['rolesanywhere.eusc-de-east-1.amazonaws.eu', { service: 'rolesanywhere', region: 'eusc-de-east-1' }],
  ['rolesanywhere-fips.us-east-1.api.aws', { service: 'rolesanywhere', region: 'us-east-1' }],
  ['sts.amazonaws.com', { service: 'sts', region: 'us-east-1' }],
  ['iam.amazonaws.com', { service: 'iam', region: 'us-east-1' }],
  ['iam.amazonaws.com.cn', { service: 'iam' }],
  ['s3.amazonaws.com', { service: 's3', region: 'us-east-1' }],
  ['s3.eu-west-1.amazonaws.com', { service: 's3', region: 'eu-west-1' }],
  ['a.dotted.bucket.s3.eu-west-1.amazonaws.com', { service: 's3', region: 'eu-west-1', bucket: 'a.dotted.bucket' }],
  ['b.s3-eu-west-1.amazonaws.com', { service: 's3', region: 'eu-west-1', bucket: 'b' }],
  ['b.s3-fips.dualstack.us-gov-east-1.amazonaws.com', { service: 's3', region: 'us-gov-east-1', bucket: 'b' }],
  ['b.s3.amazonaws.com', { service: 's3', region: 'us-east-1', bucket: 'b' }],
  ['email.eu-west-1.amazonaws.com', { service: 'ses', region: 'eu-west-1' }],
  ['bedrock-runtime.us-east-1.amazonaws.com', { service: 'bedrock', region: 'us-east-1' }],
  ['api.ecr.eu-west-1.amazonaws.com', { service: 'ecr', region: 'eu-west-1' }],
  ['abc123.execute-api.eu-west-1.amazonaws.com', { service: 'execute-api', region: 'eu-west-1' }],
  ['abc123.lambda-url.eu-west-1.on.aws', { service: 'lambda', region: 'eu-west-1' }],
  ['search-a-b.eu-west-1.es.amazonaws.com', { service: 'es', region: 'eu-west-1' }],
  ['xyz.eu-west-1.aoss.amazonaws.com', { service: 'aoss', region: 'eu-west-1' }],
  ['abc-ats.iot.eu-west-1.amazonaws.com', { region: 'eu-west-1' }],
  ['constructor.eu-west-1.amazonaws.com', { service: 'constructor', region: 'eu-west-1' }],
  ['a.__proto__.eu-west-1.amazonaws.com', { region: 'eu-west-1' }],
  ['127.0.0.1:8080', {}],
  ['example.com', {}],
];
for (const [host, meaning] of hosts) test(host, () => assert.deepEqual(readServiceHost(host), meaning));

const sampleFile = join(import.meta.dirname, '../../../../../shared/data/hosts-sample.json');

test('says nothing wrong of the hosts in AWS’s own endpoint tests', (t) => {
  if (!existsSync(sampleFile)) {
    t.skip(`the sample of hosts is not at ${sampleFile}`);
    return;
  }
  const { hosts: sample } = JSON.parse(readFileSync(sampleFile, 'utf8')) as {
    hosts: { host: string; accept: { signingName: string; signingRegion: string | null }[] }[];
  };
  let told = 0;
  const wrong = sample.flatMap(({ host, accept }) => {
    const { service, region } = readServiceHost(host);
    if (service !== undefined && region !== undefined) told += 1;
    const fits = accept.some(
      ({ signingName, signingRegion }) =>
        (service ?? signingName) === signingName && (region ?? signingRegion) === (signingRegion ?? region),
    );
    return fits ? [] : [`${host}: ${service ?? ''} ${region ?? ''}, not ${JSON.stringify(accept)}`];
  });
  t.diagnostic(`${told} of ${sample.length} hosts told; ${wrong.length} wrong`);
  assert.deepEqual(wrong, []);
});
