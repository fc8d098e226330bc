import assert from 'node:assert/strict';
import { after, beforeEach, describe, it } from 'node:test';
import { environmentKeys } from '../../../../src/core/credentials/providers/environment.ts';
import { isUserError } from '../../../../src/core/errors.ts';
import { parseHttpFile } from '../../../../src/core/http-file/parse.ts';
import { explainRequest } from '../../../../src/core/requests/explain-request.ts';
import { prepareRequest } from '../../../../src/core/requests/prepare-request.ts';
import { Environments } from '../../../../src/core/variables/environments/environments.ts';
import type { Credentials } from '../../../../src/core/signing/credentials.ts';
import { environmentProfile } from '../../fakes/sample-profiles.ts';

const signer = { id: 'user/ci', name: 'ci', profile: environmentProfile };
const accessKeyId = 'ASIACANARYCANARY1234';
const secretAccessKey = 'canary/Secret+Access/Key';
const sessionToken = 'canary+Session/Token==';

const names = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'] as const;
type Environment = Partial<Record<(typeof names)[number], string>>;

const before = { ...process.env };
const setEnvironment = (environment: Environment | NodeJS.ProcessEnv): void => {
  for (const name of names) {
    // Assigning undefined would set the text “undefined”.
    Reflect.deleteProperty(process.env, name);
    if (environment[name] !== undefined) process.env[name] = environment[name];
  }
};
beforeEach(() => setEnvironment({}));
after(() => setEnvironment(before));

const both: Environment = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };

describe('the environment signs with', () => {
  const rows: [what: string, environment: Environment, credentials: Credentials][] = [
    ['its key', both, { accessKeyId, secretAccessKey }],
    ['its temporary key', { ...both, AWS_SESSION_TOKEN: sessionToken }, { accessKeyId, secretAccessKey, sessionToken }],
    ['its key and a token that was cleared', { ...both, AWS_SESSION_TOKEN: '' }, { accessKeyId, secretAccessKey }],
    [
      'a key with blanks around it',
      { AWS_ACCESS_KEY_ID: `${accessKeyId} `, AWS_SECRET_ACCESS_KEY: ` ${secretAccessKey}\r` },
      { accessKeyId, secretAccessKey },
    ],
  ];
  for (const [what, environment, credentials] of rows) {
    it(what, () => {
      setEnvironment(environment);
      assert.deepEqual(environmentKeys.keys(signer, undefined), credentials);
    });
  }

  it('what it holds by then, at each use', async () => {
    setEnvironment(both);
    await environmentKeys.keys(signer, undefined);
    setEnvironment({ ...both, AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE' });
    assert.deepEqual(environmentKeys.keys(signer, undefined), { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey });
  });
});

describe('the environment signs nothing, and its values stay out of the words, with', () => {
  const rows: [what: string, environment: Environment, code: string, states: RegExp][] = [
    ['nothing', {}, 'missing', /AWS_ACCESS_KEY_ID is not set, AWS_SECRET_ACCESS_KEY is not set/],
    ['a token alone', { AWS_SESSION_TOKEN: sessionToken }, 'missing', /KEY_ID is not set, AWS_SECRET_ACCESS_KEY is not set/],
    ['no secret', { AWS_ACCESS_KEY_ID: accessKeyId }, 'incomplete', /AWS_ACCESS_KEY_ID is set, AWS_SECRET_ACCESS_KEY is not set/],
    ['no id', { AWS_SECRET_ACCESS_KEY: secretAccessKey }, 'incomplete', /KEY_ID is not set, AWS_SECRET_ACCESS_KEY is set/],
    ['an empty secret', { ...both, AWS_SECRET_ACCESS_KEY: '' }, 'empty', /KEY_ID is set, AWS_SECRET_ACCESS_KEY is empty/],
    ['a blank id', { ...both, AWS_ACCESS_KEY_ID: '  ' }, 'empty', /KEY_ID is empty, AWS_SECRET_ACCESS_KEY is set/],
  ];
  for (const [what, environment, code, states] of rows) {
    it(what, () => {
      setEnvironment(environment);
      assert.throws(
        () => environmentKeys.keys(signer, undefined),
        (error) => {
          assert.ok(isUserError(error));
          assert.equal(error.code, `environment-keys-${code}`);
          assert.match(error.message, states);
          assert.match(error.message, /“ci”/);
          assert.match(error.remedy, /start it from a shell that has both, or choose another profile/);
          assert.doesNotMatch(JSON.stringify([error.message, error.remedy, error.stack]), /canary/i);
          return true;
        },
      );
    });
  }
});

it('nothing of the environment stands in an explanation of what it signed', async () => {
  setEnvironment({ ...both, AWS_SESSION_TOKEN: sessionToken });
  const file = parseHttpFile('GET https://sqs.eu-central-1.amazonaws.com/');
  const [source] = file.requests;
  assert.ok(source);
  const prepared = await prepareRequest(
    source,
    { file, signal: new AbortController().signal },
    {
      profileByName: () => signer,
      activeProfile: () => signer,
      credentials: () => Promise.resolve(environmentKeys.keys(signer, undefined)),
      confirmDestination: () => Promise.resolve(),
      askScope: () => Promise.resolve(undefined),
      now: () => new Date('2026-01-31T23:59:59Z'),
      sigv4a: () => Promise.reject(new Error('one region is signed with SigV4')),
    },
  );
  assert.match(JSON.stringify(prepared.request.headers), /canary\+Session/);
  const environments = { environments: new Environments([]), environment: undefined, environmentFirst: false };
  const page = explainRequest(prepared, { source, file, clockOffset: 0, ...environments });
  assert.match(page, /ci/);
  assert.doesNotMatch(page, /canary/i);
});
