interface Option {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
}

/** Options written as `name` or `name:letter`. */
function read(type: Option['type'], list: string): Record<string, Option> {
  return Object.fromEntries(
    list.split(' ').map((word) => {
      const [name = '', short] = word.split(':');
      return [name, short === undefined ? { type } : { type, short }];
    }),
  );
}

/** Options that give the body, https://curl.se/docs/manpage.html */
export const dataOptions = read('string', 'data:d data-ascii data-raw data-binary data-urlencode json');

/** Those that make the request; everything else is said to be left out. */
const taken = {
  ...dataOptions,
  ...read('string', 'form:F form-string header:H user:u user-agent:A referer:e cookie:b request:X url upload-file:T aws-sigv4'),
  ...read('boolean', 'get:G head:I path-as-is'),
};

/** What curl prints, how it speaks to people, and redirects, which have their own rule here; nobody misses them. */
const quiet = {
  ...read(
    'boolean',
    'silent:s show-error:S include:i verbose:v fail:f fail-with-body compressed location:L globoff:g no-buffer:N',
  ),
  ...read('boolean', 'no-progress-meter progress-bar:# http1.1 http2 tlsv1.2 tlsv1.3'),
  ...read('string', 'write-out:w'),
};

/** What curl would write to files. */
export const fileOptions = { ...read('string', 'output:o dump-header:D cookie-jar:c'), ...read('boolean', 'remote-name:O') };

/** How curl connects. Those with a value have to be known, or the value would be taken for the URL. */
const connection = {
  ...read(
    'string',
    'max-time:m connect-timeout retry retry-delay max-redirs proxy:x proxy-user:U noproxy cacert capath cert:E key',
  ),
  ...read('string', 'interface limit-rate ciphers'),
  ...read('boolean', 'insecure:k'),
};

const elsewhere =
  'the request would go to another server. Write its address into the URL and the signed host into a “Host” header, or use a profile with an endpoint';

/** Without these another request would be sent than the one that is written: each with the reason. */
export const refusedOptions: Readonly<Record<string, string>> = {
  config: 'it reads options from a file',
  range: 'write a “Range” header',
  next: 'write the next request below “###”',
  'oauth2-bearer': 'write “-H "Authorization: Bearer …"”',
  'url-query': 'write the query into the URL',
  'connect-to': elsewhere,
  resolve: elsewhere,
  'unix-socket': elsewhere,
  'abstract-unix-socket': elsewhere,
  preproxy: 'set a proxy in the settings of the editor',
  'request-target': 'write the path and the query into the URL',
};
const refused = {
  ...read('string', 'config:K range:r oauth2-bearer url-query connect-to resolve unix-socket abstract-unix-socket'),
  ...read('string', 'preproxy request-target'),
  ...read('boolean', 'next'),
};

/** Every option that is known, as `util.parseArgs` takes them. */
export const curlOptions = { ...taken, ...quiet, ...fileOptions, ...connection, ...refused };

/** Whether nothing has to be said of an option. */
export function isTaken(name: string): boolean {
  return Object.hasOwn(taken, name) || Object.hasOwn(quiet, name);
}
