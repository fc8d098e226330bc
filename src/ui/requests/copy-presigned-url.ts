import * as vscode from 'vscode';
import type { PreparedRequest } from '../../core/requests/prepare-request.ts';
import { longestPresign } from '../../core/aws/longest-presign.ts';
import { presignedUrl, presignedUrlNote, sandboxAddress } from '../../core/requests/presigned-url.ts';
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
  await vscode.env.clipboard.writeText(presignedUrl(prepared, { webSocket }));
  const state = prepared.profile && ports.sessions.state(prepared.profile.id);
  const sessionEnd = state?.kind === 'active' ? state.session.expiration : undefined;
  void showNotification('information', ['Presigned URL copied.', presignedUrlNote(prepared, sessionEnd)]);
}

/** Signs again for the address of the local sandbox if its profile signs: no AWS host knows its keys. */
async function atSandbox(prepared: PreparedRequest, { preparation, signatures }: RequestServices): Promise<PreparedRequest> {
  const address = sandboxAddress(prepared);
  if (address === undefined) return prepared;
  const { atEndpoint } = await preparation();
  const there = await prepared.resign(atEndpoint(prepared.request, address));
  signatures.add(there);
  return there;
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
