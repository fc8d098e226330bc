/** Why a reference has no value, and what to write instead. @param missing a clause that says more @param closest a known expression written nearly so */
export function unknownMessage(expression: string, missing: string | undefined, closest: string | undefined): string {
  const proposal = closest === undefined ? '' : ` Did you mean “${closest}”?`;
  if (missing !== undefined) return `“${expression}” has no value: ${missing}.${proposal}`;
  if (expression.startsWith('$')) {
    const remedy = closest === undefined ? ' Define a variable of your own, and refer to that.' : proposal;
    return `The system variable “${expression}” is not known here.${remedy}`;
  }
  const braces = 'write “\\{\\{” to send braces';
  if (isScript(expression)) {
    const instead = '“{{$timestamp}}”, “{{$datetime iso8601}}” or “{{$guid}}”';
    // What stands in quotes may be a secret. Of a long script nobody reads the end.
    const shown = shortened(expression).replace(/(["'`])(?:\\[^]|(?!\1)[^\\])*(?:\1|$)/g, '$1…$1');
    return `Scripts are not evaluated here, so “${shown}” has no value. Write the value, or one of ${instead}, or ${braces}.`;
  }
  if (!isVariableName(expression)) {
    const rule = 'a name has no space, “=” or “:”';
    return `There is no variable “${expression}”, and none can have that name: ${rule}.${proposal} Correct it, or ${braces}.`;
  }
  return `There is no variable “${expression}”.${proposal} Define it with “@${expression} = …”, or ${braces}.`;
}

/** Characters of a script that are shown. */
const longestScript = 1000;

function shortened(script: string): string {
  return script.length > longestScript ? `${script.slice(0, longestScript)}…` : script;
}

/** Whether an expression is one of JavaScript, which httpYac evaluates, beyond the name of a variable and of a field in it. */
export function isScript(expression: string): boolean {
  return /^(?:await|new|typeof)\s|[()[\]'"`+*?<>!&|;,=]|\s[-/%]\s/.test(expression);
}

/** Whether a definition in the file can have this name. */
export function isVariableName(expression: string): boolean {
  return /^[^\s=:{}$][^\s=:{}]*$/.test(expression) && !isScript(expression);
}
