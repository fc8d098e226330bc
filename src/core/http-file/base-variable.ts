/** The variable that stands before a URL which begins with `/` and has no `Host` header, as in httpYac. */
export const baseVariable = 'host';

/** How a text refers to it. */
export const baseReference = `{{${baseVariable}}}`;
