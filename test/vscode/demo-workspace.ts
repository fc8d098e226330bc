import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes the workspace that `npm start` opens into `directory`, replacing what an earlier start wrote. */
export function prepareDemoWorkspace(directory: string): void {
  mkdirSync(join(directory, '.vscode'), { recursive: true });
  writeFileSync(join(directory, '.vscode', 'settings.json'), '{}\n');
  writeFileSync(join(directory, 'demo.http'), '### Who am I\nGET https://sts.us-east-1.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15\n');
}
