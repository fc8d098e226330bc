import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How the page of the server loads the workbench, in code-server 4.139.1. */
const loader =
  /<script type="module"( nonce="\{\{WORKBENCH_SCRIPT_NONCE\}\}")? src="\{\{WORKBENCH_WEB_BASE_URL\}\}(\/out\/vs\/code\/browser\/workbench\/workbench\.js)"><\/script>|<script type="module" nonce="\{\{WORKBENCH_SCRIPT_NONCE\}\}" data-trusts="[\s\S]*?<\/script>/;

/**
 * Lets the page of a server say, before the workbench is loaded, that a person trusts `folder` (an absolute path): in a browser that is
 * kept by the browser, where nothing else can write it. Every other folder is asked about as ever.
 *
 * @param vscode `lib/vscode` as `installServer` gives it
 */
export function trustFolder(vscode: string, folder: string): void {
  const page = join(vscode, 'out', 'vs', 'code', 'browser', 'workbench', 'workbench.html');
  const text = readFileSync(page, 'utf8');
  const script = `<script type="module" nonce="{{WORKBENCH_SCRIPT_NONCE}}" data-trusts="folder">
const folder = ${JSON.stringify(folder.replaceAll('\\', '/')).replaceAll('<', '\\u003c')};
const key = 'content.trust.model.key';
const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});
const trust = async () => {
  if (new URLSearchParams(location.search).get('folder') !== folder) return;
  const opening = indexedDB.open('vscode-web-state-db-global-shared');
  opening.onupgradeneeded = () => opening.result.createObjectStore('ItemTable');
  const database = await done(opening);
  try {
    const items = database.transaction('ItemTable', 'readwrite').objectStore('ItemTable');
    const state = JSON.parse((await done(items.get(key))) ?? '{}');
    const uri = { $mid: 1, scheme: 'vscode-remote', authority: location.host, path: folder };
    const others = (state.uriTrustInfo ?? []).filter((known) => known.uri.path !== folder);
    await done(items.put(JSON.stringify({ ...state, uriTrustInfo: [...others, { uri, trusted: true }] }), key));
  } finally {
    database.close();
  }
};
await trust().catch((error) => console.warn('The folder is not trusted yet.', error));
await import(new URL('{{WORKBENCH_WEB_BASE_URL}}/out/vs/code/browser/workbench/workbench.js', location.href).href);
</script>`;
  const trusting = text.replace(loader, () => script);
  if (!trusting.includes(script)) throw new Error(`The page of the VS Code server loads the workbench in another way: ${page}`);
  if (trusting === text) return;
  // In its place at once: another server of this install may read it.
  const partial = `${page}.${process.pid}`;
  writeFileSync(partial, trusting);
  renameSync(partial, page);
}
