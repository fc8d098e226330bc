import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPastedKeys } from '../../../../src/core/credentials/read-pasted-keys.ts';

const accessKeyId = 'ASIAIOSFODNN7EXAMPLE';
const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const sessionToken = 'IQoJb3JpZ2luX2VjEXAMPLE/set/export+TOKEN==';
const temporary = { accessKeyId, secretAccessKey, sessionToken };
const lines = (separator: string, line: (name: string, value: string) => string): string =>
  [
    line('AWS_ACCESS_KEY_ID', accessKeyId),
    line('AWS_SECRET_ACCESS_KEY', secretAccessKey),
    line('AWS_SESSION_TOKEN', sessionToken),
  ].join(separator);
const posix = (name: string, value: string): string => `export ${name}="${value}"`;
const bare = (name: string, value: string): string => `export ${name}=${value}`;

const texts: [what: string, text: string, keys: ReturnType<typeof readPastedKeys>][] = [
  ['the access portal for sh', lines('\n', posix), temporary],
  ['the access portal for cmd', lines('\r\n', (name, value) => `SET ${name}=${value}`), temporary],
  ['the access portal for PowerShell', lines('\n', (name, value) => `$Env:${name}="${value}"`), temporary],
  ['lines that an input box has joined', lines('', posix), temporary],
  ['joined lines without quotation marks', lines('', bare), temporary],
  ['joined lines of cmd', lines('', (name, value) => `SET ${name}=${value}`), temporary],
  ['a .env file', lines('\n', (name, value) => `${name}=${value}`), temporary],
  [
    'a section of the credentials file',
    `[111122223333_Build]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\naws_session_token = ${sessionToken}\n`,
    temporary,
  ],
  [
    'that section, joined',
    `[b]aws_access_key_id=${accessKeyId}aws_secret_access_key=${secretAccessKey}aws_session_token=${sessionToken}`,
    temporary,
  ],
  [
    'what STS answers to the CLI',
    JSON.stringify(
      {
        Credentials: {
          AccessKeyId: accessKeyId,
          SecretAccessKey: secretAccessKey,
          SessionToken: sessionToken,
          Expiration: '2026-12-01T09:00:00Z',
        },
        AssumedRoleUser: { AssumedRoleId: 'AROA:x', Arn: 'arn:aws:sts::111122223333:assumed-role/x/y' },
      },
      undefined,
      2,
    ),
    temporary,
  ],
  [
    'what instance metadata answers',
    `{"Code":"Success","AccessKeyId":"${accessKeyId}","SecretAccessKey":"${secretAccessKey}","Token":"${sessionToken}"}`,
    temporary,
  ],
  [
    'keys of a user',
    `AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\nAWS_SECRET_ACCESS_KEY=${secretAccessKey}`,
    { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey },
  ],
  ['the same twice', `${lines('\n', posix)}\n${lines('\n', posix)}`, temporary],
  [
    'two profiles',
    `[a]\naws_access_key_id=${accessKeyId}\naws_secret_access_key=${secretAccessKey}\naws_session_token=t\n[b]\naws_access_key_id=AKIAIOSFODNN7EXAMPLE`,
    { problem: 'The text holds the keys of more than one profile. Copy those of one.' },
  ],
  [
    'an id alone',
    `AWS_ACCESS_KEY_ID=${accessKeyId}`,
    { problem: 'The text holds an access key id without its secret access key.' },
  ],
  [
    'temporary keys without their token',
    `AWS_ACCESS_KEY_ID=${accessKeyId}\nAWS_SECRET_ACCESS_KEY=${secretAccessKey}`,
    { problem: 'The text holds temporary keys (ASIA…) without their session token.' },
  ],
  ['a bare id', accessKeyId, undefined],
  ['something else', 'GET https://example.com/?AccessKey=1', undefined],
  ['nothing', '', undefined],
];
for (const [what, text, keys] of texts) {
  test(`keys are read from ${what}`, () => assert.deepEqual(readPastedKeys(text), keys));
}
