import { staticProfile } from '../../../fakes/sample-profiles.ts';
import { secretAccessKey } from './editor-send.ts';
import type { RefusedRequest } from './refused-requests.ts';

const lambda = 'POST https://lambda.eu-west-1.amazonaws.com/2015-03-31/functions/f/invocations';
const curl = 'curl https://lambda.eu-west-1.amazonaws.com/';
const id = staticProfile.accessKeyId;
const keys = `${id} ${secretAccessKey}`;

/** Nothing of these may go out as it is: each holds the secret access key. */
export const malformedAuthorizations = [
  ...(
    [
      ['nothing', 'AWS'],
      ['an id alone', `AWS ${id}`],
      ['an id alone in lower case', `aws ${id}`],
      ['a secret alone', `AWS ${secretAccessKey}`],
      ['three words', `AWS ${keys} more`],
      ['the region without its label', `AWS ${keys} eu-west-1 lambda`],
      ['a label that is not known', `AWS ${keys} zone:eu-west-1`],
      ['a label with an equals sign', `AWS ${keys} region=eu-west-1`],
      ['a region without a value', `AWS ${keys} region:`],
      ['a service without a value', `AWS ${keys} service:`],
      ['a token without a value', `AWS ${keys} token:`],
      ['a token without a value before a region', `AWS ${keys} token: region:eu-west-1`],
      ['a region without a value before a service', `AWS ${keys} region: service:lambda`],
      ['two regions', `AWS ${keys} region:eu-west-1 region:eu-west-2`],
      ['two services', `AWS ${keys} service:s3 service:lambda`],
      ['two tokens', `AWS ${keys} token:a token:b`],
      ['a label in the secret’s place', `AWS ${id} region:${secretAccessKey}`],
      ['a profile and keys', `AWS ${keys} profile:ci`],
      ['a profile before keys', `AWS profile:ci ${keys}`],
      ['a profile and an id', `AWS profile:ci ${id}`],
      ['a profile and a token', 'AWS profile:ci token:a'],
      ['a profile without a name', 'AWS profile:'],
      ['tabs', `AWS\t${keys}\tmore`],
    ] as const
  ).flatMap(([what, value]): RefusedRequest[] => [
    [`keys with ${what}`, `${lambda}\nAuthorization: ${value}`, 'aws-authorization-malformed'],
    [`keys with ${what}, by a variable`, `@auth = ${value}\n${lambda}\nAuthorization: {{auth}}`, 'aws-authorization-malformed'],
  ]),
  ...(
    [
      ['a colon', `AWS:${id}:${secretAccessKey}`],
      ['a comma', `AWS,${keys}`],
      ['an equals sign', `AWS=${keys}`],
      ['quotes', `"AWS ${keys}"`],
      ['another scheme’s number', `AWS4 ${keys}`],
      ['the signature of version 2', `AWS2 ${keys}`],
      ['no scheme', keys],
      ['a word before', `Bearer AWS ${keys}`],
    ] as const
  ).map(([what, value]): RefusedRequest => [
    `keys behind ${what}`,
    `${lambda}\nAuthorization: ${value}`,
    'authorization-foreign',
  ]),
  ['keys behind an invisible sign', `${lambda}\nAuthorization: AWS\u2060${keys}`, 'invisible-character'],
  ...['Bearer abc', 'Basic dTpw', 'Digest username="u"', 'Negotiate', 'x', ''].map((value): RefusedRequest => [
    `Authorization “${value}”`,
    `${lambda}\nAuthorization: ${value}`,
    'authorization-foreign',
  ]),
  ...[
    'Authorisation',
    'Authorization-',
    'X-Authorization',
    'Proxy-Authorization',
    'X-Amz-Authorization',
    'Cookie',
    'X-Keys',
  ].flatMap((name): RefusedRequest[] => [
    [`keys in ${name}`, `${lambda}\n${name}: AWS ${keys}`, 'aws-authorization-misplaced'],
    [`keys in ${name} by variables`, `@s = ${secretAccessKey}\n${lambda}\n${name}: ${id}:{{s}}`, 'aws-authorization-misplaced'],
  ]),
  ...(
    [
      ['the variable that holds the scheme', `@auth = AWS ${keys}`, '{{auth}}', '\n  token: T\n  region: eu-west-1'],
      ['a variable for the scheme', '@scheme = AWS', `{{scheme}} ${keys}`, '\n  token: T'],
      ['keys, not indented', '', `AWS ${keys}`, '\ntoken: T'],
      ['keys, in capitals', '', `AWS ${keys}`, '\nTOKEN: T'],
      ['keys, named by a variable', '@name = token', `AWS ${keys}`, '\n{{name}}: T'],
      ['another header', '', `AWS ${keys}`, '\nAccept: */*\n  token: T'],
      ['keys, for a region', '', `AWS ${keys}`, '\nregion: eu-west-1'],
      ['keys, for a service', '', `AWS ${keys}`, '\nservice: lambda'],
      ['a profile', '', 'AWS profile:ci', '\nregion: eu-west-1'],
      ['keys, naming a profile', '', `AWS ${keys}`, '\nprofile: ci'],
    ] as const
  ).map(([what, variable, value, after]): RefusedRequest => [
    `an argument as a header below ${what}`,
    `${variable}\n${lambda}\nAuthorization: ${value}${after}`,
    'aws-authorization-misplaced',
  ]),
  ...['Session-Token', 'sessionToken', 'aws_session_token', 'Security-Token'].map((name): RefusedRequest => [
    `a token called ${name}`,
    `${lambda}\nAuthorization: AWS ${keys}\n${name}: T`,
    'aws-authorization-misplaced',
  ]),
  ['an argument as a header above keys', `${lambda}\ntoken: T\nAuthorization: AWS ${keys}`, 'aws-authorization-misplaced'],
  ['curl with an argument as a header', `${curl} -H 'Authorization: AWS ${keys}' -H 'token: T'`, 'aws-authorization-misplaced'],
  ['keys twice', `${lambda}\nAuthorization: AWS ${keys}\nAuthorization: AWS ${keys}`, 'aws-authorization-malformed'],
  ['keys and another scheme', `${lambda}\nAuthorization: AWS ${keys}\nauthorization: Bearer x`, 'aws-authorization-malformed'],
  ['another scheme and keys', `${lambda}\nAuthorization: Bearer x\nauthorization: AWS ${keys}`, 'aws-authorization-malformed'],
  [
    'a signature and keys',
    `${lambda}\nAuthorization: AWS4-HMAC-SHA256 x\nAuthorization: AWS ${keys}`,
    'aws-authorization-malformed',
  ],
  ['keys and a profile', `# @aws-profile ci\n${lambda}\nAuthorization: AWS ${keys}`, 'aws-authorization-ambiguous'],
  ['an id that is none', `${lambda}\nAuthorization: AWS a,b ${secretAccessKey}`, 'credentials-malformed'],
  ['a token that is none', `${lambda}\nAuthorization: AWS ${keys} token:ü`, 'credentials-malformed'],
  ['keys for a region that is none', `${lambda}\nAuthorization: AWS ${keys} region:eu/west`, 'region-invalid'],
  ['keys for a service that is none', `${lambda}\nAuthorization: AWS ${keys} service:a/b`, 'service-invalid'],
  ['keys for a set of regions that is none', `${lambda}\nAuthorization: AWS ${keys} region:,*`, 'region-invalid'],
] satisfies RefusedRequest[];

/** Commands that would send something else, or as somebody else. */
export const curlCommands = [
  ...[
    "-F 'a=b;c'",
    '-F a=@-',
    '--form-string a',
    '-T -',
    '-T ./latin1.txt -d a=1',
    '-d "$(id)"',
    '-d @latin1.txt -G',
    '--data-urlencode a@latin1.txt',
    '-H @latin1.txt',
    '-K config',
    '-r 0-9',
    '--next https://a.example/',
    'https://a.example/',
    '--oauth2-bearer token',
    "-d $'a\\qb'",
    "-d $'a\\x00b'",
    "-d $'\\xff'",
    "-d $'\\ud83d'",
    '--connect-to ::127.0.0.1:4566 -X DELETE',
    '--connect-to=::127.0.0.1:4566',
    '--resolve lambda.eu-west-1.amazonaws.com:443:127.0.0.1',
    '--resolve=*:443:127.0.0.1',
    '--unix-socket /run/api.sock',
    '--unix-socket=/run/api.sock',
    '--abstract-unix-socket api',
    '--abstract-unix-socket=api',
    '--preproxy socks5://127.0.0.1:1',
    '--preproxy=socks5://127.0.0.1:1',
    '--request-target /other',
    '--request-target=/other',
    '-d @latin1.txt -d a=1',
    "-H 'X-A: x",
    '-d "x',
    '\n-H X-A:x',
    '-s '.repeat(2001),
  ].map((options): RefusedRequest => [
    `curl with ${options.slice(0, 30)}`,
    `${curl} ${options}`,
    'curl-unreadable',
    { cursor: 0 },
  ]),
  ['curl without a URL', "curl -H 'X-A: x'", 'url-missing'],
  ['curl with a user', `${curl} -u ${id}:${secretAccessKey}`, 'authorization-foreign'],
  ['curl with a user and a scheme without its value', `${curl} -u ${id}:${secretAccessKey} --aws-sigv4`, 'curl-unreadable'],
  ['curl with an id alone', `${curl} -u ${id} --aws-sigv4 aws:amz:eu-west-1:lambda`, 'aws-authorization-malformed'],
  [
    'curl with a secret in pieces',
    `${curl} -u '${id}:${secretAccessKey} more' --aws-sigv4 aws:amz:eu-west-1:lambda`,
    'aws-authorization-malformed',
  ],
  ['curl with a region that is none', `${curl} -u ${id}:${secretAccessKey} --aws-sigv4 aws:amz:eu/west:lambda`, 'region-invalid'],
  ['curl with a missing file', `${curl} --data-binary @nowhere`, 'body-file-missing'],
] satisfies RefusedRequest[];
