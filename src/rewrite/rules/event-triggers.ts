import { shown } from '../../model/text.ts';
import type { Rule } from '../rule.ts';

/** Owners of event triggers must be superusers, of the target as well. */
export const eventTriggerOwners: Rule = {
  name: 'event-trigger-owners',
  descs: ['EVENT TRIGGER'],
  pattern: /^/,
  rewrite: ({ owner }) =>
    owner
      ? {
          changes: {},
          notes: [],
          condition: {
            subject: `role "${shown(owner)}"`,
            message: 'has to be a superuser of the target to be given event triggers (unless --no-owner)',
          },
        }
      : null,
};
