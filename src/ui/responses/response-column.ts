/** An editor group, as far as it matters for placing requests and responses. */
export interface EditorGroup<Column> {
  readonly column: Column;
  readonly isActive: boolean;
  readonly isEmpty: boolean;
  /** Whether it contains a response document, visible or behind another tab. */
  readonly holdsResponses: boolean;
  /** Whether the request of the response is visible in it. */
  readonly showsRequest: boolean;
}

/**
 * The column for a response, never that of its request: one that has responses already, or an empty one. Undefined means one
 * beside the active one.
 */
export function responseColumn<Column>(groups: readonly EditorGroup<Column>[]): Column | undefined {
  const shown = groups.filter(({ showsRequest }) => showsRequest);
  const own = shown.find(({ isActive }) => isActive) ?? shown.find(({ holdsResponses }) => !holdsResponses) ?? shown[0];
  const others = groups.filter((group) => group !== own);
  const found =
    others.find(({ holdsResponses }) => holdsResponses) ??
    others.find(({ isEmpty }) => isEmpty) ??
    // If a person sends from among the responses, they move to the other side, not to a third column.
    (own?.holdsResponses === true ? others[0] : undefined);
  return found?.column;
}

/** The column for a request to open: not among the responses, where its own response would cover it. Undefined means the active one. */
export function requestColumn<Column>(groups: readonly EditorGroup<Column>[]): Column | undefined {
  const isAmongResponses = groups.some(({ isActive, holdsResponses }) => isActive && holdsResponses);
  return isAmongResponses ? groups.find(({ holdsResponses }) => !holdsResponses)?.column : undefined;
}
