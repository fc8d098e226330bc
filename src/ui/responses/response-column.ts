/** A group of editors, as far as the places of requests and responses depend on it. */
export interface EditorGroup<Column> {
  readonly column: Column;
  readonly isActive: boolean;
  readonly isEmpty: boolean;
  /** Whether a document of responses is in it, in sight or behind another tab. */
  readonly holdsResponses: boolean;
  /** Whether the request that was answered is in sight in it. */
  readonly showsRequest: boolean;
}

/** The column for a response, never the one of its request: where responses are already, or where nothing is. Undefined stands for one beside the active one. */
export function responseColumn<Column>(groups: readonly EditorGroup<Column>[]): Column | undefined {
  const shown = groups.filter(({ showsRequest }) => showsRequest);
  const own = shown.find(({ isActive }) => isActive) ?? shown.find(({ holdsResponses }) => !holdsResponses) ?? shown[0];
  const others = groups.filter((group) => group !== own);
  const found =
    others.find(({ holdsResponses }) => holdsResponses) ??
    others.find(({ isEmpty }) => isEmpty) ??
    // A person who sends from among the responses has them on the other side from then on, not on a third.
    (own?.holdsResponses === true ? others[0] : undefined);
  return found?.column;
}

/** The column for a request that is opened: not among the responses, where its own would cover it. Undefined stands for the active one. */
export function requestColumn<Column>(groups: readonly EditorGroup<Column>[]): Column | undefined {
  const isAmongResponses = groups.some(({ isActive, holdsResponses }) => isActive && holdsResponses);
  return isAmongResponses ? groups.find(({ holdsResponses }) => !holdsResponses)?.column : undefined;
}
