// As ../together.ts, for editor tests: the windows of all files share a server and a browser, which end with the last one.
import { after } from 'node:test';
import { closeEditors } from '../vscode/editors.ts';

after(closeEditors);
await import('../together.ts');
