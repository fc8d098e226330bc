import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseHttpFile } from '../../../../../src/core/http-file/parse.ts';
import { content, problem } from '../outline.ts';

const form = 'Content-Type: application/x-www-form-urlencoded';
const file = (path: string) => ({ path, substitute: false, encoding: undefined });

describe('curl commands', () => {
  const cases: [command: string, line: string, headers: string[], body: unknown[]][] = [
    ['curl https://e.com', 'GET https://e.com', [], []],
    ['  curl.exe --url https://e.com', 'GET https://e.com', [], []],
    ['curl -I https://e.com', 'HEAD https://e.com', [], []],
    ['curl -X put "https://e.com/a b"', 'PUT https://e.com/a b', [], []],
    ['curl -XDELETE https://e.com', 'DELETE https://e.com', [], []],
    ['curl https://e.com -H \'A: b\' --header "C:d"', 'GET https://e.com', ['A: b', 'C: d'], []],
    ['curl https://e.com -d a=1 -d b=2', 'POST https://e.com', [form], ['a=1&b=2']],
    ['curl https://e.com \\\n  -d a=1 \\  \n  -sSL', 'POST https://e.com', [form], ['a=1']],
    [`curl https://e.com -H 'Content-Type: a/b' -d '{"x":\n\n1}'`, 'POST https://e.com', ['Content-Type: a/b'], ['{"x":\n\n1}']],
    [`curl https://e.com -d $'it\\'s\\n\\x41\\u00fc'`, 'POST https://e.com', [form], ["it's\nAü"]],
    ['curl https://e.com -d "a\\"b\\$c\\d"', 'POST https://e.com', [form], ['a"b$c\\d']],
    [
      'curl https://e.com --json {}',
      'POST https://e.com',
      ['Content-Type: application/json', 'Accept: application/json'],
      ['{}'],
    ],
    ['curl -G https://e.com?z -d a=1 --data-urlencode "b=c d"', 'GET https://e.com?z&a=1&b=c%20d', [], []],
    [
      'curl https://e.com --url-query "q=a b&c" --url-query "=d/e" --url-query "+f=g+h"',
      'GET https://e.com?q=a%20b%26c&d%2Fe&f=g+h',
      [],
      [],
    ],
    ['curl "https://e.com/a?b=1#f" --url-query c=2', 'GET https://e.com/a?b=1&c=2#f', [], []],
    ['curl https://e.com/a? --url-query "q=$Q x"', 'GET https://e.com/a?q={{%$processEnv Q}}%20x', [], []],
    ['curl -G https://e.com --url-query c=2', 'GET https://e.com?c=2', [], []],
    ['curl https://e.com -d a=1 --url-query c=2', 'POST https://e.com?c=2', [form], ['a=1']],
    ["curl https://e.com --url-query ''", 'GET https://e.com', [], []],
    ['curl https://e.com/a|jq .', 'GET https://e.com/a', [], []],
    ['curl https://e.com/a2>err', 'GET https://e.com/a2', [], []],
    ["curl https://e.com -A x -H 'user-agent: y' -e a -e b", 'GET https://e.com', ['user-agent: y', 'Referer: b'], []],
    ["curl https://e.com -A '' -b a=b -b c=d", 'GET https://e.com', ['Cookie: a=b; c=d'], []],
    ["curl https://e.com -b a=b -H 'Cookie: c=d'", 'GET https://e.com', ['Cookie: c=d'], []],
    ["curl https://e.com -d x -H 'Content-Type:'", 'POST https://e.com', [], ['x']],
    ["curl https://e.com --json {} -H 'accept:'", 'POST https://e.com', ['Content-Type: application/json'], ['{}']],
    ["curl https://e.com -u a: -H 'Authorization: Bearer x'", 'GET https://e.com', ['Authorization: Bearer x'], []],
    ['curl -G "https://e.com/a?b=1#f?g" -d c=2', 'GET https://e.com/a?b=1&c=2#f?g', [], []],
    ["curl 'https://e.com/\\{a\\}?b\\[\\]=\\{\\[1\\]\\}'", 'GET https://e.com/{a}?b[]={[1]}', [], []],
    ["curl 'https://e.com/\\{\\{a\\}\\}'", 'GET https://e.com/\\{\\{a}}', [], []],
    ["curl -g 'https://e.com/\\[a'", 'GET https://e.com/\\[a', [], []],
    ['curl --path-as-is https://e.com/a/../b/.', 'GET https://e.com/a/../b/.', [], []],
    ['curl https://e.com/.well-known/a..b/...?c=/../#/./', 'GET https://e.com/.well-known/a..b/...?c=/../#/./', [], []],
    ['curl https://e.com -b "$SESSION"', 'GET https://e.com', ['Cookie: {{$processEnv SESSION}}'], []],
    ['curl https://e.com --data-urlencode "=a&b" --data-raw @c', 'POST https://e.com', [form], ['a%26b&@c']],
    ['curl https://e.com --data-binary @./f.bin', 'POST https://e.com', [form], [file('./f.bin')]],
    [
      'curl https://e.com -u a: -A me -b c=d -e r',
      'GET https://e.com',
      ['User-Agent: me', 'Cookie: c=d', 'Referer: r', 'Authorization: Basic YTo='],
      [],
    ],
    [
      'curl https://e.com --aws-sigv4 aws:amz:eu-west-1:s3 -u AKID:sec:ret',
      'GET https://e.com',
      ['Authorization: AWS AKID sec:ret region:eu-west-1 service:s3'],
      [],
    ],
    [
      'curl https://e.com --aws-sigv4 "aws:amz:$AWS_REGION:s3" -u "$AWS_ACCESS_KEY_ID:${AWS_SECRET_ACCESS_KEY}" -H "x-amz-security-token: $AWS_SESSION_TOKEN"',
      'GET https://e.com',
      [
        'x-amz-security-token: {{$processEnv AWS_SESSION_TOKEN}}',
        'Authorization: AWS {{$processEnv AWS_ACCESS_KEY_ID}} {{$processEnv AWS_SECRET_ACCESS_KEY}} region:{{$processEnv AWS_REGION}} service:s3',
      ],
      [],
    ],
    [
      'curl https://e.com/{{$guid}}/"{{ $timestamp }}{{%$guid}}"/$STAGE/$5 -d \'$HOME `x` $(y)\' -H "A: \\$B" -H "E;" -H "Accept:"',
      'POST https://e.com/{{$guid}}/{{ $timestamp }}{{%$guid}}/{{$processEnv STAGE}}/$5',
      ['A: $B', 'E: ', form],
      ['$HOME `x` $(y)'],
    ],
    ['curl https://e.com --data-urlencode "q=a b{{x}}&$C"', 'POST https://e.com', [form], ['q=a%20b{{%x}}%26{{%$processEnv C}}']],
    ['curl -T ./a/b.bin https://e.com/x', 'PUT https://e.com/x', [], [file('./a/b.bin')]],
    ['curl -T ./a/b.bin https://e.com/x/?v=1', 'PUT https://e.com/x/b.bin?v=1', [], [file('./a/b.bin')]],
    ['curl --upload-file "a b.bin" https://e.com -X POST', 'POST https://e.com/a%20b.bin', [], [file('a b.bin')]],
    ['curl https://e.com/{{path}} -o out.txt --compressed # note', 'GET https://e.com/{{path}}', [], []],
    ['curl https://e.com\n\n# note\n> {% x %}', 'GET https://e.com', [], []],
  ];
  for (const [command, line, headers, body] of cases) {
    it(JSON.stringify(command), () => {
      const [request] = parseHttpFile(command).requests;
      assert.ok(request);
      assert.equal(request.syntax, 'curl');
      assert.deepEqual({ ...content(request), directives: [] }, { line, headers, body, directives: [] });
      assert.deepEqual(
        request.problems.filter(({ severity }) => severity !== 'information'),
        [],
      );
    });
  }

  const wrong: [command: string, problem: string][] = [
    ['curl', 'error url-missing 0:0-0:4'],
    ["curl https://e.com -d 'a", 'error curl-unreadable 0:0-0:24'],
    ['curl https://e.com https://f.com', 'error curl-unreadable 0:0-0:32'],
    ['curl https://e.com -u a:b', 'warning credential-text 0:0-0:25'],
    ['curl https://e.com --aws-sigv4 aws:amz:eu-west-1:s3', 'warning curl-option-ignored 0:0-0:51'],
    ['curl https://e.com --constructor', 'error curl-unreadable 0:0-0:32'],
    ['curl --proto =https --retry-max-time 10 https://e.com', 'warning curl-option-ignored 0:0-0:53'],
    ['curl https://e.com -o f', 'information curl-option-ignored 0:0-0:23'],
    ['curl https://e.com -d @f', 'information curl-option-ignored 0:0-0:24'],
    ['curl https://e.com -d @a -d b', 'error curl-unreadable 0:0-0:29'],
    ['curl https://e.com\n-d a', 'error curl-unreadable 1:0-1:4'],
    ['curl https://e.com -k -x http://proxy --no-keepalive', 'warning curl-option-ignored 0:0-0:52'],
  ];
  for (const [command, expected] of wrong) {
    it(`${JSON.stringify(command)} is a problem`, () =>
      assert.deepEqual(parseHttpFile(command).problems.map(problem), [expected]));
  }

  const refused: [command: string, reason: RegExp][] = [
    ['curl https://e.com -u a', /asks for the password/],
    ['curl https://e.com -u "a:$B"', /only for “--aws-sigv4”/],
    ['curl https://e.com -d "$(date)"', /is not run/],
    ['curl https://e.com --url-query name@file', /“--url-query” with a file/],
    ['curl -G https://e.com -d a=1 --url-query b=2', /leaves “--url-query” out/],
    ['curl -X CONNECT https://e.com', /^CONNECT asks a proxy/],
    ['curl https://e.com/`date`', /is not run/],
    ['curl https://e.com/${A:-b}', /is not run/],
    ['curl https://e.com -d @-', /Standard input/],
    ['curl https://e.com -T -', /Standard input/],
    ['curl https://e.com -T ""', /name of a file is missing/],
    ['curl https://e.com -T a -T b', /more than one file/],
    ['curl https://e.com -T a -d b', /two kinds of body/],
    ['curl https://e.com -F a=b -d b', /two kinds of body/],
    ['curl https://e.com -I -d b', /two kinds of body/],
    ['curl https://e.com -G -F a=b', /two kinds of body/],
    ['curl https://e.com -G -d @a', /query from a file/],
    ['curl https://e.com --data-urlencode a@b', /with a file/],
    ['curl https://e.com -H @headers', /Headers from a file/],
    ['curl https://e.com -F a', /needs a name and a value/],
    ['curl https://e.com -F =a', /needs a name and a value/],
    ["curl https://e.com -F 'a=b;c'", /--form-string/],
    ['curl https://e.com -F a=@b,c', /--form-string/],
    ['curl https://e.com -F a=@-', /Standard input/],
    ["curl https://e.com -F 'a=(;type=multipart/mixed'", /--form-string/],
    ["curl https://e.com -F 'a=@b;headers=X: y'", /;headers=/],
    ["curl https://e.com -F a=b -H 'Content-Type: text/plain'", /leave it out/],
    ["curl https://e.com -F a=b -H 'Content-Type: multipart/related'", /leave it out/],
    ["curl https://e.com -F a=b -H 'Content-Type: multipart/form-data; boundary=x'", /leave it out/],
    ['curl https://e.com -b cookies.txt', /Cookies from a file.*name=value/],
    ['curl https://e.com -b ""', /Cookies from a file/],
    ['curl https://e.com/a/../b', /removes “\.” and “\.\.” from the path.*--path-as-is/],
    ['curl https://e.com/a/.', /--path-as-is/],
    ['curl e.com/..?a', /--path-as-is/],
    ['curl https://e.com?a=1&b=2', /A shell ends the command at “&”: put quotes/],
    ['curl https://e.com -F a=b;type=x', /A shell ends the command at “;”/],
    ['curl -X DELETE https://e.com/a;echo', /A shell ends the command at “;”/],
    ['curl https://e.com&&rm x', /starts another command/],
    ['curl https://e.com/<name>', /is not taken over/],
    ['curl https://e.com -K f', /reads options from a file/],
    ['curl https://e.com -r 0-9', /“Range” header/],
    ['curl https://e.com https://f.com', /write one for each/],
    ['curl https://e.com --oauth2-bearer t', /Authorization: Bearer/],
    ["curl https://e.com -d $'a\\qb'", /“\\q” means nothing/],
    ["curl https://e.com -d $'a\\xgb'", /“\\x” means nothing/],
    ["curl https://e.com -d $'\\u'", /“\\u” means nothing/],
    ["curl https://e.com -d $'\\8'", /“\\8” means nothing/],
    ["curl https://e.com -d $'\\c1'", /“\\c” means nothing/],
    ["curl https://e.com -d $'\\ud83d\\ude00'", /“\\ud83d” is not a whole character/],
    ["curl https://e.com -d $'\\U110000'", /“\\U110000” is not a whole character/],
    ["curl https://e.com -d $'a\\0b'", /NUL/],
    ["curl https://e.com -d $'a\\x00b'", /NUL/],
    ["curl https://e.com -d $'a\\400b'", /NUL/],
    ["curl https://e.com -d $'a\\u0000b'", /NUL/],
    ["curl https://e.com -d $'a\\xffb'", /not UTF-8 text/],
    ["curl https://e.com -d $'a\\xc3'", /not UTF-8 text/],
    ["curl https://e.com -d $'a\\", /not closed/],
    ["curl https://e.com -d $'a\\'", /not closed/],
    ['curl https://e.com --connect-to ::localhost:4566', /“--connect-to” .* another server.*“Host” header/],
    ['curl https://e.com --connect-to=::localhost:4566', /“--connect-to” .* another server/],
    ['curl --resolve e.com:443:127.0.0.1 https://e.com', /“--resolve” .* another server/],
    ['curl --unix-socket /x https://e.com', /“--unix-socket” .* another server/],
    ['curl --unix-socket=/x https://e.com', /“--unix-socket” .* another server/],
    ['curl --abstract-unix-socket x https://e.com', /“--abstract-unix-socket” .* another server/],
    ['curl --preproxy socks5://p https://e.com', /“--preproxy” .* settings of the editor/],
    ['curl --request-target /a https://e.com', /“--request-target” .* into the URL/],
    ['curl --request-target=* https://e.com', /“--request-target” .* into the URL/],
    ['curl --frobnicate x https://e.com', /“--frobnicate” is not a curl option that is known here/],
    ['curl -sW x https://e.com', /“-W” is not a curl option that is known here/],
    ['curl --haproxy-protocol https://e.com', /“--haproxy-protocol” is not a curl option .* known here/],
    ['curl --expand-data {{x}} https://e.com', /“--expand-data” is not a curl option .* known here/],
    ['curl --no-get https://e.com -d a', /“--no-get” is not a curl option .* known here/],
    ['curl --form-escape -F a=b https://e.com', /“--form-escape” is not a curl option .* known here/],
    ['curl https://e.com -sC 5', /“-C” .*“Range” header/],
    ['curl https://e.com -z yesterday', /“-z” .* as a header/],
    ['curl https://e.com -n', /“-n” .*“-u name:password”/],
    ['curl https://e.com -u a:b --digest', /“--digest” .*“--basic”/],
    ['curl --proto-default https e.com', /“--proto-default” .* into the URL/],
    ['curl --dns-servers 127.0.0.1 https://e.com', /“--dns-servers” .* another server/],
    ['curl https://e.com -: https://f.com', /“-:” .* below “###”/],
    ['curl https://e.com -X', /“-X” of curl has no value/],
    ['curl https://e.com --get=x -d a', /“--get” of curl has no value, or one too many/],
  ];
  for (const [command, reason] of refused) {
    it(`${command} is refused with a reason`, () => {
      const { requests, problems } = parseHttpFile(command);
      assert.deepEqual(
        [requests.length, problems.map(({ severity, code }) => `${severity} ${code}`)],
        [0, ['error curl-unreadable']],
      );
      assert.match(problems[0]?.message ?? '', reason);
    });
  }
});

describe('what a shell would compute', () => {
  const sigv4 = 'curl https://e.com --aws-sigv4 aws:amz:eu-west-1';
  const cases: [command: string, advice: RegExp][] = [
    [
      `${sigv4} --user "$(aws configure get aws_access_key_id):$(aws configure get aws_secret_access_key)"`,
      /“# @aws-profile name”/,
    ],
    [`${sigv4} -u "$(aws configure get aws_access_key_id --profile my-dev):x"`, /“# @aws-profile my-dev”/],
    [`${sigv4} -u "\`aws configure --profile=ci get aws_access_key_id\`:x"`, /“# @aws-profile ci”/],
    [`${sigv4} -u $(aws-vault exec prod -- env)`, /“# @aws-profile name”/],
    [`${sigv4} -u "$(grep key ~/.aws/credentials)"`, /“# @aws-profile name”/],
    [`${sigv4} -u "\${AWS_ACCESS_KEY_ID:?}:x"`, /“# @aws-profile name”/],
    [`${sigv4} -H "X-Amz-Security-Token: $(/usr/local/bin/aws configure get aws_session_token)"`, /“# @aws-profile name”/],
    ['curl https://e.com -u "$(pass show e.com)"', /“\$NAME” or “\{\{name\}\}”/],
  ];
  for (const [command, advice] of cases) {
    it(`is not run, and nobody is told to write it down: ${command}`, () => {
      const { requests, problems } = parseHttpFile(command);
      assert.deepEqual([requests.length, problems.map(({ code }) => code)], [0, ['curl-unreadable']]);
      assert.match(problems[0]?.message ?? '', advice);
      assert.doesNotMatch(problems[0]?.message ?? '', /its result|write it/);
    });
  }
});
