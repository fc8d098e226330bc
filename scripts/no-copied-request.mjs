/** The types whose values make their parts when asked for: a copy of their own properties has few of them, and compiles. */
const whole = new Set(['HttpFileRequest', 'MovedRequest']);

/**
 * Forbids object spreads and rest properties of requests of a file, also of `Pick`s, unions and generics of them.
 * @type {import('eslint').Rule.RuleModule}
 */
export const noCopiedRequest = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      copied: 'A request of a file makes its parts when asked for, and loses them here: use withUrl, or name the parts.',
    },
  },
  create(context) {
    const { program, getTypeAtLocation } = context.sourceCode.parserServices;
    const checker = program.getTypeChecker();
    const isRequest = (type) =>
      type.isUnion()
        ? type.types.some(isRequest)
        : checker
            .getPropertiesOfType(checker.getApparentType(type))
            .some(({ declarations = [] }) => declarations.some(({ parent }) => whole.has(parent.name?.text)));
    const check = (node, copied) => {
      if (isRequest(getTypeAtLocation(copied))) context.report({ node, messageId: 'copied' });
    };
    return {
      'ObjectExpression > SpreadElement': (node) => check(node, node.argument),
      'ObjectPattern > RestElement': (node) => check(node, node.parent),
    };
  },
};
