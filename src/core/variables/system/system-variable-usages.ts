import { randomVariableUsages } from './random-variables.ts';

/** The system variables, with their syntax. */
export const systemVariableUsages: Readonly<Record<string, string>> = {
  $guid: '$guid',
  $uuid: '$uuid',
  $timestamp: '$timestamp -1 d',
  $isoTimestamp: '$isoTimestamp',
  $datetime: '$datetime iso8601 1 d',
  $localDatetime: '$localDatetime rfc1123',
  $randomInt: '$randomInt 1 100',
  $processEnv: '$processEnv NAME',
  $dotenv: '$dotenv NAME',
  $env: '$env.NAME',
  ...randomVariableUsages,
};
