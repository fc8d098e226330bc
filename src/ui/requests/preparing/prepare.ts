import * as vscode from 'vscode';
import { UserError } from '../../../core/errors.ts';
import { askedLines } from '../../../core/requests/editing/signature-edits.ts';
import type { Presigning, PreparedRequest, RequestProfile } from '../../../core/requests/prepare-request.ts';
import { type StoredProfile, requireUsable } from '../../../storage/stored-profile.ts';
import { askText } from '../../kit/text-input.ts';
import type { Located } from './locate.ts';
import type { RequestServices } from '../request-services.ts';
import { directoryOf } from '../request-variables.ts';

export interface PrepareOptions {
  /** Whether what a person is asked for on the way is written above the request; it is unless this says no. */
  readonly writesAnswers?: boolean;
  /** Where it is another than the request itself asks for. */
  readonly presigning?: Presigning | undefined;
}

/** Resolves, builds and signs a request; what had to be asked for is written above it. @throws {UserError} */
export async function prepare(
  ports: RequestServices,
  located: Located,
  signal: AbortSignal,
  { writesAnswers = true, presigning }: PrepareOptions = {},
): Promise<PreparedRequest> {
  const { document, request } = located;
  const { version } = document;
  const usable = (stored: StoredProfile | undefined): RequestProfile | undefined => stored && requireUsable(stored);
  const { prepareRequest } = await ports.preparation();
  const file = ports.documents.parse(document);
  const baseDirectory = directoryOf(document);
  const prepared = await prepareRequest(
    request,
    {
      file,
      fileName: vscode.workspace.asRelativePath(document.uri),
      ...(baseDirectory !== undefined && { baseDirectory }),
      ...(await ports.variables.sources(document, file, request, { mayAsk: true, signal })),
      signal,
    },
    {
      profileNames: () => ports.profiles.list().map(({ name }) => name),
      profileByName: (name) => usable(ports.profiles.findByName(name)),
      activeProfile: () => usable(ports.active.get()),
      isSandboxStopped: () => ports.active.isStoppedSandbox,
      sandboxStart: () => ports.sandbox.started(),
      confirmDestination: async (journey) => (await ports.destinations()).confirm(journey),
      credentials: async (signer, aborted) => (await ports.credentialProvider()).credentials(signer, aborted),
      renewCredentials: async (signer, aborted) => (await ports.credentialProvider()).renewedCredentials(signer, aborted),
      askScope,
      now: (signed) => ports.clock.nowFor(signed),
      sigv4a: async () => (await ports.multiRegion()).sigv4a,
    },
    presigning,
  );
  ports.signatures.add(prepared);
  const lines = askedLines(prepared.asked);
  if (writesAnswers && lines !== '' && document.version === version) {
    // What a person answered stands above the request from then on, where everyone can see it.
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(request.requestLineRange.start.line, 0), lines);
    await applyEdit(edit);
  }
  return prepared;
}

export async function applyEdit(edit: vscode.WorkspaceEdit): Promise<void> {
  if (await vscode.workspace.applyEdit(edit)) return;
  throw new UserError({
    code: 'edit-refused',
    message: 'The editor did not take the change of the request.',
    remedy: 'Check that the document can be edited, then try again.',
    retryable: true,
  });
}

async function askScope(missing: 'service' | 'region', host: string): Promise<string | undefined> {
  const answer = await askText({
    title: `Which ${missing} is ${host} signed for?`,
    prompt: `Neither the request nor its host says so. The answer is written above the request as “# @aws-${missing}”.`,
    placeHolder: missing === 'service' ? 'execute-api' : 'eu-central-1',
    problem: (text) => (/^[A-Za-z0-9-]*$/.test(text.trim()) ? undefined : 'Use letters, digits and hyphens.'),
  });
  return answer === undefined || answer.trim() === '' ? undefined : answer.trim();
}
