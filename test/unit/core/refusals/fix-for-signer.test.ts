import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Profile } from '../../../../src/core/profiles/profile.ts';
import { explainOwnRefusal } from '../../../../src/core/refusals/explain-own-refusal.ts';
import { signRequest } from '../../../../src/core/signing/sign.ts';
import { environmentProfile, rolesAnywhereProfile, staticProfile } from '../../fakes/sample-profiles.ts';

const credentials = { accessKeyId: 'ASIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' };
const request = await signRequest(
  { method: 'GET', protocol: 'https:', host: 'b.s3.eu-west-1.amazonaws.com', target: '/', headers: [], body: Buffer.alloc(0) },
  { credentials, service: 's3', region: 'eu-west-1' },
);
const s3 = (code: string, more = ''): string => `<Error><Code>${code}</Code><Message>m</Message>${more}</Error>`;
const sameTexts = `<CanonicalRequest>${request.signing.canonicalRequest}</CanonicalRequest><StringToSign>${request.signing.stringToSign}</StringToSign>`;

const rows: [what: string, body: string, profile: Profile | undefined, fix: string | undefined][] = [
  ['a session that is over', s3('ExpiredToken'), rolesAnywhereProfile, 'Start a New Session'],
  ['temporary keys that expired', s3('ExpiredToken'), staticProfile, 'Enter New Keys…'],
  ['temporary keys that expired', s3('ExpiredToken'), environmentProfile, undefined],
  [
    'a wrong scope',
    s3('AuthorizationHeaderMalformed', '<Region>eu-central-1</Region>'),
    environmentProfile,
    'Remove the Old Signature',
  ],
  ['expired keys of the file', s3('ExpiredToken'), undefined, undefined],
  ['a token that was cut', s3('InvalidToken'), staticProfile, 'Enter New Keys…'],
  [
    'a key that is not known',
    s3('InvalidAccessKeyId', '<AWSAccessKeyId>AKIAIOSFODNN7EXAMPLE</AWSAccessKeyId>'),
    staticProfile,
    'Enter New Keys…',
  ],
  ['a secret that is wrong', s3('SignatureDoesNotMatch', sameTexts), staticProfile, 'Enter New Keys…'],
  [
    'a wrong scope',
    s3('AuthorizationHeaderMalformed', '<Region>eu-central-1</Region>'),
    staticProfile,
    'Remove the Old Signature',
  ],
];
for (const [what, body, profile, title] of rows) {
  test(`what is done about ${what} of ${profile?.kind ?? 'no'} profile is ${title ?? 'nothing'}`, () => {
    const source = { request, secretVariables: [], profile: profile && { id: 'p', name: 'p', profile } };
    const explained = explainOwnRefusal({ status: 400, headers: [], body: Buffer.from(body) }, source);
    assert.ok(explained);
    assert.equal(explained.fix?.title, title);
  });
}

const shell = 'quit it, and start it from a shell that has new ones.';
const words: [what: string, body: string, profile: Profile | undefined, isTold: boolean][] = [
  ['temporary keys that expired', s3('ExpiredToken'), environmentProfile, true],
  ['a token that was cut', s3('InvalidToken'), environmentProfile, true],
  ['a key that is not known', s3('InvalidAccessKeyId'), environmentProfile, true],
  ['a secret that is wrong', s3('SignatureDoesNotMatch', sameTexts), environmentProfile, true],
  ['a wrong scope', s3('AuthorizationHeaderMalformed', '<Region>eu-central-1</Region>'), environmentProfile, false],
  ['a permission that is missing', s3('AccessDenied'), environmentProfile, false],
  ['temporary keys that expired', s3('ExpiredToken'), staticProfile, false],
  ['a session that is over', s3('ExpiredToken'), rolesAnywhereProfile, false],
  ['expired keys of the file', s3('ExpiredToken'), undefined, false],
];
for (const [what, body, profile, isTold] of words) {
  test(`how new environment variables are had is ${isTold ? '' : 'not '}told of ${what} of ${profile?.kind ?? 'no'} profile`, () => {
    const source = { request, secretVariables: [], profile: profile && { id: 'p', name: 'p', profile } };
    const explained = explainOwnRefusal({ status: 400, headers: [], body: Buffer.from(body) }, source);
    assert.ok(explained);
    assert.equal(explained.cause.endsWith(shell), isTold, explained.cause);
  });
}
