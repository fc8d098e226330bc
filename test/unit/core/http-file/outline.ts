import type { HttpFile, HttpFileRequest, Problem, Range } from '../../../../src/core/http-file/http-file.ts';

/** `line:character-line:character`, counted from 0. */
export function place({ start, end }: Range): string {
  return `${start.line}:${start.character}-${end.line}:${end.character}`;
}

export function problem({ code, severity, range }: Pick<Problem, 'severity' | 'range'> & { readonly code: string }): string {
  return `${severity} ${code} ${place(range)}`;
}

/** What a request says, without places. */
export function content(request: HttpFileRequest) {
  const { name, method, url, httpVersion, headers, body, directives } = request;
  return {
    ...(name !== undefined && { name }),
    line: `${method} ${url}${httpVersion === undefined ? '' : ` HTTP/${httpVersion}`}`,
    headers: headers.map((header) => `${header.name}: ${header.value}`),
    body: body.map((part) =>
      part.kind === 'text' ? part.text : { path: part.path, substitute: part.substitute, encoding: part.encoding },
    ),
    directives: directives.map((directive) => `${directive.name}=${directive.value}`),
  };
}

/** Every part of a file with its places, as plain values that can be compared. */
export function everything(file: HttpFile) {
  return {
    variables: file.variables.map((each) => [
      each.name,
      each.value,
      place(each.range),
      place(each.nameRange),
      place(each.valueRange),
    ]),
    directives: file.directives.map((each) => [each.name, each.value, place(each.range), place(each.valueRange)]),
    requests: file.requests.map((request) => ({
      ...content(request),
      syntax: request.syntax,
      title: request.separatorTitle,
      range: place(request.range),
      requestLine: place(request.requestLineRange),
      urlLines: request.urlLines.map((line) => [line.text, place(line.range)]),
      headerPlaces: request.headers.map((each) => [place(each.range), place(each.valueRange)]),
      directivePlaces: request.directives.map((each) => [place(each.range), place(each.valueRange)]),
      bodyPlaces: request.body.map((part) => place(part.range) + (part.kind === 'file' ? ` ${place(part.pathRange)}` : '')),
      problems: request.problems.map(problem),
    })),
    problems: file.problems.map(problem),
  };
}
