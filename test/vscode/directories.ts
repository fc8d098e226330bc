import { join } from 'node:path';

/** The checkout: where package.json and dist/ are. */
export const repository = join(import.meta.dirname, '..', '..');

/** Everything the harness installs, unpacks or writes for a run; ignored by git and safe to delete. */
export const scratch = join(repository, '.vscode-test');
