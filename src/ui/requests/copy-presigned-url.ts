import * as vscode from 'vscode';
import type { PreparedRequest } from '../../core/requests/prepare-request.ts';
import { sandboxProfileId } from '../../core/profiles/sandbox-profile.ts';
import { longestPresign } from '../../core/aws/longest-presign.ts';
import { remainingTime } from '../../core/text/remaining-time.ts';
import { saysPresign } from '../../core/requests/signer.ts';
import { asHttps, requireOpenedByUrl } from '../../core/requests/editing/as-https.ts';
import type { RequestTarget } from '../../platform/contributions.ts';
import { requestTitle } from './preparing/request-title.ts';
import { prepare } from './preparing/prepare.ts';
import { locate } from './preparing/locate.ts';
import type { RequestServices } from './request-services.ts';
import { withCancellableProgress } from '../kit/progress.ts';
import { showNotification } from '../kit/messages.ts';
import { askText } from '../kit/text-input.ts';

const choices = [
  { label: '15 minutes', seconds: 900 },
  { label: '1 hour', seconds: 3600 },
  { label: '12 hours', seconds: 43_200 },
  { label: '7 days', seconds: longestPresign },
];

/** `Copy Presigned URL…`: asks how long it should work unless the request says so, copies it, and says when it really stops working. */
export async function copyPresignedUrl(ports: RequestServices, target: RequestTarget | undefined): Promise<void> {
  const located = await locate(ports, target);
  const { request, webSocket } = asHttps(located.request);
  if (webSocket) requireOpenedByUrl(located.request.url);
  const file = ports.documents.parse(located.document);
  const written = saysPresign(request, file);
  const seconds = written ? undefined : await askSeconds();
  if (!written && seconds === undefined) return;
  const prepared = await withCancellableProgress(`Presigning ${requestTitle(request)}…`, async (signal) => {
    const named = await prepare(ports, { ...located, request }, signal, { presigning: seconds });
    if (!webSocket) return atSandbox(named, ports);
    requireOpenedByUrl(named.request.host);
    return named;
  });
  const { protocol, host, target: path } = prepared.request;
  await vscode.env.clipboard.writeText(`${webSocket ? 'wss:' : protocol}//${host}${path}`);
  void showNotification('information', ['Presigned URL copied.', lifetime(prepared, ports)]);
}

/** Signs again for the address of the local sandbox if its profile signs: no AWS host knows its keys. */
async function atSandbox(prepared: PreparedRequest, { preparation, signatures }: RequestServices): Promise<PreparedRequest> {
  const { request, profile } = prepared;
  const { connectTo } = request;
  // A request may name its own address, which is not the sandbox's.
  const isThere = profile !== undefined && connectTo === profile.profile.endpoint && profile.id === sandboxProfileId;
  if (connectTo === undefined || !isThere) return prepared;
  const { atEndpoint } = await preparation();
  const there = await prepared.resign(atEndpoint(request, connectTo));
  signatures.add(there);
  return there;
}

/** Where the URL works, if sending would connect elsewhere than the request says; otherwise empty. */
function where({ request: { connectTo, protocol, host } }: PreparedRequest): string {
  if (connectTo === undefined) return '';
  return connectTo === `${protocol}//${host}` ? ' at the local sandbox' : ` at ${host}, not at ${connectTo}`;
}

/** The earlier of the URL's own expiry and the session's, and the headers that have to be sent with it. */
function lifetime(prepared: PreparedRequest, { sessions }: RequestServices): string {
  const { request, profile, expiresIn = 0 } = prepared;
  const signed = request.signing.date.getTime();
  const end = signed + expiresIn * 1000;
  const state = profile && sessions.state(profile.id);
  const session = state?.kind === 'active' ? state.session.expiration : undefined;
  const sooner = session !== undefined && session.getTime() < end ? session : undefined;
  const left = remainingTime((sooner?.getTime() ?? end) - signed).text;
  const headers = request.signing.signedHeaders.filter((name) => name !== 'host');
  return [
    `It works ${left}${where(prepared)}${sooner === undefined ? '' : ': the session ends then'}.`,
    ...(request.method === 'GET' ? [] : [`It is for ${request.method}.`]),
    ...(headers.length === 0 ? [] : [`These headers have to be sent with it: ${headers.join(', ')}.`]),
  ].join(' ');
}

async function askSeconds(): Promise<number | undefined> {
  const chosen = await vscode.window.showQuickPick([...choices, { label: 'Another time…', seconds: 0 }], {
    title: 'Copy Presigned URL',
    placeHolder: 'Choose how long the URL is to work',
  });
  if (chosen === undefined || chosen.seconds > 0) return chosen?.seconds;
  const answer = await askText({
    title: 'Copy Presigned URL',
    prompt: `For how many seconds is the URL to work? From 1 second to 7 days (${longestPresign}).`,
    value: '900',
    problem: (text) =>
      /^\d{1,6}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= longestPresign
        ? undefined
        : `Enter a whole number from 1 to ${longestPresign}.`,
  });
  return answer === undefined ? undefined : Number(answer);
}
