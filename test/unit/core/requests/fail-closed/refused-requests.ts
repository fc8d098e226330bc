import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ErrorCode } from '../../../../../src/core/error-codes.ts';
import { UserError } from '../../../../../src/core/errors.ts';
import type { HttpRequest } from '../../../../../src/core/http/message.ts';
import { inMemoryDestinations } from '../../../fakes/in-memory-destinations.ts';
import { rolesAnywhereProfile, staticProfile } from '../../../fakes/sample-profiles.ts';
import type { Circumstances } from './editor-send.ts';
import { secretAccessKey } from './editor-send.ts';
import { curlCommands, malformedAuthorizations } from './refused-keys.ts';

/** A request that must not leave; ORIGIN in its text stands for the server that counts. */
export type RefusedRequest = readonly [what: string, text: string, code: ErrorCode, circumstances?: Circumstances];

function cancelledWhileWaiting(): Circumstances {
  const controller = new AbortController();
  const profilesSettled = (): Promise<void> => {
    controller.abort();
    return new Promise(() => undefined);
  };
  return { signal: controller.signal, ports: { sandboxStart: profilesSettled } };
}

const lambda = 'POST https://lambda.eu-west-1.amazonaws.com/2015-03-31/functions/f/invocations';
const curl = 'curl https://lambda.eu-west-1.amazonaws.com/';
const form = 'Content-Type: application/x-www-form-urlencoded';
const multipart = 'Content-Type: multipart/form-data; boundary=b';
const id = staticProfile.accessKeyId;
const keys = `${id} ${secretAccessKey}`;

const refusal = (code: ErrorCode): UserError => new UserError({ code, message: 'Refused.', remedy: 'Correct it.' });
const throwing = (code: ErrorCode) => () => {
  throw refusal(code);
};
const credentials = (change: object): Circumstances => ({
  ports: { credentials: () => Promise.resolve({ accessKeyId: id, secretAccessKey, ...change }) },
});
/** Runs when the body's file was found and is not hashed yet. */
const beforeHashing = (change: () => void): Circumstances => ({
  ports: {
    credentials: () => {
      change();
      return Promise.resolve({ accessKeyId: id, secretAccessKey });
    },
  },
});
/** What an answer may make of a request before it is signed again. */
const signedAgain = (change: Partial<HttpRequest>): Circumstances => ({
  afterSigning: (prepared) => prepared.resign({ ...prepared.request, ...change }),
});
/** What is handed to the transport although signing would have refused it. */
const unchecked = (change: Partial<HttpRequest>): Circumstances => ({
  afterSigning: (prepared) => ({ ...prepared, request: { ...prepared.request, ...change } }),
});

const forAws = { id: 'user/ci', name: 'ci', profile: staticProfile };
const inClear = { ...forAws, profile: { ...staticProfile, endpoint: 'http://minio.example:9000' } };
const session = { ...forAws, profile: { ...rolesAnywhereProfile, endpoint: 'http://127.0.0.1:1' } };

/** As a renewal that happens by itself would get them. */
const unconfirmed = (): Circumstances => ({
  ports: {
    credentials: async () => {
      await inMemoryDestinations().guard.requireProfile(session);
      return { accessKeyId: id, secretAccessKey };
    },
  },
});

const changing = (): Circumstances => {
  const profileNow = () => ({ ...session.profile, endpoint: 'http://127.0.0.1:2' });
  const { guard } = inMemoryDestinations({ ports: { profileNow } });
  return { ports: { credentials: () => guard.forProfile(session, () => Promise.resolve({ accessKeyId: id, secretAccessKey })) } };
};

const cancelledWhileAsked = (): Circumstances => {
  const controller = new AbortController();
  const confirmDestination = (): Promise<void> => {
    controller.abort();
    return new Promise(() => undefined);
  };
  return { signal: controller.signal, ports: { confirmDestination } };
};

const cancelledAfterSigning = (): Circumstances => {
  const cancellation = new AbortController();
  return {
    signal: cancellation.signal,
    afterSigning: (prepared) => {
      cancellation.abort();
      return prepared;
    },
  };
};

/** The files that the requests refer to; some are made anew by the requests that change them. */
export function writeFiles(folder: string): void {
  const file = (name: string) => join(folder, name);
  mkdirSync(file('broken'));
  writeFileSync(file('broken/http-client.env.json'), '{ "dev": ');
  mkdirSync(file('unreadable/http-client.private.env.json'), { recursive: true });
  const dev = { lines: 'a\r\nX-Injected: b', unknown: '{{nowhere}}', cycle: '{{cycle}}', secret: { provider: 'vault' } };
  writeFileSync(file('http-client.env.json'), JSON.stringify({ dev, prod: { table: 'Orders' } }));
  writeFileSync(file('template.json'), '{"region": "{{nowhere}}"}');
  writeFileSync(file('latin1.txt'), Buffer.from('gr\xfc\xdfe', 'latin1'));
  symlinkSync('loop', file('loop'));
  writeFileSync(file('lines.ndjson'), '');
  truncateSync(file('lines.ndjson'), 70_000_000);
  execFileSync('mkfifo', [file('pipe'), file('pipe.env')]);
  symlinkSync('pipe', file('linkToPipe'));
  writeFileSync(file('large.bin'), '');
  for (const name of ['pipes', 'wide']) mkdirSync(file(name));
  symlinkSync('../pipe.env', file('pipes/.env'));
  // ISO 8859-1, which is neither UTF-8 nor UTF-16.
  writeFileSync(file('wide/.env'), Buffer.from('table=gr\xfc\xdfe', 'latin1'));
  truncateSync(file('large.bin'), 2 ** 26 + 1);
  writeFileSync(file('half.bin'), '');
  truncateSync(file('half.bin'), 2 ** 25);
  for (const name of ['cut', 'grown', 'gone', 'swapped']) writeFileSync(file(`${name}.bin`), 'x'.repeat(1000));
}

export function refusedRequests(folder: string): RefusedRequest[] {
  const file = (name: string) => join(folder, name);
  return [
    ...malformedAuthorizations,
    ...unresolvedVariables,
    ...injections,
    ...addresses,
    ...curlCommands,

    ['no request at the cursor', `${lambda}\n\n### empty\n# nothing\n`, 'request-not-found'],
    ['a disabled request', `# @disabled\n${lambda}`, 'request-disabled'],
    ['a disabled request of httpYac with a condition', `# @disabled !token\n${lambda}`, 'request-disabled'],
    ['a file that is disabled', `# @disabled true\n\n###\n${lambda}`, 'request-disabled'],
    ['a line that is no request', 'hello', 'request-line-malformed'],
    ['an unknown method', 'FETCH https://lambda.eu-west-1.amazonaws.com/', 'method-unknown'],
    ['a variable that holds no method', '@m = FETCH\n\n{{m}} https://lambda.eu-west-1.amazonaws.com/', 'method-unknown'],
    ['a tunnel', 'CONNECT lambda.eu-west-1.amazonaws.com:443', 'method-unsupported'],
    ['a tunnel by a variable', '@m = CONNECT\n\n{{m}} https://lambda.eu-west-1.amazonaws.com/', 'method-unsupported'],
    ['an unknown variable for the method', '{{m}} https://lambda.eu-west-1.amazonaws.com/', 'variable-unknown'],
    ['a header that is none', `${lambda}\nno header\n\nx`, 'header-malformed'],
    ['a header without a name', `${lambda}\n: x`, 'header-malformed'],
    ['a header’s name with a blank', `@n = a b\n${lambda}\n{{n}}: x`, 'header-malformed'],
    ['a header that asks for chunks', `${lambda}\nTransfer-Encoding: chunked\n\nx`, 'header-refused'],
    ['a header outside US-ASCII', `${lambda}\nX-Name: ü`, 'header-not-ascii'],
    ['a header outside US-ASCII by a variable', `@a = ü\n${lambda}\nX-Name: {{a}}`, 'header-not-ascii'],
    [
      'chunks that would have to be signed',
      `${lambda}\nX-Amz-Content-Sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD\n\nx`,
      'chunk-signatures-unsupported',
    ],
    ['a URL that is signed already', `${lambda}?X-Amz-Signature=00`, 'already-presigned'],
    ['a date that is none', `${lambda}\nX-Amz-Date: yesterday`, 'date-invalid'],
    ['the 30th of February', `${lambda}\nX-Amz-Date: 20260230T000000Z`, 'date-invalid'],
    ['a clock without a time', lambda, 'date-invalid', { ports: { now: () => new Date(NaN) } }],

    ['an unknown directive for AWS', `# @aws-regoin eu-west-1\n${lambda}`, 'directive-unknown'],
    ...[
      'aws_profile nobody',
      'AWS-Profile nobody',
      'Aws-Region nowhere',
      'aws-profile: nobody',
      'aws.profile nobody',
      ' aws-profil x',
    ].map((directive): RefusedRequest => [`the directive “@${directive}”`, `# @${directive}\n${lambda}`, 'directive-unknown']),
    ...['Disabled', 'disable', 'notes Sure?', 'note: Sure?', 'no_redirect', 'no log'].map((directive): RefusedRequest => [
      `the directive “@${directive}”`,
      `# @${directive}\n${lambda}`,
      'directive-unknown',
    ]),
    ['a directive in a title', `### @disabled\n${lambda}`, 'directive-misplaced'],
    ['a directive that is never seen', `# \u200b@disabled\n${lambda}`, 'invisible-character'],
    [
      'long lines without an end',
      'POST https://search-x-abc.eu-central-1.es.amazonaws.com/_bulk\n\n< ./lines.ndjson',
      'body-file-unterminated',
    ],
    ['a separator that is none', `${lambda}\n\n\ufeff### next\n# @disabled`, 'invisible-character'],
    ['an invisible character of a variable in a header', `@a = x\u200b\n${lambda}\nX-A: {{a}}`, 'invisible-character'],
    ['a directive without its value', `# @aws-region\n${lambda}`, 'directive-value-missing'],
    ['a directive whose variable is empty', `@a =\n# @aws-region {{a}}\n${lambda}`, 'directive-value-illegal'],
    ['a payload that is neither', `# @aws-payload maybe\n${lambda}`, 'directive-value-illegal'],
    ['a payload that is neither, by a variable', `@p = maybe\n# @aws-payload {{p}}\n${lambda}`, 'directive-value-illegal'],
    ['a directive of the file', `# @aws-payload maybe\n\n###\n${lambda}`, 'directive-value-illegal'],
    ...['0', '-1', '604801', '1e3', '1.5', 'week'].map((seconds): RefusedRequest => [
      `presigning for ${seconds} s`,
      `# @aws-presign ${seconds}\n${lambda}`,
      'directive-value-illegal',
    ]),
    ['presigning for no time by a variable', `@s = 0\n# @aws-presign {{s}}\n${lambda}`, 'directive-value-illegal'],
    ...[0, -1, 1.5, 604_801, NaN].map((presigning): RefusedRequest => [
      `presigning for ${presigning} s, asked for`,
      lambda,
      'expiry-out-of-range',
      { presigning },
    ]),

    ['a region that is none', `# @aws-region eu_west_1!\n${lambda}`, 'region-invalid'],
    ['a region with a slash', `# @aws-region eu-west-1/s3\n${lambda}`, 'region-invalid'],
    ...[',', 'eu-west-1,', ',eu-west-1', 'eu-west-1,,us-east-1', 'eu-west-1;us-*', '*,{}', 'us-*/x'].map(
      (set): RefusedRequest => [`the set of regions “${set}”`, `# @aws-region ${set}\n${lambda}`, 'region-invalid'],
    ),
    ['a service that is none', `# @aws-service a/b\n${lambda}`, 'service-invalid'],
    ['a service that nobody tells', 'GET https://api.example.com/', 'scope-missing'],
    ['a region that nobody tells', `GET ORIGIN/\nAuthorization: AWS ${keys} service:s3`, 'scope-missing'],
    [
      'a service that nobody tells, answered with nonsense',
      'GET https://api.example.com/',
      'service-invalid',
      { ports: { askScope: () => Promise.resolve('a/b') } },
    ],

    ['keys below the blank line', `${lambda}\n\nAuthorization: AWS ${keys} service:lambda\n\n{}`, 'keys-in-body'],
    [
      'keys below the blank line, by variables',
      `@id = AKIDEXAMPLE\n@s = ${'s'.repeat(40)}\n${lambda}\n\n authorization : aws {{id}} {{s}}`,
      'keys-in-body',
    ],
    ['keys below the blank line, on a line of their own', `${lambda}\n\nAuthorization:\n  AWS ${keys}`, 'keys-in-body'],
    ['short keys below the blank line', `${lambda}\n\nAuthorization: AWS minioadmin minioadmin region:eu-west-1`, 'keys-in-body'],
    ['a profile below the blank line', `${lambda}\n\n{}\nAuthorization: AWS profile:ci`, 'keys-in-body'],
    [
      'keys of a next request without its separator',
      `${lambda}\nContent-Type: text/plain\n\nPUT https://b.s3.eu-west-1.amazonaws.com/k\nAuthorization: AWS ${keys}`,
      'keys-in-body',
    ],
    [
      'keys in a form',
      `${lambda}\nContent-Type: application/x-www-form-urlencoded\n\nAuthorization: AWS ${keys}\n\na=1`,
      'keys-in-body',
    ],
    [
      'variables of GraphQL that are no JSON',
      'GRAPHQL https://abc.appsync-api.eu-west-1.amazonaws.com/graphql\n\nquery A { a }\n\n{"id": 1,}',
      'graphql-variables-malformed',
    ],

    ['an endpoint that nobody allows', lambda, 'destination-denied', { allows: false }],
    ['an endpoint that nobody has allowed yet, used by itself', lambda, 'destination-unconfirmed', unconfirmed()],
    ['an endpoint over plain http', lambda, 'endpoint-refused', { ports: { activeProfile: () => inClear } }],
    ['a session while its profile changes', lambda, 'profile-changed', changing()],
    ['a question that nobody waits for any more', lambda, 'cancelled', cancelledWhileAsked()],
    [
      'an address that nobody allows',
      'GET ORIGIN/\nHost: lambda.eu-west-1.amazonaws.com',
      'destination-denied',
      { allows: false, ports: { activeProfile: () => forAws } },
    ],
    [
      'an address that nobody allows for keys in the file',
      `GET ORIGIN/\nHost: lambda.eu-west-1.amazonaws.com\nAuthorization: AWS ${keys}`,
      'destination-denied',
      { allows: false },
    ],
    [
      'a value of the environment that nobody allows',
      '# @aws-service execute-api\nGET ORIGIN/{{$processEnv PATH}}',
      'destination-denied',
      { allows: false, ports: { activeProfile: () => forAws } },
    ],
    [
      'a session token over plain http that nobody allows',
      `# @aws-service s3\nGET http://minio.example:9000/\nAuthorization: AWS ${keys} token:T region:eu-west-1`,
      'destination-denied',
      { allows: false },
    ],

    ['an unknown profile', `# @aws-profile nobody\n${lambda}`, 'profile-unknown'],
    ['an unknown profile by a variable', `@p = nobody\n# @aws-profile {{p}}\n${lambda}`, 'profile-unknown'],
    ['an unknown profile in a header', `${lambda}\nAuthorization: AWS profile:nobody`, 'profile-unknown'],
    ["the sandbox's profile while no sandbox runs", `# @aws-profile sandbox\n${lambda}`, 'sandbox-stopped'],
    [
      "the sandbox's profile active while no sandbox runs",
      lambda,
      'sandbox-stopped',
      { ports: { activeProfile: () => undefined, isSandboxStopped: () => true } },
    ],
    ['no active profile', lambda, 'profile-missing', { ports: { activeProfile: () => undefined } }],
    ['no profile at all', lambda, 'profile-none', { ports: { activeProfile: () => undefined, profileNames: () => [] } }],
    [
      'an active profile whose settings are not valid',
      lambda,
      'profile-invalid',
      { ports: { activeProfile: throwing('profile-invalid') } },
    ],
    [
      'a named profile whose settings are not valid',
      `# @aws-profile odd\n${lambda}`,
      'profile-invalid',
      { ports: { profileByName: throwing('profile-invalid') } },
    ],
    ['no credentials', lambda, 'secret-missing', { ports: { credentials: () => Promise.reject(refusal('secret-missing')) } }],
    ['an access key id with a line end', lambda, 'credentials-malformed', credentials({ accessKeyId: 'AKIA\r\nX: y' })],
    ['an empty access key id', lambda, 'credentials-malformed', credentials({ accessKeyId: '' })],
    ['an empty secret', lambda, 'credentials-malformed', credentials({ secretAccessKey: '' })],
    ['a secret with blanks around it', lambda, 'credentials-malformed', credentials({ secretAccessKey: `${secretAccessKey} ` })],
    ['a session token with a line end', lambda, 'credentials-malformed', credentials({ sessionToken: 'a\r\nX: y' })],
    ['a session token outside US-ASCII', lambda, 'credentials-malformed', credentials({ sessionToken: 'ü' })],

    ['a missing file', `${lambda}\n\n< ./nowhere`, 'body-file-missing'],
    ['a missing file in a file’s place', `${lambda}\n\n< ./latin1.txt/x`, 'body-file-missing'],
    ['a missing file between text', `${lambda}\n\na\n< ./nowhere\nb`, 'body-file-missing'],
    ['a missing file of a part', `${lambda}\n${multipart}\n\n--b\n\n< ./nowhere\n--b--`, 'body-file-missing'],
    ['a missing file with variables', `${lambda}\n\n<@ ./nowhere`, 'body-file-missing'],
    ['a folder for a file', `${lambda}\n\n< .`, 'body-file-not-a-file'],
    ['a folder for a file with variables', `${lambda}\n\n<@ ./broken`, 'body-file-not-a-file'],
    ['a pipe for a file', `${lambda}\n\n< ./pipe`, 'body-file-not-a-file'],
    ['a pipe for a file with variables', `${lambda}\n\n<@ ./linkToPipe`, 'body-file-not-a-file'],
    ['a pipe for a file of a part', `${lambda}\n${multipart}\n\n--b\n\n< ./pipe\n--b--`, 'body-file-not-a-file'],
    ['a device for a file', `${lambda}\n\n< /dev/zero`, 'body-file-not-a-file'],
    ['a device for a file with variables', `${lambda}\n\n<@ /dev/zero`, 'body-file-not-a-file'],
    ['a file among others that is too large', `${lambda}\n\na\n< ./large.bin`, 'body-file-too-large'],
    ['a file with variables that is too large', `${lambda}\n\n<@ ./large.bin`, 'body-file-too-large'],
    [
      'files that are too large together',
      `${lambda}\n\n${Array.from({ length: 3 }, () => '< ./half.bin').join('\na\n')}`,
      'body-file-too-large',
    ],
    [
      'a file that became a pipe before it was hashed',
      `${lambda}\n\n< ./swapped.bin`,
      'body-file-unreadable',
      beforeHashing(() => {
        rmSync(file('swapped.bin'));
        symlinkSync('pipe', file('swapped.bin'));
      }),
    ],
    ['a file that cannot be reached', `${lambda}\n\n< ./loop`, 'body-file-unreadable'],
    ['a file whose name is too long', `${lambda}\n\n< ./${'x'.repeat(5000)}`, 'body-file-unreadable'],
    ['a file that is not text', `${lambda}\n\n<@ ./latin1.txt`, 'body-file-encoding'],
    ['a file in an unknown encoding', `${lambda}\n\n<@klingon ./latin1.txt`, 'body-file-encoding'],
    [
      'a file that was cut before it was hashed',
      `${lambda}\n\n< ./cut.bin`,
      'body-file-changed',
      beforeHashing(() => truncateSync(file('cut.bin'), 10)),
    ],
    [
      'a file that grew before it was hashed',
      `${lambda}\n\n< ./grown.bin`,
      'body-file-changed',
      beforeHashing(() => appendFileSync(file('grown.bin'), 'more')),
    ],
    [
      'a file that was removed before it was hashed',
      `${lambda}\n\n< ./gone.bin`,
      'body-file-unreadable',
      beforeHashing(() => rmSync(file('gone.bin'))),
    ],

    [
      'an environment file that is a folder',
      `${lambda}/{{table}}`,
      'environment-file-unreadable',
      { directory: file('unreadable') },
    ],
    ['a pipe for “.env”', `${lambda}/{{table}}`, 'environment-file-unreadable', { directory: file('pipes') }],
    [
      'a pipe for “.env” that is asked for',
      `${lambda}/{{$dotenv table}}`,
      'environment-file-unreadable',
      { directory: file('pipes') },
    ],
    ['“.env” in another encoding', `${lambda}/{{table}}`, 'environment-file-unreadable', { directory: file('wide') }],
    ['a broken environment file', `${lambda}/{{table}}`, 'environment-file-invalid', { directory: file('broken') }],
    ['a prompt that is left', `# @prompt note\n${lambda}/{{note}}`, 'cancelled'],
    ['a send that was cancelled after signing', lambda, 'cancelled', cancelledAfterSigning()],
    ['a send that was cancelled', lambda, 'cancelled', { signal: AbortSignal.abort() }],
    ['a send that was cancelled while its profile was waited for', lambda, 'cancelled', cancelledWhileWaiting()],
    ['a send with a file that was cancelled', `${lambda}\n\n< ./latin1.txt`, 'cancelled', { signal: AbortSignal.abort() }],
    ['a send with a part that was cancelled', `${lambda}\n\n<@ ./template.json`, 'cancelled', { signal: AbortSignal.abort() }],

    ['a method that is no word, signed again', lambda, 'method-invalid', signedAgain({ method: 'GET / HTTP/1.1\r\nX: y' })],
    ['another Host header, signed again', lambda, 'host-mismatch', signedAgain({ headers: [['Host', 'evil.example']] })],
    ['a host that is none, signed again', lambda, 'host-invalid', signedAgain({ host: 'a.example/x' })],
    ['a host with a line end, signed again', lambda, 'host-invalid', signedAgain({ host: 'a.example\r\nX: y' })],
    ['a header’s name that is none, signed again', lambda, 'header-name-invalid', signedAgain({ headers: [['a b', 'x']] })],
    [
      'a line end in a header, signed again',
      lambda,
      'header-control-character',
      signedAgain({ headers: [['X-A', 'x\r\nX-Injected: y']] }),
    ],
    ['a target without a slash, signed again', lambda, 'target-not-absolute', signedAgain({ target: 'x' })],
    ['a line end in the target, signed again', lambda, 'target-illegal-character', signedAgain({ target: '/ HTTP/1.1\r\nX: y' })],
    ['half a character in the target, signed again', lambda, 'target-lone-surrogate', signedAgain({ target: '/\ud800' })],
    ['a broken escape in the target, signed again', lambda, 'target-bad-escape', signedAgain({ target: '/%zz' })],
    ['a method that Node refuses', lambda, 'request-not-legal', unchecked({ method: 'GET / HTTP/1.1\r\nX: y' })],
    ['a target that Node refuses', lambda, 'request-not-legal', unchecked({ target: '/ HTTP/1.1\r\nX: y' })],
    ['a header that Node refuses', lambda, 'request-not-legal', unchecked({ headers: [['X-A', 'x\r\nX-Injected: y']] })],
  ];
}

const unresolvedVariables = [
  ...(
    [
      ['the host', 'POST https://{{x}}.amazonaws.com/'],
      ['the whole URL', 'POST {{x}}'],
      ['the path', `${lambda}/{{x}}`],
      ['the query', `${lambda}\n  ?a=1\n  &b={{x}}`],
      ['the query, encoded', `${lambda}?a={{%x}}`],
      ['a header’s name', `${lambda}\nX-{{x}}: 1`],
      ['a header', `${lambda}\nX-A: {{x}}`],
      ['the Host header', `POST /\nHost: {{x}}`],
      ['the keys', `${lambda}\nAuthorization: AWS ${id} {{x}}`],
      ['the whole Authorization', `${lambda}\nAuthorization: {{x}}`],
      ['a body', `${lambda}\n\na {{x}} b`],
      ['a form', `${lambda}\n${form}\n\na={{x}}`],
      ['a form’s second line', `${lambda}\n${form}\n\na=1\nb={{x}}`],
      ['a part', `${lambda}\n${multipart}\n\n--b\n\n{{x}}\n--b--`],
      ['a query of GraphQL', 'GRAPHQL https://abc.appsync-api.eu-west-1.amazonaws.com/graphql\n\n{ {{x}} }'],
      ['text behind a file', `${lambda}\n\n< ./latin1.txt\n{{x}}`],
      ['the path of a file', `${lambda}\n\n< ./{{x}}`],
      ['a file', `${lambda}\n\n<@ ./template.json`],
      ['a file of a part', `${lambda}\n${multipart}\n\n--b\n\n<@ ./template.json\n--b--`],
      ['the region', `# @aws-region {{x}}\n${lambda}`],
      ['the service', `# @aws-service {{x}}\n${lambda}`],
      ['the profile', `# @aws-profile {{x}}\n${lambda}`],
      ['the payload', `# @aws-payload {{x}}\n${lambda}`],
      ['the seconds of a URL', `# @aws-presign {{x}}\n${lambda}`],
      ['a directive of the file', `# @aws-region {{x}}\n\n###\n${lambda}`],
      ['a variable', `@a = {{x}}\n${lambda}/{{a}}`],
      ['a curl command’s URL', `${curl}{{x}}`],
      ['a curl command’s header', `${curl} -H 'X-A: {{x}}'`],
      ['a curl command’s data', `${curl} -d 'a={{x}}'`],
      ['a curl command’s file', `${curl} --data-binary @{{x}}`],
    ] as const
  ).map(([what, text]): RefusedRequest => [`an unknown variable in ${what}`, text, 'variable-unknown']),
  ...(
    [
      ['the path', `${lambda}/{{x`],
      ['the path, half closed', `${lambda}/{{x}`],
      ['the query behind another', `@x = 1\n${lambda}?a={{x}}&b={{x`],
      ['a header', `${lambda}\nX-A: {{x}`],
      ['a header, without a name', `${lambda}\nX-A: {{ }}`],
      ['a directive', `# @aws-profile {{x}\n${lambda}`],
      ['the path of a file', `${lambda}\n\n< ./{{x}`],
    ] as const
  ).map(([what, text]): RefusedRequest => [`braces that are left open in ${what}`, text, 'variable-unknown']),
  ['an unknown system variable', `${lambda}/{{$nothing}}`, 'variable-unknown'],
  ['an unknown variable in an environment’s', `${lambda}/{{unknown}}`, 'variable-unknown', { environment: 'dev' }],
  ['an unknown request', `${lambda}/{{logon.response.body.$.token}}`, 'variable-unknown'],
  ['a variable that is its own', `@a = {{a}}\n${lambda}/{{a}}`, 'variable-cycle'],
  ['a cycle', `@a = {{b}}\n@b = {{a}}\n${lambda}/{{a}}`, 'variable-cycle'],
  ['a cycle in a header', `@a = {{b}}\n@b = {{a}}\n${lambda}\nX-A: {{b}}`, 'variable-cycle'],
  ['a cycle of an environment', `${lambda}/{{cycle}}`, 'variable-cycle', { environment: 'dev' }],
  [
    'variables that multiply',
    [`@a = ${'x'.repeat(100_000)}`, `@b = ${'{{a}}'.repeat(100)}`, lambda, '', '{{b}}'.repeat(10)].join('\n'),
    'variable-too-long',
  ],
  ['a variable of another environment', `${lambda}/{{table}}`, 'variable-unreadable', { environment: 'dev' }],
  ['a variable while no environment is chosen', `${lambda}/{{table}}`, 'variable-unreadable'],
  ['a variable that is fetched from elsewhere', `${lambda}/{{secret}}`, 'variable-unreadable', { environment: 'dev' }],
  ['an environment variable that is not set', `${lambda}/{{$processEnv NOT_SET_ANYWHERE_AT_ALL}}`, 'variable-unreadable'],
  ['a .env that is not there', `${lambda}/{{$dotenv NOT_SET_ANYWHERE_AT_ALL}}`, 'variable-unreadable'],
  ['a number between nothing', `${lambda}/{{$randomInt 5 1}}`, 'variable-unreadable'],
  ['a date without its form', `${lambda}/{{$datetime}}`, 'variable-unreadable'],
  ['an answer that is not there yet', `${lambda}/{{login.response.body.$.token}}`, 'variable-unreadable'],
  [
    'an answer without what is wanted',
    `${lambda}/{{login.response.body.$.token}}`,
    'variable-unreadable',
    { login: '{"tokens": []}' },
  ],
  ['an answer without the header', `${lambda}\nX-A: {{login.response.headers.x-a}}`, 'variable-unreadable', { login: '{}' }],
  ['an answer that is no JSON', `${lambda}/{{login.response.body.$.token}}`, 'variable-unreadable', { login: '<a/>' }],
] satisfies RefusedRequest[];

const injections = [
  ['a line end in a header', `@a = x\\r\\nX-Injected: y\n${lambda}\nX-A: {{a}}`, 'header-malformed'],
  ['a line feed in a header', `@a = x\\nX-Injected: y\n${lambda}\nX-A: {{a}}`, 'header-malformed'],
  ['a carriage return in a header', `@a = x\\ry\n${lambda}\nX-A: {{a}}`, 'header-malformed'],
  ['a NUL in a header', `${lambda}\nX-A: x\0y`, 'header-malformed'],
  ['half a character in a header', `${lambda}\nX-A: {{note}}`, 'variable-unknown'],
  ['a line end in a header’s name', `@a = X-A: x\\r\\nX-B\n${lambda}\n{{a}}: y`, 'header-malformed'],
  ['a line end in a header by an environment', `${lambda}\nX-A: {{lines}}`, 'header-malformed', { environment: 'dev' }],
  [
    'a line end in a header by a prompt',
    `# @prompt note\n${lambda}\nX-A: {{note}}`,
    'header-malformed',
    { prompt: 'x\r\nX-B: y' },
  ],
  [
    'half a character in a header by a prompt',
    `# @prompt note\n${lambda}\nX-A: {{note}}`,
    'header-malformed',
    { prompt: 'x\ud800' },
  ],
  [
    'a line end in a header by an answer',
    `${lambda}\nX-A: {{login.response.body.$.token}}`,
    'header-malformed',
    { login: '{"token": "a\\r\\nX-Injected: b"}' },
  ],
  ['a line end in the Host header', `@a = x\\r\\nX-B: y\nPOST /\nHost: a{{a}}`, 'header-malformed'],
  ['a line end in the Host', `@a = x\\r\\nX-B: y\nPOST https://{{a}}.amazonaws.com/`, 'url-not-legal'],
  ['a line end in the path', `@a = x HTTP/1.1\\r\\nX-B: y\n${lambda}/{{a}}`, 'url-not-legal'],
  ['a line end in the path by an environment', `${lambda}/{{lines}}`, 'url-not-legal', { environment: 'dev' }],
  ['a line end in the keys', `@a = x\\r\\nX-B:y\n${lambda}\nAuthorization: AWS ${id} {{a}}`, 'header-malformed'],
  ['a line end in the region', `@a = eu\\r\\nX-B: y\n# @aws-region {{a}}\n${lambda}`, 'region-invalid'],
  ['a line end in the service', `@a = s3\\r\\nX-B: y\n# @aws-service {{a}}\n${lambda}`, 'service-invalid'],
  ['a line end in the profile', `@a = ci\\r\\nx\n# @aws-profile {{a}}\n${lambda}`, 'profile-unknown'],
  ['a line end in a curl command’s header', `${curl} -H $'X-A: x\\r\\nX-B: y'`, 'header-malformed'],
] satisfies RefusedRequest[];

const addresses = [
  ...(
    [
      'https://',
      'https:///path',
      'https://?a=1',
      'https://a b.example/',
      'https://a..%zz.example/',
      'https://[::1/',
      'https://[nonsense]/',
      'https://a.example:port/',
      'https://a.example:0/',
      'https://a.example:65536/',
      'https://a.example:99999999/',
      'https://a.example:80:80/',
      'https://user:password@a.example/',
      'https://user@a.example/',
      `https://${id}:${encodeURIComponent(secretAccessKey)}@s3.eu-west-1.amazonaws.com/`,
      'https://a.example/%zz',
      'https://a.example/100%',
      'https://a.example/\u0001',
      'https://a\\b.example/',
      'wss://abc-ats.iot.eu-west-1.amazonaws.com/mqtt',
    ] as const
  ).map((url): RefusedRequest => [`the URL ${url}`, `# @aws-service s3\nGET ${url}`, 'url-not-legal']),
  ['a scheme that is not http', 'GET ftp://a.example/', 'scheme-unsupported'],
  ['a file’s URL', 'GET file:///etc/passwd', 'scheme-unsupported'],
  ['a scheme that is not http by a variable', '@u = ftp://a.example/\n\nGET {{u}}', 'url-not-legal'],
  ['a host that is nearly AWS’s', 'GET https://sts.eu-central-1.amazonaw.com/', 'host-mistyped'],
  ['a host whose region is nearly one', 'GET https://sts.eucentral-1.amazonaws.com/', 'host-mistyped'],
  ['a misspelt Host header', 'GET /\nHost: sts.eu-central-1.amzonaws.com', 'host-mistyped'],
  ['a placeholder in the host', 'GET https://{restapi_id}.execute-api.eu-central-1.amazonaws.com/', 'url-not-legal'],
  ['a placeholder in angle brackets', 'GET https://<id>.execute-api.eu-central-1.amazonaws.com/', 'url-not-legal'],
  ['a placeholder in the Host header', 'GET /\nHost: sts.{region}.amazonaws.com', 'host-not-legal'],
  ['no URL', 'GET', 'url-missing'],
  ['no URL but a version', 'GET HTTP/1.1', 'url-missing'],
  ['a path without a host', 'GET /path', 'host-missing'],
  ['a path behind a host that is empty', '@host =\n\nGET /path', 'host-missing'],
  ['a path behind a host that is not set', '@host = {{nowhere}}\n\nGET /path', 'variable-unknown'],
  ['a path behind a misspelt host', '@host = https://sts.eu-central-1.amzonaws.com\n\nGET /', 'host-mistyped'],
  ['a path behind a host with a fragment', '@host = https://sts.eu-central-1.amazonaws.com#\n\nGET /path', 'url-not-legal'],
  ['a host that is none', 'GET /path\nHost: a b', 'host-not-legal'],
  ['a host with a path', 'GET /path\nHost: a.example/x', 'host-not-legal'],
  ['a host with a user', 'GET /path\nHost: u:p@a.example', 'host-not-legal'],
  ['an empty host', 'GET /path\nHost:', 'host-not-legal'],
  ['a host with a port that is none', `${lambda}\nHost: a.example:99999`, 'host-not-legal'],
  ['two hosts', `${lambda}\nHost: a.example\nhost: b.example`, 'header-malformed'],
] satisfies RefusedRequest[];
