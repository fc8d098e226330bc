import { inferService } from '../aws/infer-service.ts';
import type { HttpFile, HttpFileRequest } from '../http/http-file.ts';
import { isAwsDirective } from '../http/syntax/directives.ts';

/** Whether a request is meant for AWS: it says so in a directive or its Authorization, or its host is one of AWS's. */
export function isAwsRequest(request: HttpFileRequest, file: HttpFile): boolean {
  if ([...request.directives, ...file.directives].some(isAwsDirective)) return true;
  if (request.headers.some(({ name, value }) => name.toLowerCase() === 'authorization' && /^AWS4?\b/i.test(value))) return true;
  const host = hostOf(substitute(request.url, file)) ?? request.headers.find(({ name }) => name.toLowerCase() === 'host')?.value;
  return host !== undefined && inferService(substitute(host, file)) !== undefined;
}

function hostOf(url: string): string | undefined {
  return /^(?:(?:https?|wss):\/\/)?(?<host>[^/?#\s]+)/i.exec(url)?.groups?.['host'];
}

/** Puts the file's plain variables in. Variables within variables are followed one step, which is as far as hosts go in practice. */
function substitute(text: string, file: HttpFile): string {
  const once = (input: string): string =>
    input.replace(
      /\{\{\s*([^{}\s]+)\s*\}\}/g,
      (whole, wanted: string) => file.variables.findLast(({ name }) => name === wanted)?.value ?? whole,
    );
  return once(once(text));
}
