import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseHttpFile } from '../../../../src/core/http-file/parse.ts';
import {
  lensActions,
  type LensProfiles,
  needsEnvironment,
  requestsForAws,
  requestsOfOurs,
  sendTitle,
} from '../../../../src/core/language/lens-text.ts';

const sts = 'GET https://sts.eu-west-1.amazonaws.com/';
const profiles: LensProfiles = {
  signer: (name) => name ?? 'sandbox · 59m',
  endpoint: (name) => (name === undefined ? '127.0.0.1:4566' : undefined),
};
const nobodyActive: LensProfiles = { signer: (name) => name, endpoint: () => undefined };

describe('the title of the lens that sends', () => {
  const cases: [what: string, text: string, title: string, ports?: LensProfiles][] = [
    ['the active profile', sts, 'Sign & Send (sandbox · 59m → 127.0.0.1:4566)'],
    ['no profile', sts, 'Sign & Send', nobodyActive],
    ['a profile that is named', `# @aws-profile ci\n${sts}`, 'Sign & Send (ci)'],
    [
      'keys at an address',
      `${sts}\nHost: e.com\nAuthorization: AWS a b`,
      'Sign & Send (keys in the file → sts.eu-west-1.amazonaws.com)',
    ],
    ['what is not known', `${sts}\nAuthorization: {{auth}}`, 'Sign & Send ({{auth}})'],
    ['a request that is refused', `${sts}\nAuthorization: Bearer x`, 'Sign & Send'],
    ['a long name', `# @aws-profile ${'a'.repeat(100)}\n${sts}`, `Sign & Send (${'a'.repeat(59)}…)`],
    ['a name that would be an icon', `# @aws-profile $(zap)\n${sts}`, 'Sign & Send ($ (zap))'],
  ];
  for (const [what, text, title, ports = profiles] of cases) {
    it(what, () => {
      const file = parseHttpFile(text);
      const [request] = file.requests;
      assert.ok(request);
      assert.equal(sendTitle(request, file, ports), title);
    });
  }
});

describe('a presigned URL is offered', () => {
  const cases: [what: string, text: string, isOffered: boolean][] = [
    ['not for every request', sts, false],
    ['where the request says so', `# @aws-presign 60\n${sts}`, true],
    ['where the file says so', `# @aws-presign 60\n###\n${sts}`, true],
    ['for a WebSocket that it opens', 'GET wss://a.execute-api.eu-west-1.amazonaws.com/prod', true],
    ['not for one that it does not open', 'GET wss://a.appsync-realtime-api.eu-west-1.amazonaws.com/graphql', false],
  ];
  for (const [what, text, isOffered] of cases) {
    it(what, () => {
      const file = parseHttpFile(text);
      const [request] = file.requests;
      assert.ok(request);
      assert.deepEqual(lensActions(request, file), ['send', 'sign', 'explain', ...(isOffered ? ['presign'] : [])]);
    });
  }
});

describe('which requests have lenses', () => {
  const text = [sts, 'GET https://e.com', 'GET https://e.com\nAuthorization: Bearer x', 'GET https://{{h}}/'].join('\n###\n');
  const file = parseHttpFile(text);
  const indexes = (requests: typeof file.requests): number[] => requests.map((request) => file.requests.indexOf(request));
  it('beside no other client all but those for somebody else', () => assert.deepEqual(indexes(requestsOfOurs(file)), [0, 1, 3]));
  it('beside another client those for AWS', () => {
    assert.deepEqual(indexes(requestsForAws(file)), [0]);
    assert.deepEqual(indexes(requestsForAws(file, new Map([['h', { value: 'sqs.eu-west-1.amazonaws.com' }]]))), [0, 3]);
  });
  it('the environment is asked only where it decides', () => {
    assert.equal(needsEnvironment(file), true);
    assert.equal(needsEnvironment(parseHttpFile(sts)), false);
  });
});
