import { Worker, workerData } from 'node:worker_threads';
import type { XmlPathResult } from './follow-xml-path.ts';

/** A document and the path to search in it. */
export interface XmlSearch {
  readonly xml: string;
  readonly path: string;
}

export interface SearchLimits {
  readonly milliseconds: number;
  readonly megabytes: number;
}

/** Nobody waits longer for a variable, and AWS's responses need only a fraction of either. */
const generous: SearchLimits = { milliseconds: 10_000, megabytes: 256 };

/**
 * Searches a document in a thread of its own, which can be ended at any time: a path may take time proportional to a power of the
 * document's length, and both may be a stranger's.
 * @param file the code that the thread runs: it reads {@link searchWanted} and posts an {@link XmlPathResult}
 */
export function searchApart(file: string, search: XmlSearch, limits: SearchLimits = generous): Promise<XmlPathResult> {
  const worker = new Worker(file, {
    workerData: { xmlSearch: search },
    // It needs neither the environment, which contains secrets, nor the flags of this process.
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: limits.megabytes, maxYoungGenerationSizeMb: limits.megabytes / 4, stackSizeMb: 4 },
  });
  const { promise, resolve } = Promise.withResolvers<XmlPathResult>();
  let found: XmlPathResult = { problem: 'search-too-long' };
  const giveUp = (): void => resolve({ problem: 'search-too-long' });
  const timer = setTimeout(giveUp, limits.milliseconds);
  worker.once('message', (result: XmlPathResult) => (found = result));
  // A thread that runs out of memory may still report something before it ends, such as that the document is malformed.
  worker.once('error', giveUp);
  worker.once('exit', () => resolve(found));
  return promise.finally(() => {
    clearTimeout(timer);
    void worker.terminate();
  });
}

/** The search that this thread has to do; undefined if it was not started by {@link searchApart}. */
export function searchWanted(): XmlSearch | undefined {
  return (workerData as { readonly xmlSearch?: XmlSearch } | null)?.xmlSearch;
}
