import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { networkFailure } from '../../../../src/core/http/network-failure.ts';

const error = (code: string, message = 'some text of Node') => Object.assign(new Error(message), { code });

describe('networkFailure', () => {
  const cases: [cause: unknown, code: string, retryable: boolean, remedy?: RegExp][] = [
    [error('ECONNREFUSED'), 'connection-refused', true],
    [Object.assign(new AggregateError([error('ECONNREFUSED')]), { code: 'ECONNREFUSED' }), 'connection-refused', true],
    [error('ENOTFOUND'), 'host-not-found', false, /spelling/],
    [error('EAI_AGAIN'), 'host-not-found', true],
    [error('ETIMEDOUT'), 'timeout', true],
    [error('EHOSTUNREACH'), 'host-unreachable', true],
    [error('ENETUNREACH'), 'host-unreachable', true],
    [error('ECONNRESET'), 'connection-reset', true],
    [error('EPIPE'), 'connection-reset', true],
    [error('ERR_STREAM_PREMATURE_CLOSE'), 'connection-reset', true],
    [error('SELF_SIGNED_CERT_IN_CHAIN'), 'tls-untrusted', false, /http\.proxyStrictSSL.*http\.systemCertificates/],
    [error('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'tls-untrusted', false],
    [error('CERT_HAS_EXPIRED'), 'tls-expired', false],
    [error('CERT_NOT_YET_VALID'), 'tls-expired', false, /clock/],
    [error('ERR_TLS_CERT_ALTNAME_INVALID'), 'tls-host-mismatch', false],
    [error('EPROTO'), 'tls-failed', false],
    [error('ERR_SSL_WRONG_VERSION_NUMBER'), 'tls-failed', false],
    [error('HPE_INVALID_CONSTANT'), 'response-not-http', false],
    [error('HPE_HEADER_OVERFLOW'), 'response-not-http', false],
    [new Error('Failed to establish a socket connection to proxies: PROXY p:1'), 'proxy-failed', true, /http\.proxy/],
    [error('EWHATEVER'), 'network-failed', true],
    ['only a text', 'network-failed', true],
  ];
  for (const [cause, code, retryable, remedy] of cases) {
    it(`${cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)} is ${code}`, () => {
      const failure = networkFailure(cause, 'host.test', 'request');
      assert.equal(failure.code, code);
      assert.equal(failure.retryable, retryable);
      assert.match(failure.message, /^[“A-Z].*“?host\.test”?.*\.$/);
      assert.match(failure.remedy, remedy ?? /\.$/);
    });
  }
  it('says when the connection broke', () => {
    assert.match(networkFailure(error('ECONNRESET'), 'h', 'response').message, /in the middle of the response/);
    assert.match(networkFailure(error('ECONNRESET'), 'h', 'request').message, /before a response/);
  });
});
