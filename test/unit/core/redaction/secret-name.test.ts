import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isSecretName, looksSecret } from '../../../../src/core/redaction/secret-name.ts';

describe('names that say secret', () => {
  const secret =
    'auth bearer jwt pw accessKey privateKey sessionId cookie sas signature authorization key pwd password dbPassword DB_PASS ' +
    'passphrase apiKey api-key x-api-key X-Vault-Token token accessToken access_token client_secret credentials userPw auth_header ' +
    'signing.key mfaCode otp pin code Set-Cookie subscription-key basicAuth X-Amz-Security-Token secretAccessKey idToken';
  for (const name of secret.split(' ')) it(name, () => assert.ok(isSecretName(name)));

  const plain =
    'host region table objectKey partitionKey author compass passenger bucket codec zipcode page spinner nextToken NextToken ' +
    'continuation-token client-request-token maxTokens max_tokens Content-MD5 X-Amz-Credential X-Amz-SignedHeaders accessKeyId ' +
    'id name monkey keyboard pinned assignment';
  for (const name of plain.split(' ')) it(`not ${name}`, () => assert.ok(!isSecretName(name)));
});

describe('texts that look like a secret', () => {
  const secrets = [
    'AKIAIOSFODNN7EXAMPLE',
    'my ASIAIOSFODNN7EXAMPLE here',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln',
    'Bearer abc',
    'AWS a b',
    'basic dTpw',
    '-----BEGIN RSA PRIVATE KEY-----',
    'https://user:word@host/',
    'https://h/?X-Amz-Signature=0f',
    'https://acct.blob.example/?sv=1&sig=abc%3D',
  ];
  for (const text of secrets) it(text, () => assert.ok(looksSecret(text)));
  for (const text of [
    '',
    'https://host:8080/a?b=c@d',
    'AWS',
    'eu-central-1',
    'bearerless',
    'arn:aws:iam::111122223333:role/x',
    'AWSomething x',
  ])
    it(`not ${text}`, () => assert.ok(!looksSecret(text)));
});
