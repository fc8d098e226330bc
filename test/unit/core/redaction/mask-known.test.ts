import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mask } from '../../../../src/core/redaction/mask-by-name.ts';
import { maskKnown } from '../../../../src/core/redaction/mask-known.ts';

const token = 'IQoJb3JpZ2luX2Vj//////wEaCXVz+LWVhc3Q="&<>';

const quoted: [how: string, text: string][] = [
  ['as it is', `x-amz-security-token:${token}\n`],
  ['URL-encoded', `?X-Amz-Security-Token=${encodeURIComponent(token)}&a=1`],
  [
    'in XML',
    `<CanonicalRequest>${token.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')}</CanonicalRequest>`,
  ],
  ['in JSON', JSON.stringify({ message: token })],
  [
    'as hex bytes',
    `<StringToSignBytes>41 ${[...Buffer.from(token)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')} 0a</StringToSignBytes>`,
  ],
  ['twice', `${token} ${token}`],
];
for (const [how, text] of quoted) {
  test(`a secret is hidden ${how}`, () => {
    const masked = maskKnown(text, [token]);
    assert.ok(masked.includes(mask), masked);
    assert.ok(!masked.includes(token));
    assert.ok(!masked.includes(token.slice(0, 20)), masked);
  });
}

test('other text and short words stay', () => {
  assert.equal(maskKnown('the key is short', ['key', '']), 'the key is short');
  assert.equal(maskKnown('nothing here', [token]), 'nothing here');
});
