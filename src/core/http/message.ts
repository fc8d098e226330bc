/** A header line as it is on the wire: name in the writer's own case, value trimmed. Repeated names stay repeated. */
export type Header = readonly [name: string, value: string];

/** A body that is read from a file while it is hashed and sent, and is never all in memory. */
export interface FileBody {
  readonly kind: 'file';
  /** Absolute path. */
  readonly path: string;
  /** Length in bytes when the request was built. */
  readonly size: number;
}

export type RequestBody = Uint8Array | FileBody;

/** The exact request that goes on the wire; every variable is substituted and every default header is in place. */
export interface HttpRequest {
  readonly method: string;
  readonly protocol: 'https:' | 'http:';
  /** The value of the `Host` header: the host name, with the port if it is not the protocol's default. */
  readonly host: string;
  /** Raw path and query exactly as sent, starting with `/`. */
  readonly target: string;
  /** In order, without `Host`. */
  readonly headers: readonly Header[];
  readonly body: RequestBody;
  /** Origin to connect to instead of `protocol//host` (a tunnel, a private endpoint, the sandbox); `Host` and the signature keep `host`. */
  readonly connectTo?: string;
}

export interface HttpResponse {
  readonly status: number;
  readonly statusText: string;
  /** For example `1.1`. */
  readonly httpVersion: string;
  readonly headers: readonly Header[];
  /** Can be read once; reading it is what drives the transfer. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Whether the server did not state the body's length: then it ends where the connection does. */
  readonly lengthUnknown?: boolean;
  readonly timing: ResponseTiming;
}

/** Milliseconds since the request was started; a phase that did not happen (a kept connection, plain http) is absent. */
export interface ResponseTiming {
  readonly lookup?: number;
  readonly connect?: number;
  readonly secureConnect?: number;
  readonly firstByte: number;
}

/** The address that a request is signed for, wherever it is connected. */
export function requestUrl({ protocol, host, target }: Pick<HttpRequest, 'protocol' | 'host' | 'target'>): string {
  return `${protocol}//${host}${target}`;
}

/** The values of all header lines with this name, in order. */
export function headerValues(headers: readonly Header[], name: string): string[] {
  const wanted = name.toLowerCase();
  return headers.filter(([candidate]) => candidate.toLowerCase() === wanted).map(([, value]) => value);
}

/** A request that went out, and the status that came back. */
export interface SentRequest {
  readonly request: HttpRequest;
  readonly status: number;
}

/** Whether a text can be a header value: without line ends, control characters and lone surrogates. */
export function isHeaderValue(value: string): boolean {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return !/[\0-\x08\x0a-\x1f\x7f]/.test(value) && value.isWellFormed();
}
