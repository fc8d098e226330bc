interface Option {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
}
type Options = Readonly<Record<string, Option>>;

/** Options written as `name`, `name=` if a value follows, `name:letter`; `-more` extends the last one that has no hyphen before it. */
function read(list: string): Options {
  let base = '';
  return Object.fromEntries(
    list.split(' ').map((word): [string, Option] => {
      const [, more = '', value, short] = /^(.+?)(=)?(?::(.))?$/.exec(word) ?? [];
      const name = more.startsWith('-') ? base + more : (base = more);
      const type = value === undefined ? 'boolean' : 'string';
      return [name, short === undefined ? { type } : { type, short }];
    }),
  );
}

/** Options that give the body, https://curl.se/docs/manpage.html */
export const dataOptions = read('data=:d -ascii= -raw= -binary= -urlencode= json=');

/** Options that make the request. */
const taken: Options = {
  ...dataOptions,
  ...read(
    'form=:F -string= header=:H user=:u -agent=:A referer=:e cookie=:b request=:X url= url-query= upload-file=:T aws-sigv4= get:G head:I path-as-is',
  ),
};

/** Options for output, messages and redirects (which have their own rules here); they are left out silently. */
const quiet = read(
  'silent:s show-error:S show-headers include:i verbose:v fail:f -early -with-body compressed location:L globoff:g no-buffer:N ' +
    'no-progress-meter progress-bar:# write-out=:w disable:q basic ' +
    'http1.0:0 http1.1 http2 -prior-knowledge http3 -only tlsv1.2 tlsv1.3 trace-time trace-ids styled-output no-styled-output no-silent no-verbose no-location',
);

/** Options that make curl write files. */
export const fileOptions = read(
  'output=:o -dir= create-dirs dump-header=:D cookie-jar=:c etag-save= stderr= trace= -ascii= ' +
    'remote-name:O -all remote-header-name:J remote-time:R no-clobber skip-existing remove-on-error',
);

const tls = 'cacert= capath= ca-native cert-type= ciphers= crlfile= key= key-type= pass= pinnedpubkey= tls13-ciphers=';

/** Connection options: reported as left out. Those with a value have to be known, or the value would be taken for the URL. */
const connection = read(
  `${tls} cert=:E insecure:k ssl-no-revoke ssl-revoke-best-effort tlsv1:1 tlsv1.0 tlsv1.1 tls-max= ` +
    `proxy=:x ${tls.replace(/\S+/g, '-$&')} -cert= -insecure -user=:U -basic -header= ` +
    'proxytunnel:p noproxy= socks4= socks4a= socks5= -hostname= ' +
    'max-filesize= max-redirs= max-time=:m connect-timeout= ' +
    'retry= -all-errors -connrefused -delay= -max-time= limit-rate= speed-limit=:Y speed-time=:y interface= local-port= ' +
    'ipv4:4 ipv6:6 no-alpn no-keepalive keepalive-time= parallel:Z -max= ' +
    'tcp-nodelay tcp-fastopen ssl ssl-reqd no-sessionid junk-session-cookies:j raw happy-eyeballs-timeout-ms= expect100-timeout= rate= ' +
    'follow location-trusted post301 post302 post303 proto= -redir=',
);

const elsewhere =
  'the request would go to another server. Write its address into the URL and the signed host into a “Host” header, or use a profile with an endpoint';

/**
 * Options without which a different request would be sent, each with the reason. They stop the command, so it does not matter
 * whether a value follows.
 */
const refusals = [
  ['config:K', 'it reads options from a file'],
  ['range:r continue-at:C', 'write a “Range” header'],
  ['time-cond:z etag-compare', 'write the condition as a header'],
  ['next::', 'write the next request below “###”'],
  ['oauth2-bearer', 'write “-H "Authorization: Bearer …"”'],
  ['netrc:n -file -optional', 'write “-u name:password”'],
  ['anyauth digest negotiate ntlm', 'a password is only sent as “--basic” does'],
  ['proto-default request-target', 'write it into the URL'],
  ['connect-to resolve unix-socket abstract-unix-socket dns-servers doh-url alt-svc', elsewhere],
  ['preproxy', 'set a proxy in the settings of the editor'],
] as const;
const reasons = new Map(refusals.flatMap(([list, reason]) => Object.keys(read(list)).map((name) => [name, reason])));

const known: Options = { ...taken, ...quiet, ...fileOptions, ...connection };

/** All known options, in the form of `util.parseArgs`. */
export const curlOptions: Options = { ...known, ...read(refusals.map(([list]) => list).join(' ')) };

/**
 * Why a command with this option is not read, as a sentence; undefined if it is read. Options that are not listed here are for
 * protocols other than HTTP, change what is sent (`--haproxy-protocol`, `--crlf`, `--hsts`, `--variable`), are hardly ever used, or
 * do not exist.
 */
export function refusalOf(name: string, written: string, value: string | undefined): string | undefined {
  const reason = reasons.get(name);
  if (reason !== undefined) return `“${written}” of curl is not supported: ${reason}.`;
  const option = Object.hasOwn(known, name) ? known[name] : undefined;
  if (option === undefined) return `“${written}” is not a curl option that is known here: leave it out.`;
  if ((option.type === 'string') === (value !== undefined)) return undefined;
  return `“${written}” of curl has no value, or one too many.`;
}

/** Whether an option is used, or left out silently. */
export function isTaken(name: string): boolean {
  return Object.hasOwn(taken, name) || Object.hasOwn(quiet, name);
}
