/** More hosts than a file of requests has; beyond this number all are judged again. */
const mostHosts = 1000;

/** Remembers what a function says about a host: large files have many requests and few different hosts. */
export function keptByHost<Judgement>(judge: (host: string) => Judgement): (host: string) => Judgement {
  const kept = new Map<string, { readonly judgement: Judgement }>();
  return (host) => {
    let known = kept.get(host);
    if (known === undefined) {
      if (kept.size >= mostHosts) kept.clear();
      known = { judgement: judge(host) };
      kept.set(host, known);
    }
    return known.judgement;
  };
}
