import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { test } from 'node:test';
import { parseHttpFile } from '../../../../src/core/http-file/parse.ts';
import { signatureRecord } from '../../../../src/core/requests/explain-request.ts';
import { prepareRequest } from '../../../../src/core/requests/prepare-request.ts';
import type { PreparedRequest } from '../../../../src/core/requests/prepare-request.ts';
import { SignatureHistory } from '../../../../src/ui/signatures/signature-history.ts';
import { rolesAnywhereProfile } from '../../fakes/sample-profiles.ts';

const tokens = ['IQoJb3JpZ2luX2VjFIRST+token/with==signs', 'IQoJb3JpZ2luX2VjSECOND+token/with==signs'] as const;

async function signed(sessionToken: string, id = 'user/ci', directive = ''): Promise<PreparedRequest> {
  const file = parseHttpFile(`${directive}GET https://sqs.eu-west-1.amazonaws.com/?a=1`);
  const [request] = file.requests;
  assert.ok(request);
  const profile = { id, name: 'ci', profile: rolesAnywhereProfile };
  return prepareRequest(
    request,
    { file, signal: new AbortController().signal },
    {
      profileByName: () => profile,
      activeProfile: () => profile,
      credentials: () => Promise.resolve({ accessKeyId: 'ASIAIOSFODNN7EXAMPLE', secretAccessKey: 's', sessionToken }),
      confirmDestination: () => Promise.resolve(),
      askScope: () => Promise.resolve(undefined),
      now: () => new Date('2026-01-31T12:00:00Z'),
      sigv4a: () => Promise.reject(new Error('One region is signed with SigV4.')),
    },
  );
}

const holds = (history: SignatureHistory, token: string): boolean => {
  const text = inspect(history.entries, { depth: null, maxStringLength: null });
  return text.includes(token) || text.includes(encodeURIComponent(token));
};

for (const [form, directive] of [
  ['in the headers', ''],
  ['in the URL', '# @aws-presign 60\n'],
] as const) {
  test(`a token ${form} is forgotten with its session, and nothing else is`, async () => {
    const history = new SignatureHistory();
    const [first, second] = tokens;
    history.add(await signed(first, 'user/ci', directive));
    const held = history.entries[0];
    history.add(await signed(first, 'user/ci', directive));
    history.add(await signed(second, 'user/other', directive));
    history.forgetTokens((profileId, token) => profileId === 'user/other' && token === second);
    assert.ok(!holds(history, first));
    assert.ok(holds(history, second), 'its session goes on');
    assert.equal(history.entries[2], held, 'whoever explains a signature has lost the token too');
    const [other, later, earlier] = history.entries.map((entry) => signatureRecord(entry).text);
    assert.match(later ?? '', /«token of an ended session 1»/);
    assert.equal(later, earlier, 'equal marks stand for equal tokens');
    assert.doesNotMatch(other ?? '', /ended session/);
    history.forgetTokens(() => false);
    assert.match(signatureRecord(history.entries[0] ?? assert.fail()).text, /«token of an ended session 2»/);
  });
}

test('a signature whose token is forgotten is still found', async () => {
  const history = new SignatureHistory();
  const prepared = await signed(tokens[0]);
  history.add(prepared);
  history.forgetTokens(() => false);
  assert.equal(history.find(prepared.request.signing), history.entries[0]);
});
