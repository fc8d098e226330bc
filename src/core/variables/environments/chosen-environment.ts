import type { Environments } from './environments.ts';

/** The environments of a file's folder, and which of them counts. */
export interface ChosenEnvironment {
  readonly environments: Pick<Environments, 'variables'>;
  /** The name of the chosen one. */
  readonly environment: string | undefined;
  /** Whether an environment's variables win over the file's. */
  readonly environmentFirst: boolean;
}
