/** Calls `make` when its result is first asked for, and gives that one from then on: also a promise that failed. */
export function once<T>(make: () => T): () => T {
  let made: { readonly result: T } | undefined;
  return () => (made ??= { result: make() }).result;
}
