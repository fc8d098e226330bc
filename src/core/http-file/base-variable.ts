/** The variable that precedes a URL that begins with `/` and has no `Host` header, as in httpYac. */
export const baseVariable = 'host';

/** A reference to it in a text. */
export const baseReference = `{{${baseVariable}}}`;
