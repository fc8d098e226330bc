import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo, type Server } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { receiveBody } from '../../../../src/core/http/receive-body.ts';
import { ordinarySend } from '../../../../src/core/http-file/directives.ts';
import { parseHttpFile } from '../../../../src/core/http-file/parse.ts';
import { sendRequest } from '../../../../src/core/http/transport.ts';
import type { Credentials } from '../../../../src/core/signing/credentials.ts';
import { exchange } from '../../../../src/core/exchange/exchange.ts';
import type { Exchange } from '../../../../src/core/exchange/exchange.ts';
import { prepareRequest } from '../../../../src/core/requests/prepare-request.ts';
import type { PrepareRequestPorts } from '../../../../src/core/requests/prepare-request.ts';
import { startSandbox } from '../../../../src/sandbox/start-sandbox.ts';
import type { Sandbox } from '../../../../src/sandbox/sandbox.ts';
import { rolesAnywhereProfile } from '../../fakes/sample-profiles.ts';

const credentials: Credentials = {
  accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  sessionToken: 'IQoJb3JpZ2luX2VjEXAMPLETOKEN=',
};
const renewed: Credentials = { ...credentials, sessionToken: 'IQoJb3JpZ2luX2VjRENEWEDTOKEN=' };
const never = new AbortController().signal;
const servers: Server[] = [];
let sandbox: Sandbox;

before(async () => {
  const keys = (one: Credentials): { accessKeyId: string; secretAccessKey: string; sessionToken?: string } => one;
  sandbox = await startSandbox({ trustAnchors: [], profiles: [], roles: [], accessKeys: [keys(credentials)] });
});
after(async () => {
  await sandbox.close();
  for (const server of servers) server.close();
  http.globalAgent.destroy();
});

/** A server that keeps every byte and answers each request in turn; the last answer serves the rest. `pass` hands a request to the sandbox. */
async function recorder(...answers: string[]): Promise<{ origin: string; requests: string[] }> {
  const requests: string[] = [];
  const server = net.createServer((socket) => {
    socket.on('error', () => undefined);
    let received = '';
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      const [, head, length] = /^(.*?\r\nContent-Length: (\d+)\r\n.*?\r\n\r\n|.*?\r\n\r\n)/is.exec(received) ?? [];
      if (head === undefined || received.length < head.length + Number(length ?? 0)) return;
      const text = received;
      received = '';
      const answer = answers[Math.min(requests.length, answers.length - 1)] ?? '';
      requests.push(text);
      if (answer !== 'pass') {
        socket.write(answer);
        return;
      }
      const onward = net.connect(sandbox.port, '127.0.0.1');
      onward.write(Buffer.from(text, 'latin1'));
      onward.on('error', () => undefined);
      onward.pipe(socket);
    });
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

const answer = (status: string, headers: string[] = [], body = ''): string =>
  [`HTTP/1.1 ${status}`, ...headers, `Content-Length: ${Buffer.byteLength(body)}`, 'Connection: close', '', body].join('\r\n');

interface RunOptions {
  /** Of the profile. */
  readonly endpoint?: string;
  /** Where the network leads every request, whatever its host: unlike with an endpoint, nobody knows of it. */
  readonly network?: string;
  readonly followRedirects?: boolean;
  readonly timeout?: number;
  readonly ports?: Partial<PrepareRequestPorts>;
}

async function run(
  text: string,
  { endpoint, network, followRedirects = true, timeout = 60_000, ports = {} }: RunOptions,
): Promise<Exchange> {
  const file = parseHttpFile(text);
  const [request] = file.requests;
  assert.ok(request);
  const profile = {
    id: 'user/build',
    name: 'build',
    profile: { ...rolesAnywhereProfile, ...(endpoint !== undefined && { endpoint }) },
  };
  const prepared = await prepareRequest(
    request,
    { file, signal: never },
    {
      profileByName: () => profile,
      activeProfile: () => profile,
      credentials: () => Promise.resolve(credentials),
      confirmDestination: () => Promise.resolve(),
      askScope: () => Promise.resolve(undefined),
      now: () => new Date(),
      sigv4a: () => Promise.reject(new Error('one region is signed with SigV4')),
      ...ports,
    },
  );
  return exchange(
    prepared,
    { ...ordinarySend, followRedirects, signal: never },
    {
      send: (each, signal) => sendRequest(network === undefined ? each : { ...each, connectTo: network }, { timeout, signal }),
      receiveBody: (response) => receiveBody(response, { memoryLimit: 1_000_000, file: () => Promise.reject(new Error('long')) }),
      clock: () => performance.now(),
    },
  );
}

const bodyText = ({ response: { body } }: Exchange): string => {
  assert.ok(body instanceof Uint8Array);
  return new TextDecoder().decode(body);
};
const authorizationOf = (request: string): string => /^Authorization: (.*)$/im.exec(request)?.[1] ?? '';

describe('a redirect to another origin', () => {
  for (const status of [301, 302, 303, 307, 308]) {
    it(`${status} carries nothing of AWS there`, async () => {
      const other = await recorder(answer('200 OK', [], 'there'));
      const first = await recorder(answer(`${status} Moved`, [`Location: ${other.origin}/there?x=1`], 'elsewhere'));
      const result = await run(
        `# @aws-service execute-api\nPOST ${first.origin}/here\nContent-Type: text/plain\nX-Amz-Meta-Note: private\nCookie: c=1\nX-Api-Key: key\nX-Functions-Key: key\n\nhello`,
        {},
      );
      assert.match(authorizationOf(first.requests[0] ?? ''), /^AWS4-HMAC-SHA256 /);
      if (status >= 307) {
        assert.equal(bodyText(result), 'elsewhere');
        assert.match(result.notes.join(), /not followed: it leads to another origin.*the body is meant for/);
        assert.deepEqual(other.requests, [], 'the body was for the first origin');
        return;
      }
      assert.equal(bodyText(result), 'there');
      assert.equal(result.signed, false);
      assert.match(result.notes.join(), /another origin.*without signature/);
      const [arrived = ''] = other.requests;
      assert.match(arrived, /^GET \/there\?x=1 /);
      assert.ok(!arrived.endsWith('hello'));
      for (const secret of ['x-amz', 'authorization', 'cookie', 'x-api-key', 'x-functions-key', 'IQoJ', 'ASIA', 'AWS4']) {
        assert.ok(!arrived.toLowerCase().includes(secret.toLowerCase()), `${secret} arrived:\n${arrived}`);
      }
    });
  }

  it('and back again is not signed either', async () => {
    const first = await recorder('pass');
    const other = await recorder(answer('307 Back', [`Location: ${first.origin}/back`]));
    const start = await recorder(answer('307 Away', [`Location: ${other.origin}/away`]));
    const result = await run(`# @aws-service execute-api\nGET ${start.origin}/here`, {});
    assert.equal(result.signed, false);
    assert.equal(result.sent.length, 3);
    assert.equal(authorizationOf(first.requests[0] ?? ''), '');
  });

  it('stays away by # @no-redirect', async () => {
    const other = await recorder(answer('200 OK'));
    const first = await recorder(answer('302 Found', [`Location: ${other.origin}/`], 'look there'));
    const result = await run(`# @aws-service execute-api\nGET ${first.origin}/`, { followRedirects: false });
    assert.equal(result.response.status, 302);
    assert.equal(bodyText(result), 'look there');
    assert.match(result.notes.join(), /@no-redirect/);
    assert.equal(other.requests.length, 0);
  });
});

describe('a redirect within an origin', () => {
  const lambda = 'POST https://lambda.eu-west-1.amazonaws.com/2015-03-31/functions/f/invocations\n\n{"ü":1}';

  it('to the same path is signed again, and accepted', async () => {
    const server = await recorder(
      answer('308 Permanent Redirect', ['Location: /2015-03-31/functions/f/invocations', 'Set-Cookie: a=1']),
      'pass',
    );
    const result = await run(lambda, { network: server.origin });
    assert.equal(result.response.status, 200, bodyText(result));
    assert.match(bodyText(result), /functions\/f\/invocations/);
    assert.equal(result.signed, true);
  });

  it('to another path is not: a server chooses nothing that is signed', async () => {
    const server = await recorder(answer('308 Permanent Redirect', ['Location: /2015-03-31/functions/g/invocations']), 'pass');
    const result = await run(lambda, { network: server.origin });
    assert.equal(result.response.status, 308);
    assert.equal(server.requests.length, 1);
    assert.match(result.notes.join(), /not followed: it leads to another path or query of lambda\.eu-west-1\.amazonaws\.com/);
  });

  it('of an endpoint is not followed at all', async () => {
    const other = await recorder(answer('200 OK', [], 'there'));
    const targets = [other.origin, '/2015-03-31/functions/f/invocations', 'https://lambda.eu-west-1.amazonaws.com/'];
    for (const location of targets) {
      const server = await recorder(answer('302 Found', [`Location: ${location}`], 'elsewhere'), 'pass');
      const result = await run(lambda, { endpoint: server.origin });
      assert.equal(bodyText(result), 'elsewhere');
      assert.equal(server.requests.length, 1);
      assert.equal(other.requests.length, 0);
      assert.match(result.notes.join(), /it came from an endpoint/);
    }
  });

  it('is followed five times', async () => {
    const server = await recorder(answer('302 Found', ['Location: /']));
    const result = await run(`# @aws-service execute-api\nGET ${server.origin}/`, {});
    assert.equal(server.requests.length, 6);
    assert.equal(result.response.status, 302);
    assert.equal(result.notes.at(-1), 'Stopped after 5 redirects.');
    assert.equal(result.sent.length, 6);
  });
});

describe('a bucket in another region', () => {
  const header = 'x-amz-bucket-region: eu-west-1';
  for (const [name, status, headers, text] of [
    ['permanent-redirect', '301 Moved Permanently', [header], '<Error/>'],
    ['endpoint', '301 Moved Permanently', [], '<Error><Endpoint>endpoint.s3.eu-west-1.amazonaws.com</Endpoint></Error>'],
    ['a-location-that-must-not-count', '307 Temporary Redirect', [header, 'Location: https://evil.invalid/'], '<Error/>'],
    ['location', '307 Temporary Redirect', ['Location: https://location.s3-eu-west-1.amazonaws.com/'], ''],
    ['malformed', '400 Bad Request', [], '<Error><Code>AuthorizationHeaderMalformed</Code><Region>eu-west-1</Region></Error>'],
  ] as const) {
    it(`${status} (${name}): signed again for its region, told, and accepted`, async () => {
      const server = await recorder(answer(status, [...headers], text), 'pass');
      const result = await run(`PUT https://${name}.s3.amazonaws.com/`, { network: server.origin });
      assert.equal(result.response.status, 200, bodyText(result));
      assert.match(result.notes[0] ?? '', /^S3 keeps this bucket in eu-west-1: signed again/);
      const [, second = ''] = server.requests;
      assert.match(second, new RegExp(`^Host: ${name}\\.s3\\.eu-west-1\\.amazonaws\\.com\r$`, 'm'));
      assert.match(authorizationOf(second), /\/eu-west-1\/s3\/aws4_request/);
      assert.equal(sandbox.requests.at(-1)?.verdict, 'accepted');
      assert.equal(result.prepared.scope.region, 'eu-west-1');
    });

    it(`${status} (${name}) of an endpoint has nothing signed for that region`, async () => {
      const server = await recorder(answer(status, [...headers], text), 'pass');
      const result = await run(`PUT https://${name}.s3.amazonaws.com/`, { endpoint: server.origin });
      assert.equal(result.response.status, Number(status.slice(0, 3)));
      assert.equal(server.requests.length, 1);
    });
  }
});

describe('an answer that breaks off', () => {
  const cut = (status: string, headers: string[], body: string): string =>
    answer(status, headers, body).replace(/Content-Length: \d+/, 'Content-Length: 5000');
  const expired = '<Error><Code>ExpiredToken</Code></Error>';
  const rows: [what: string, url: string, first: string][] = [
    ['is no reason to renew a session', 'https://sqs.eu-west-1.amazonaws.com/', cut('403 Forbidden', [], expired)],
    [
      'is no reason to sign for another region',
      'https://b.s3.amazonaws.com/',
      cut('301 Moved Permanently', ['x-amz-bucket-region: eu-west-1'], '<Error/>'),
    ],
  ];
  for (const [what, url, first] of rows) {
    it(what, async () => {
      const server = await recorder(first.replace('Connection: close', 'Connection: keep-alive'), 'pass');
      const renewals: unknown[] = [];
      const renewCredentials = (): Promise<Credentials> => {
        renewals.push(1);
        return Promise.resolve(renewed);
      };
      const result = await run(`GET ${url}`, { network: server.origin, ports: { renewCredentials }, timeout: 1000 });
      assert.equal(result.response.cut?.reason, 'timed out');
      assert.deepEqual([server.requests.length, renewals.length, result.notes], [1, 0, []]);
    });
  }
});

describe('an expired session', () => {
  const refusals: [what: string, text: string][] = [
    [
      'of S3',
      answer(
        '400 Bad Request',
        ['Content-Type: application/xml'],
        '<Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message></Error>',
      ),
    ],
    [
      'of a query service',
      answer('403 Forbidden', [], '<ErrorResponse><Error><Type>Sender</Type><Code>ExpiredToken</Code></Error></ErrorResponse>'),
    ],
    [
      'of a JSON service',
      answer('400 Bad Request', [], '{"__type":"com.amazon.coral.service#ExpiredTokenException","message":"…"}'),
    ],
    [
      'of a REST service',
      answer('403 Forbidden', ['x-amzn-ErrorType: ExpiredTokenException:http://internal.amazon.com/'], '{"message":"…"}'),
    ],
  ];
  const count = (): { times: () => number; ports: Partial<PrepareRequestPorts> } => {
    let times = 0;
    const renewCredentials = (): Promise<Credentials> => {
      times += 1;
      return Promise.resolve(renewed);
    };
    return { times: () => times, ports: { renewCredentials } };
  };
  const text = 'POST https://dynamodb.eu-west-1.amazonaws.com/\nX-Amz-Target: DynamoDB_20120810.GetItem\n\n{}';

  for (const [what, refusal] of refusals) {
    it(`in the words ${what} is renewed and the request sent once more`, async () => {
      const server = await recorder(refusal, answer('200 OK', [], 'fine'));
      const { times, ports } = count();
      const result = await run(text, { endpoint: server.origin, ports });
      assert.equal(bodyText(result), 'fine');
      assert.equal(times(), 1);
      assert.ok(server.requests[0]?.includes(`X-Amz-Security-Token: ${credentials.sessionToken}`));
      assert.ok(server.requests[1]?.includes(`X-Amz-Security-Token: ${renewed.sessionToken}`));
      assert.equal(server.requests[1]?.match(/x-amz-security-token:/gi)?.length, 1);
      assert.match(result.notes.join(), /renewed/);
      assert.deepEqual(
        new Set(result.secrets),
        new Set([credentials.secretAccessKey, credentials.sessionToken, renewed.sessionToken]),
      );
    });
  }

  it('that is expired again is an answer', async () => {
    const server = await recorder(refusals[0]?.[1] ?? '');
    const { times, ports } = count();
    const result = await run(text, { endpoint: server.origin, ports });
    assert.equal(result.response.status, 400);
    assert.equal(times(), 1);
    assert.equal(server.requests.length, 2);
  });

  for (const [what, refusal] of [
    [
      'another refusal',
      answer('403 Forbidden', [], '<Error><Code>AccessDenied</Code><Message>not ExpiredToken</Message></Error>'),
    ],
    ['an answer that only speaks of it', answer('200 OK', [], '<Code>ExpiredToken</Code>')],
    ['a failure of the server', answer('500 Oops', [], '{"__type":"ExpiredTokenException"}')],
  ] as const) {
    it(`is not seen in ${what}`, async () => {
      const server = await recorder(refusal);
      const { times, ports } = count();
      await run(text, { endpoint: server.origin, ports });
      assert.equal(times(), 0);
      assert.equal(server.requests.length, 1);
    });
  }
});
