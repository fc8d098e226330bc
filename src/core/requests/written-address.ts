import { fileValues, resolveWritten } from '../http-file/file-values.ts';
import type { HttpFile, HttpFileRequest } from '../http-file/http-file.ts';
import { hostOf } from './is-aws-request.ts';

/** Longer addresses are cut: they stand beside other words. */
const longest = 60;

/**
 * The address in the URL of a request whose `Host` header names another, for example `127.0.0.1:9000`; undefined for any other request.
 * Variables of the file have their values, others stay as they are written; nothing is evaluated.
 */
export function writtenAddress({ url, headers }: HttpFileRequest, file: Pick<HttpFile, 'variables'>): string | undefined {
  const header = headers.find(({ name }) => name.toLowerCase() === 'host')?.value;
  if (header === undefined) return undefined;
  const values = fileValues(file);
  const resolve = (text: string): string => resolveWritten(text, (name) => values.get(name)).trim();
  const address = hostOf(resolve(url));
  if (address === '' || address.toLowerCase() === resolve(header).toLowerCase()) return undefined;
  return address.length > longest ? `${address.slice(0, longest)}…` : address;
}
