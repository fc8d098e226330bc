import type { readEnvironments } from '../../core/variables/environments/environments.ts';
import type { requestSources } from '../../core/variables/request-sources.ts';
import type { responseVariables } from '../../core/variables/responses/response-variables.ts';
import type { XmlPathResult } from '../../core/variables/responses/follow-xml-path.ts';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { CarriedValue } from '../../core/variables/carried-value.ts';
import type { HttpFile, HttpFileRequest } from '../../core/http-file/http-file.ts';
import type { BuildContext } from '../../core/requests/building/build-request.ts';
import type { Environments, EnvironmentValue } from '../../core/variables/environments/environments.ts';
import type { Prompt } from '../../core/variables/prompt-variables.ts';
import { RecordedResponses } from '../../core/variables/responses/recorded-responses.ts';
import type { RecordedMessage } from '../../core/variables/responses/recorded-responses.ts';
import type { ConfigValue } from '../../platform/config-value.ts';
import { restClientEnvironments } from '../../platform/config-value.ts';
import { askText } from '../kit/text-input.ts';

/** The sources of variables. */
export interface VariableValues {
  readonly readEnvironments: typeof readEnvironments;
  readonly requestSources: typeof requestSources;
  readonly responseVariables: typeof responseVariables;
}

/** Evaluates XPath. */
export interface XmlPaths {
  readonly followXmlPath: (xml: string, path: string) => Promise<XmlPathResult>;
}

export interface RequestVariablesPorts {
  /** The window's memory of the chosen environment; it belongs to the workspace. */
  readonly choice: vscode.Memento;
  readonly overridesFile: ConfigValue<'environment.overridesFile'>;
  /** Loaded with the first request that is read. */
  readonly values: () => Promise<VariableValues>;
  /** Loaded with the first reference into an XML response. */
  readonly xmlPath: () => Promise<XmlPaths>;
}

const choiceKey = 'environment';

/** Owns the chosen environment and the responses that later requests refer to, and gives every request its variables. */
export class RequestVariables implements vscode.Disposable {
  readonly #ports: RequestVariablesPorts;
  readonly #responses = new RecordedResponses();
  readonly #reading = new Map<string, Promise<Environments>>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable;
  /** Fires when the environment or its files have changed, or a response was recorded. */
  readonly onDidChange = this.#changed.event;

  constructor(ports: RequestVariablesPorts) {
    this.#ports = ports;
    this.#subscriptions = vscode.Disposable.from(
      vscode.workspace.onDidCloseTextDocument((document) => this.#responses.forget(document.uri.toString())),
      ports.overridesFile.onDidChange(() => this.#changed.fire()),
    );
  }

  /** The chosen environment; undefined if none was chosen. */
  get environment(): string | undefined {
    return this.#ports.choice.get<string>(choiceKey);
  }

  /** Whether an environment's variables take precedence over the file's. */
  get environmentFirst(): boolean {
    return this.#ports.overridesFile.value;
  }

  async choose(environment: string | undefined): Promise<void> {
    await this.#ports.choice.update(choiceKey, environment);
    this.#changed.fire();
  }

  /** Called when environment files or settings have changed. */
  environmentsMayHaveChanged(): void {
    this.#reading.clear();
    this.#changed.fire();
  }

  /** Concurrent calls share one read: large files are in memory once. */
  async environments(document: vscode.TextDocument): Promise<Environments> {
    const key = document.uri.toString();
    let reading = this.#reading.get(key);
    if (reading === undefined) {
      const read = this.#read(document).finally(() => {
        if (this.#reading.get(key) === read) this.#reading.delete(key);
      });
      reading = read;
      this.#reading.set(key, read);
    }
    return reading;
  }

  async #read(document: vscode.TextDocument, signal?: AbortSignal): Promise<Environments> {
    const { readEnvironments } = await this.#ports.values();
    return readEnvironments({
      directory: directoryOf(document),
      restClientSetting: restClientEnvironments(document.uri),
      signal,
    });
  }

  /** The variables of the chosen environment; undefined if its files cannot be read. */
  async known(document: vscode.TextDocument): Promise<ReadonlyMap<string, EnvironmentValue> | undefined> {
    const environments = await this.environments(document).catch(() => undefined);
    return environments?.variables(this.environment);
  }

  /**
   * The sources that resolve a request's references.
   * @param mayAsk whether prompts may ask; otherwise they have no value
   */
  async sources(
    document: vscode.TextDocument,
    file: HttpFile,
    request: HttpFileRequest,
    { mayAsk, signal }: { readonly mayAsk: boolean; readonly signal?: AbortSignal },
  ): Promise<Required<Pick<BuildContext, 'sourcesBeforeFile' | 'sourcesAfterFile'>>> {
    const { responseVariables, requestSources } = await this.#ports.values();
    return requestSources({
      file,
      request,
      directory: directoryOf(document),
      // Sending does not reuse earlier reads.
      environments: () => (mayAsk ? this.#read(document, signal) : this.environments(document)),
      signal,
      environment: this.environment,
      environmentFirst: this.environmentFirst,
      responses: responseVariables({
        names: file.requests.flatMap(({ name }) => name ?? []),
        own: request.name,
        exchange: (name) => this.#responses.get(document.uri.toString(), name),
        xmlPath: async () => (await this.#ports.xmlPath()).followXmlPath,
      }),
      ask: mayAsk ? askPrompt : undefined,
    });
  }

  /** Keeps the exchange of a named request in memory, for `{{name.response.body.$.path}}` in the same file. */
  recordResponse(
    document: vscode.TextDocument,
    name: string | undefined,
    request: RecordedMessage,
    response: RecordedMessage,
    carried: readonly CarriedValue[],
  ): void {
    if (name === undefined) return;
    this.#responses.record(document.uri.toString(), name, request, response, carried);
    this.#changed.fire();
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }
}

/** The folder that the paths of a document start at: its own, or the workspace's where it is not a file. */
export function directoryOf(document: vscode.TextDocument): string | undefined {
  if (document.uri.scheme === 'file') return dirname(document.uri.fsPath);
  return vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
}

async function askPrompt({ name, description, password }: Prompt): Promise<string | undefined> {
  return askText({
    title: name,
    prompt: description === '' ? `Value of {{${name}}} in this request` : description,
    password,
  });
}
