import { inferService } from '../aws/infer-service.ts';
import { fileValues } from '../http/file-values.ts';
import type { HttpFile, HttpFileRequest } from '../http/http-file.ts';
import { asRead } from '../http/moved-request.ts';

/** Whether a request is meant for AWS: it says so in a directive or its Authorization, or its host is one of AWS's. */
export function isAwsRequest(request: HttpFileRequest, file: HttpFile): boolean {
  const { directives, headers, url } = asRead(request);
  const isOurs = ({ name }: { readonly name: string }): boolean => name.startsWith('aws-');
  if (directives.some(isOurs) || file.directives.some(isOurs)) return true;
  if (headers.some(({ name, value }) => isNamed(name, 'authorization') && /^AWS/i.test(value))) return true;
  const byUrl = isAwsHost(origin.exec(url)?.[0] ?? '', file);
  if (byUrl !== undefined) return byUrl;
  const host = headers.find(({ name }) => isNamed(name, 'host'))?.value;
  return host !== undefined && isAwsHost(host, file) === true;
}

/** What of a URL comes before path and query, variables unresolved: they may hold a part of it or all. */
const origin = /^(?:[^/?#\s]*\/\/)?(?:\{\{[^{}]*\}\}|[^/?#\s])*/;

/** What is known of hosts as they are written, for as long as the variables of their file stay the same. */
const knownHosts = new WeakMap<HttpFile['variables'], Map<string, boolean | undefined>>();

/** Whether a host, or the URL that begins with it, is one of AWS's; undefined where there is no host. */
function isAwsHost(written: string, file: HttpFile): boolean | undefined {
  const hosts = knownHosts.get(file.variables) ?? new Map<string, boolean | undefined>();
  knownHosts.set(file.variables, hosts);
  if (hosts.has(written)) return hosts.get(written);
  const host = hostOf(substitute(written, file));
  const isAws = host === undefined ? undefined : inferService(substitute(host, file)) !== undefined;
  hosts.set(written, isAws);
  return isAws;
}

function hostOf(url: string): string | undefined {
  return /^(?:(?:https?|wss):\/\/)?(?<host>[^/?#\s]+)/i.exec(url)?.groups?.['host'];
}

function isNamed(name: string, wanted: string): boolean {
  return name.length === wanted.length && name.toLowerCase() === wanted;
}

/** Puts the file's plain variables in. Variables within variables are followed one step, which is as far as hosts go in practice. */
function substitute(text: string, file: HttpFile): string {
  const values = fileValues(file);
  const once = (input: string): string =>
    input.replace(/\{\{\s*([^{}\s]+)\s*\}\}/g, (whole, wanted: string) => values.get(wanted) ?? whole);
  return once(once(text));
}
