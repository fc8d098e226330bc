import * as vscode from 'vscode';
import { UserError } from '../../core/errors.ts';
import type { ExplainedAnswer } from '../../core/requests/send-with-server-time.ts';
import type { RefusalExplanation } from '../../core/signing/refusals/explain-refusal.ts';
import type { Fix } from '../../core/signing/refusals/refusal.ts';
import type * as Explanations from '../../lazy/explanations.ts';
import type { ProfileTarget, RequestTarget } from '../../platform/contributions.ts';
import { commandLink, responseScheme, setContext } from '../../platform/contributions.ts';
import type { CommandRegistrar } from '../command-registrar.ts';
import type { HttpDocuments } from '../http-editor/http-documents.ts';
import type { ExplanationDocuments } from './explanation-documents.ts';
import type { SignatureHistory } from './signature-history.ts';

export interface RefusalsPorts {
  readonly commands: CommandRegistrar;
  readonly documents: HttpDocuments;
  readonly pages: ExplanationDocuments;
  readonly history: SignatureHistory;
  readonly explanations: () => Promise<typeof Explanations>;
}

/** The last answer that refused a signature, and the request that it refused. */
interface Refused {
  readonly target: RequestTarget;
  readonly answer: ExplainedAnswer;
  readonly refusal: RefusalExplanation;
}

/** Says above an answer why AWS refused the request, explains it on a page of its own, and applies the fix that AWS's words name. */
export class Refusals implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #ports: RefusalsPorts;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #registration: vscode.Disposable;
  #latest: Refused | undefined;
  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(ports: RefusalsPorts) {
    this.#ports = ports;
    const { commands } = ports;
    this.#registration = vscode.Disposable.from(
      vscode.languages.registerCodeLensProvider({ scheme: responseScheme }, this),
      commands.register('awsAuth.response.explainRefusal', () => this.#explainLatest()),
      commands.register('awsAuth.refusal.explainText', () => this.#explainText()),
      commands.register('awsAuth.refusal.compare', () => this.#compare()),
      commands.registerTrusted('awsAuth.refusal.fix', () => this.#fix()),
    );
  }

  /** Takes over what came of a request; an answer that refuses nothing takes the last refusal away. */
  answered(target: RequestTarget, answer: ExplainedAnswer): void {
    this.#take(answer.refusal === undefined ? undefined : { target, answer, refusal: answer.refusal });
  }

  /** Takes the last refusal away. */
  forget(): void {
    this.#take(undefined);
  }

  #take(refused: Refused | undefined): void {
    this.#latest = refused;
    setContext('awsAuth.hasRefusal', this.#latest !== undefined);
    this.#changed.fire();
    this.#ports.pages.refresh();
  }

  /**
   * The sentence above the second line (the first has what can be done with any answer), what can be done about it above the third:
   * one line would be too long for half a window.
   */
  provideCodeLenses(): vscode.CodeLens[] {
    if (this.#latest === undefined) return [];
    const { refusal } = this.#latest;
    const lens = (line: number, command: vscode.Command): vscode.CodeLens =>
      new vscode.CodeLens(new vscode.Range(line, 0, line, 0), command);
    return [
      lens(1, commandLink('awsAuth.response.explainRefusal', `$(warning)\u00a0${brief(refusal.sentence)}`)),
      ...this.#actions(refusal).map((command) => lens(2, command)),
    ];
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }

  #actions({ fix, firstDifference }: RefusalExplanation): vscode.Command[] {
    return [
      ...(fix === undefined ? [] : [commandLink('awsAuth.refusal.fix', fixTitle(fix))]),
      ...(firstDifference === undefined ? [] : [commandLink('awsAuth.refusal.compare', "Compare with AWS's Canonical Request")]),
    ];
  }

  async #explainLatest(): Promise<void> {
    const refused = this.#require();
    const { answer, refusal } = refused;
    const { refusalPage, signatureRecord } = await this.#ports.explanations();
    const text = refusalPage(refusal, signatureRecord(answer.prepared));
    await this.#ports.pages.show(
      { name: 'AWS Refusal.md', text },
      // What can be done is done to the last refusal alone.
      () => (this.#latest === refused ? this.#actions(refusal) : []),
    );
  }

  async #compare(): Promise<void> {
    const { answer, refusal } = this.#require();
    const { expected, firstDifference } = refusal;
    if (expected === undefined || firstDifference === undefined) {
      throw new UserError({
        code: 'refusal-without-texts',
        message: 'AWS did not tell another canonical request than ours.',
        remedy: 'Explain the signature to see what was signed.',
      });
    }
    const { signatureRecord, signedText } = await this.#ports.explanations();
    const { part, name } = firstDifference;
    await this.#ports.pages.compare(
      { name: 'AWS.txt', text: signedText(expected) },
      { name: 'signed.txt', text: signatureRecord(answer.prepared).text },
      `AWS ↔ Signed: ${part}${name === '' ? '' : ` ${name}`} differs first`,
    );
  }

  async #fix(): Promise<void> {
    const { target, answer, refusal } = this.#require();
    if (refusal.fix === undefined) return;
    if (refusal.fix.kind === 'session') {
      const { profile } = answer.prepared;
      const session: ProfileTarget | undefined = profile && { profileId: profile.id };
      await vscode.commands.executeCommand('awsAuth.session.start', session);
      return;
    }
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(target.uri, true));
    const request = this.#ports.documents.requestAt(document, target.line);
    if (request === undefined) {
      throw new UserError({
        code: 'request-not-found',
        message: 'The request that was refused is gone from its file.',
        remedy: `Apply the fix by hand: ${fixTitle(refusal.fix)}.`,
      });
    }
    const { fixEdits } = await this.#ports.explanations();
    const edit = new vscode.WorkspaceEdit();
    for (const { range, text } of fixEdits(request, refusal.fix)) {
      edit.replace(
        document.uri,
        new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character),
        text,
      );
    }
    await vscode.workspace.applyEdit(edit);
    const shown = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
    const position = new vscode.Position(request.requestLineRange.start.line, 0);
    await vscode.window.showTextDocument(document, {
      ...(shown?.viewColumn !== undefined && { viewColumn: shown.viewColumn }),
      selection: new vscode.Range(position, position),
    });
  }

  async #explainText(): Promise<void> {
    const text = await askText();
    if (text === undefined) return;
    const { explainOwnRefusal, explainRefusal, readPastedAnswer, refusalPage, signatureRecord } =
      await this.#ports.explanations();
    const answer = readPastedAnswer(text);
    const first = explainRefusal(answer);
    if (first === undefined) {
      throw new UserError({
        code: 'refusal-unknown',
        message: 'This text is not a refusal of a signature or of credentials that is known.',
        remedy: 'Copy the whole answer, from its status line or from the first brace or tag to the last.',
      });
    }
    const source = first.expected && this.#ports.history.find(first.expected);
    const explained = source === undefined ? first : (explainOwnRefusal(answer, source) ?? first);
    await this.#ports.pages.show({
      name: 'AWS Refusal.md',
      text: refusalPage(explained, source && signatureRecord(source)),
    });
  }

  #require(): Refused {
    if (this.#latest !== undefined) return this.#latest;
    throw new UserError({
      code: 'refusal-missing',
      message: 'The last answer did not refuse a signature.',
      remedy: 'Use “Explain AWS Refusal…” for an answer from elsewhere.',
    });
  }
}

function fixTitle(fix: Fix): string {
  switch (fix.kind) {
    case 'directive':
      return `Write “# @${fix.name} ${fix.value}”`;
    case 'sign':
      return 'Remove the Old Signature';
    case 'session':
      return 'Start a New Session';
  }
}

/** A sentence that half a window holds; the page of the refusal has all of it. */
function brief(sentence: string): string {
  if (sentence.length <= 76) return sentence;
  const head = /^(.{20,75}?)[:,] /.exec(sentence)?.[1] ?? sentence.slice(0, 75);
  return `${head}…`;
}

/** The selection, or what the user points at. */
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
