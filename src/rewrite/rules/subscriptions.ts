import type { Rule } from '../rule.ts';

/** Subscriptions: Greenplum makes one on each segment, and none brings rows. */
export const subscriptions: Rule = {
  name: 'subscriptions',
  descs: ['SUBSCRIPTION', 'SUBSCRIPTION TABLE'],
  pattern: /^/,
  rewrite: () => ({ leftOut: 'the target takes no rows from subscriptions' }),
};
