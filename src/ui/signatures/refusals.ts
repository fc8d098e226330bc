import * as vscode from 'vscode';
import { UserError } from '../../core/errors.ts';
import type { ExplainedRequest } from '../../core/exchange/send-with-server-time.ts';
import type { explainOwnRefusal } from '../../core/refusals/explain-own-refusal.ts';
import type { RefusalExplanation } from '../../core/refusals/explain-refusal.ts';
import type { RequestTarget } from '../../platform/contributions.ts';
import { responseScheme, setContext } from '../../platform/contributions.ts';
import type { CommandRegistrar } from '../kit/command-registrar.ts';
import type * as RefusalActions from './refusal-actions.ts';
import type { RefusalActionPorts, Refused } from './refusal-actions.ts';

/** Explains refusals, and provides the actions on them. */
export interface RefusalExplanations extends Pick<
  typeof RefusalActions,
  'copyPolicyStatement' | 'explainRefusedText' | 'refusalActions' | 'refusalLenses'
> {
  readonly explainOwnRefusal: typeof explainOwnRefusal;
}

export interface RefusalsPorts extends Omit<RefusalActionPorts, 'isLatest'> {
  readonly commands: CommandRegistrar;
  /** Loaded on first use. */
  readonly explanations: () => Promise<RefusalExplanations>;
}

/** Keeps the last refusal: says above its response why AWS refused the request, and runs the actions on it. */
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
      commands.register('awsAuth.response.explainRefusal', () => this.#run('explain')),
      commands.register('awsAuth.refusal.explainText', async () => (await ports.explanations()).explainRefusedText(ports)),
      commands.register('awsAuth.refusal.copyPolicy', async () => (await ports.explanations()).copyPolicyStatement(this.#latest)),
      commands.register('awsAuth.refusal.compare', () => this.#run('compare')),
      commands.registerTrusted('awsAuth.refusal.fix', () => this.#run('fix')),
    );
  }

  /** Receives the result of a request; a response that refuses nothing removes the last refusal. */
  received(target: RequestTarget, response: ExplainedRequest): void {
    this.#take(response.refusal === undefined ? undefined : { target, response, refusal: response.refusal });
  }

  /** Why a response refuses its request; undefined if it does not. */
  async explain(...[response, request]: Parameters<typeof explainOwnRefusal>): Promise<RefusalExplanation | undefined> {
    return (await this.#ports.explanations()).explainOwnRefusal(response, request);
  }

  /** Forgets the last refusal. */
  forget(): void {
    this.#take(undefined);
  }

  #take(refused: Refused | undefined): void {
    this.#latest = refused;
    setContext('awsAuth.hasRefusal', this.#latest !== undefined);
    this.#changed.fire();
    this.#ports.pages.refresh();
  }

  async provideCodeLenses(): Promise<vscode.CodeLens[]> {
    const latest = this.#latest;
    if (latest === undefined) return [];
    const { refusalLenses } = await this.#ports.explanations();
    return refusalLenses(latest.refusal);
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }

  /** @throws {UserError} `refusal-missing`, and what the action throws */
  async #run(action: keyof typeof RefusalActions.refusalActions): Promise<void> {
    const latest = this.#latest;
    if (latest === undefined) {
      throw new UserError({
        code: 'refusal-missing',
        message: 'The last response refused no signature and no permission.',
        remedy: 'Use “Explain AWS Refusal…” for a response from elsewhere.',
      });
    }
    const { refusalActions } = await this.#ports.explanations();
    await refusalActions[action](latest, { ...this.#ports, isLatest: (refused) => refused === this.#latest });
  }
}
