import * as v from 'valibot';
import { endpointRules } from '../endpoint-rules.ts';

/** Non-empty text. */
export const text = (field: string) => v.pipe(v.string(`${field} must be text`), v.trim(), v.nonEmpty(`${field} is empty`));

/** An ARN whose resource matches the beginning of a pattern. */
export const arn = (field: string, service: string, resource: string) =>
  v.pipe(
    text(field),
    v.regex(
      new RegExp(`^arn:aws[a-z-]*:${service}:[a-z0-9-]*:\\d{12}:${resource}`),
      `${field} is not an ARN of the form arn:aws:${service}:…:${resource}…`,
    ),
  );

/** A region code. */
export const region = v.pipe(
  text('region'),
  v.regex(/^[a-z]{2,}(-[a-z]+)+-\d+$/, 'region is not an AWS region code such as eu-central-1'),
);

/** An origin to connect to in place of AWS. */
export const endpoint = v.pipe(
  text('endpoint'),
  v.regex(endpointRules[0][0], `endpoint ${endpointRules[0][1]}`),
  v.regex(endpointRules[1][0], `endpoint ${endpointRules[1][1]}`),
  v.transform((origin) => origin.replace(/\/$/, '').toLowerCase()),
);
