import type { Reporter } from '../log.ts';

/**
 * Reports what libpq writes to standard error while it connects: why a password file is left alone, or what the server
 * has to say before the session is ready, such as that a collation's version has changed.
 */
export const connectionWarnings =
  (reporter: Reporter) =>
  (asLibpq: string): void => {
    const { severity = '', message = asLibpq, more = '' } = libpqText.exec(asLibpq)?.groups ?? {};
    const [detail, hint] = ['DETAIL', 'HINT'].map((label) => new RegExp(`^${label}: +(.*)$`, 'm').exec(more)?.[1]);
    reporter.diagnostic({
      severity: severity === 'WARNING' ? 'warning' : 'info',
      subject: null,
      message,
      ...(detail === undefined ? {} : { detail }),
      ...(hint === undefined ? {} : { hint }),
      asLibpq,
    });
  };

const libpqText = /^(?<severity>[^:]+): +(?<message>.*)(?<more>[^]*)$/;
