import * as vscode from 'vscode';
import { UserError } from '../../core/errors.ts';
import { explainOwnRefusal } from '../../core/refusals/explain-own-refusal.ts';
import { plainText } from '../../core/text/plain-text.ts';
import { refusalPage, statementText } from '../../core/refusals/refusal-page.ts';
import { signatureRecord, signedText } from '../../core/requests/explain-request.ts';
import { forProfile } from '../../core/remedies/remedy.ts';
import type { ExplainedRequest } from '../../core/exchange/send-with-server-time.ts';
import { explainRefusal } from '../../core/refusals/explain-refusal.ts';
import { readPastedResponse } from '../../core/refusals/reading/read-pasted-response.ts';
import type { RefusalExplanation } from '../../core/refusals/explain-refusal.ts';
import type { PolicyProposal } from '../../core/refusals/permissions/policy-proposal.ts';
import type { RequestTarget } from '../../platform/contributions.ts';
import { commandLink } from '../../platform/contributions.ts';
import { isTextRemedy, runRemedy } from '../kit/run-remedy.ts';
import type { HttpDocuments } from '../documents/http-documents.ts';
import type { ExplanationDocuments } from './explanation-documents.ts';
import type { SignatureHistory } from './signature-history.ts';

/** A response that refused a signature, and its request. */
export interface Refused {
  readonly target: RequestTarget;
  readonly response: ExplainedRequest;
  readonly refusal: RefusalExplanation;
}

/** The services that the actions need. */
export interface RefusalActionPorts {
  readonly documents: HttpDocuments;
  readonly pages: ExplanationDocuments;
  readonly history: SignatureHistory;
  /** Only the last refusal has actions. */
  readonly isLatest: (refused: Refused) => boolean;
}

/** The actions on a refusal. @throws {UserError} */
export type RefusalAction = (refused: Refused, ports: RefusalActionPorts) => Promise<void>;

/**
 * The sentence above the second line (the first has the actions on any response), its actions above the third: one line would be
 * too long for half a window.
 */
export function refusalLenses(refusal: RefusalExplanation): vscode.CodeLens[] {
  const lens = (line: number, command: vscode.Command): vscode.CodeLens =>
    new vscode.CodeLens(new vscode.Range(line, 0, line, 0), command);
  return [
    lens(1, commandLink('awsAuth.response.explainRefusal', `$(warning)\u00a0${plainText(brief(refusal.sentence))}`)),
    ...links(refusal).map((command) => lens(2, command)),
  ];
}

function links(refusal: RefusalExplanation): vscode.Command[] {
  const { fix, firstDifference } = refusal;
  return [
    ...policyLinks(refusal),
    ...(fix === undefined ? [] : [commandLink('awsAuth.refusal.fix', fix.title)]),
    ...(firstDifference === undefined ? [] : [commandLink('awsAuth.refusal.compare', "Compare with AWS's Canonical Request")]),
  ];
}

function policyLinks({ permission }: RefusalExplanation): vscode.Command[] {
  return permission === undefined || permission.proposals.length === 0
    ? []
    : [commandLink('awsAuth.refusal.copyPolicy', 'Copy Policy Statement')];
}

/** The statements of the refusals that pages explain: a page outlives the response, and one about a pasted text has none. */
const proposalsOfPages = new Map<string, readonly PolicyProposal[]>();
const mostPages = 50;

/** Explains the refusal on a page of its own. */
const explain: RefusalAction = async (refused, { pages, isLatest }) => {
  const { response, refusal } = refused;
  const text = refusalPage(refusal, signatureRecord(response.prepared));
  const commands = (): vscode.Command[] => (isLatest(refused) ? links(refusal) : policyLinks(refusal));
  remember(await pages.show({ name: 'AWS Refusal.md', text }, commands), refusal);
};

function remember(page: vscode.Uri, { permission }: RefusalExplanation): void {
  if (permission === undefined || permission.proposals.length === 0) return;
  const [oldest] = proposalsOfPages.keys();
  if (oldest !== undefined && proposalsOfPages.size >= mostPages) proposalsOfPages.delete(oldest);
  proposalsOfPages.set(page.toString(), permission.proposals);
}

/**
 * `Copy Policy Statement`: of the page in the active editor, else of the last response.
 * @throws {UserError} `policy-statement-missing`
 */
export async function copyPolicyStatement(latest: Refused | undefined): Promise<void> {
  const page = vscode.window.activeTextEditor?.document.uri.toString() ?? '';
  const proposals = proposalsOfPages.get(page) ?? latest?.refusal.permission?.proposals ?? [];
  const [first, ...others] = proposals;
  if (first === undefined) {
    throw new UserError({
      code: 'policy-statement-missing',
      message: 'There is no refusal that a policy statement would help against.',
      remedy:
        'Send a request that is refused for a missing permission, or use “Explain AWS Refusal…” for a response from elsewhere.',
    });
  }
  const rows = proposals.map((proposal) => ({ label: `For ${proposal.place}`, proposal }));
  const chosen =
    others.length === 0
      ? first
      : (
          await vscode.window.showQuickPick(rows, {
            title: 'Copy Policy Statement',
            placeHolder: 'Choose the policy that the statement is for',
          })
        )?.proposal;
  if (chosen === undefined) return;
  await vscode.env.clipboard.writeText(`${statementText(chosen.statement)}\n`);
  vscode.window.setStatusBarMessage(`$(check) Copied a statement for ${plainText(chosen.place)}`, 5000);
}

/** Shows AWS's canonical request beside ours. @throws {UserError} `refusal-without-texts` */
const compare: RefusalAction = async ({ response, refusal }, { pages }) => {
  const { expected, firstDifference } = refusal;
  if (expected === undefined || firstDifference === undefined) {
    throw new UserError({
      code: 'refusal-without-texts',
      message: 'AWS showed no canonical request that differs from ours.',
      remedy: 'Explain the signature to see what was signed.',
    });
  }
  const { part, name } = firstDifference;
  await pages.compare(
    { name: 'AWS.txt', text: signedText(expected) },
    { name: 'signed.txt', text: signatureRecord(response.prepared).text },
    `AWS ↔ Signed: ${part}${name === '' ? '' : ` ${name}`} differs first`,
  );
};

/** Applies the fix that AWS's words name, to the request or the session. @throws {UserError} `request-not-found` */
const fix: RefusalAction = async ({ target, response, refusal }, { documents }) => {
  if (refusal.fix === undefined) return;
  if (!isTextRemedy(refusal.fix)) {
    await runRemedy(forProfile(refusal.fix, response.prepared.profile?.id));
    return;
  }
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(target.uri, true));
  const request = documents.requestAt(document, target.line);
  if (request === undefined) {
    throw new UserError({
      code: 'request-not-found',
      message: 'The request that was refused is gone from its file.',
      remedy: `Apply the fix by hand: ${refusal.fix.title}.`,
    });
  }
  await runRemedy(refusal.fix, { uri: document.uri, request });
  const shown = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  const position = new vscode.Position(request.requestLineRange.start.line, 0);
  await vscode.window.showTextDocument(document, {
    ...(shown?.viewColumn !== undefined && { viewColumn: shown.viewColumn }),
    selection: new vscode.Range(position, position),
  });
};

/** All actions, each for the command of its name. */
export const refusalActions = { explain, compare, fix };

/** Explains a refusal from elsewhere: the selection, or a text that the user chooses. @throws {UserError} `refusal-unknown` */
export async function explainRefusedText({ pages, history }: Pick<RefusalActionPorts, 'pages' | 'history'>): Promise<void> {
  const text = await askText();
  if (text === undefined) return;
  const response = readPastedResponse(text);
  const first = explainRefusal(response);
  if (first === undefined) {
    throw new UserError({
      code: 'refusal-unknown',
      message: 'This text is not a known refusal of a signature, of credentials or of a permission.',
      remedy: 'Copy the whole response, from its status line or from the first brace or tag to the last.',
    });
  }
  const source = first.expected && history.find(first.expected);
  const explained = source === undefined ? first : (explainOwnRefusal(response, source) ?? first);
  const page = { name: 'AWS Refusal.md', text: refusalPage(explained, source && signatureRecord(source)) };
  remember(await pages.show(page, () => policyLinks(explained)), explained);
}

/** A sentence shortened for half a window; the page of the refusal has all of it. */
function brief(sentence: string): string {
  if (sentence.length <= 76) return sentence;
  const head = /^(.{20,75}?)[:,] /.exec(sentence)?.[1] ?? sentence.slice(0, 75);
  return `${head}…`;
}

/** The selection, or a text that the user chooses. */
async function askText(): Promise<string | undefined> {
  const editor = vscode.window.activeTextEditor;
  const selected = editor?.document.getText(editor.selection) ?? '';
  if (selected.trim() !== '') return selected;
  const rows = [
    { label: 'Text of the Clipboard', iconPath: new vscode.ThemeIcon('clippy'), read: () => vscode.env.clipboard.readText() },
    ...(editor === undefined
      ? []
      : [
          {
            label: 'Whole Text of This Editor',
            iconPath: new vscode.ThemeIcon('file'),
            read: () => Promise.resolve(editor.document.getText()),
          },
        ]),
  ];
  const chosen = await vscode.window.showQuickPick(rows, {
    title: 'Explain AWS Refusal',
    placeHolder: 'Choose where the text of the refusal is',
  });
  return chosen?.read();
}
