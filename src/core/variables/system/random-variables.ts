import { randomInt, randomUUID } from 'node:crypto';
import { UserError } from '../../errors.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The longest text of one value, in characters. */
const longest = 65_536;

/** The random variables of JetBrains, with their syntax. */
export const randomVariableUsages: Readonly<Record<string, string>> = {
  '$random.uuid': '$random.uuid',
  '$random.integer': '$random.integer(1, 100)',
  '$random.float': '$random.float(0, 1)',
  '$random.alphabetic': '$random.alphabetic(8)',
  '$random.alphanumeric': '$random.alphanumeric(8)',
  '$random.hexadecimal': '$random.hexadecimal(8)',
  '$random.email': '$random.email',
};

/**
 * A random value as JetBrains' HTTP Client defines them,
 * https://www.jetbrains.com/help/idea/exploring-http-syntax.html#dynamic-variables. Of two bounds the lower one is included, the
 * upper one is not. UUIDs and other values that must be unique come from node:crypto.
 * @param expression for example `$random.integer(1, 100)`
 * @throws {UserError} `variable-unreadable` for an unknown or malformed one
 */
export function randomVariable(expression: string): string {
  const [, name = '', list] = /^(\$random\.\w+)(?:\s*\(([^()]*)\))?$/.exec(expression) ?? [];
  const usage = Object.hasOwn(randomVariableUsages, name) ? randomVariableUsages[name] : undefined;
  const texts = list === undefined || list.trim() === '' ? [] : list.split(',').map((text) => text.trim());
  const numbers = texts.every((text) => /^[+-]?\d+(?:\.\d+)?$/.test(text)) ? texts.map(Number) : [];
  const wanted = usage?.includes(',') === true ? 2 : usage?.includes('(') === true ? 1 : 0;
  const [first = 0, second = 0] = numbers;
  const value = texts.length === wanted && numbers.length === wanted ? randomValue(name, first, second) : undefined;
  if (value !== undefined) return value;
  throw new UserError({
    code: 'variable-unreadable',
    message: `“{{${expression}}}” is ${usage === undefined ? 'not known here' : 'not written as it should be'}.`,
    remedy: usage === undefined ? `Known are ${Object.keys(randomVariableUsages).join(', ')}.` : `Write it as {{${usage}}}.`,
  });
}

function randomValue(name: string, first: number, second: number): string | undefined {
  switch (name) {
    case '$random.uuid':
      return randomUUID();
    case '$random.integer': {
      const isRange = Number.isSafeInteger(first) && Number.isSafeInteger(second) && first < second;
      return isRange && second - first < 2 ** 48 ? String(randomInt(first, second)) : undefined;
    }
    case '$random.float':
      return first < second && Number.isFinite(second - first)
        ? String(first + (randomInt(2 ** 47) / 2 ** 47) * (second - first))
        : undefined;
    case '$random.alphabetic':
      return randomText(letters, first);
    case '$random.alphanumeric':
      return randomText(`${letters}0123456789_`, first);
    case '$random.hexadecimal':
      return randomText('0123456789abcdef', first);
    case '$random.email':
      return `${randomText(letters.toLowerCase(), 10)}@example.com`;
    default:
      return undefined;
  }
}

function randomText(characters: string, length: number): string | undefined {
  if (!Number.isInteger(length) || length < 1 || length > longest) return undefined;
  return Array.from({ length }, () => characters.charAt(randomInt(characters.length))).join('');
}
