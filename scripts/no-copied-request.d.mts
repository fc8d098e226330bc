import type { Rule } from 'eslint';

export declare const noCopiedRequest: Rule.RuleModule;
