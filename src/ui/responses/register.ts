import type { Services } from '../kit/services.ts';
import { LastResponse, type ResponseLayout } from './last-response.ts';
import { registerResponseEditor } from './register-response-editor.ts';
import { ResponseFiles } from './response-files.ts';
import { ResponseView } from './response-view.ts';

export interface ResponsesFeature {
  readonly response: LastResponse;
  readonly files: ResponseFiles;
}

/** Registers the document of the last response, and its actions. @param layout loaded with the first one */
export function registerResponses(
  { context, store, commands }: Services,
  layout: () => Promise<ResponseLayout>,
): ResponsesFeature {
  const files = store.add(new ResponseFiles((context.storageUri ?? context.globalStorageUri).fsPath));
  const response = new LastResponse({ view: store.add(new ResponseView()), files, layout });
  store.add(registerResponseEditor(response, commands));
  return { response, files };
}
