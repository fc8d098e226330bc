import type { ProfileKind } from '../../core/profiles/kinds.ts';
import type { ProfileSecret } from '../../core/profiles/profile-secret.ts';
import { profileFieldProblem } from '../../core/profiles/profile.ts';
import type { ProfileScope } from '../../core/profiles/profile.ts';
import type { TextStep } from '../kit/multi-step-input.ts';

/** The input so far; every step reads and writes here, so that going back loses nothing. */
export interface EnteredProfile {
  kind: ProfileKind;
  scope: ProfileScope;
  name: string;
  fields: Record<string, string>;
  secret: ProfileSecret | undefined;
  readonly prefilled: boolean;
  /** Whether the key is in a separate file, as often with PEM. */
  keyApart: boolean;
  /** The password of a prefilled certificate, filled in at its step. */
  readonly password: string;
}

/** Asks for one field of a profile. */
export function fieldStep(entered: EnteredProfile, field: string, prompt: string, placeholder: string): TextStep {
  return {
    kind: 'text',
    prompt,
    placeholder,
    value: entered.fields[field] ?? '',
    problem: (text) => profileFieldProblem(entered.kind, field, text.trim()),
    accept: (text) => {
      entered.fields[field] = text.trim();
      return undefined;
    },
  };
}
