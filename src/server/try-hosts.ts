import type { ByteString } from '../model/text.ts';
import { addressesOf, failurePrefix } from './addresses.ts';
import type { Endpoint } from './cancel.ts';
import type { ConnectionPlan, HostPlan } from './connection-plan.ts';
import type { Environment } from './environment.ts';
import type { Link } from './link.ts';
import { homeDirectory, passwordFilePath, passwordFromFile } from './load-plan.ts';
import { TryFailed, openLink } from './open-link.ts';
import { sslTries } from './ssl.ts';
import { type SslFiles, readSslFiles } from './ssl-files.ts';
import { startupPacket, startupParameters } from './startup-packet.ts';
import { wrongServer } from './target-session.ts';

export interface Attempt {
  readonly plan: ConnectionPlan;
  readonly database: ByteString;
  readonly env: Environment;
  readonly onWarning: (message: string) => void;
  readonly signal: AbortSignal | undefined;
}

export interface Connected {
  readonly kind: 'connected';
  readonly plan: ConnectionPlan;
  readonly database: ByteString;
  readonly link: Link;
  readonly place: HostPlan;
  readonly endpoint: Endpoint;
  /** The password that was known, for another connection to the same server. */
  readonly password: string;
}

export interface Failed {
  readonly kind: 'failed';
  /** Everything that was tried, a line or more each. */
  readonly message: string;
  /** The server asked for a password and none was known. */
  readonly needsPassword: boolean;
  readonly cause: unknown;
}

/** What follows one failure. */
type Next = 'ssl-try' | 'address' | 'host' | 'stop';

const cannotConnectNow = '57P03';
const invalidPassword = '28P01';

/** Tries hosts, addresses and sslmode's ways in libpq's order (fe-connect.c, PQconnectPoll) until a session is open. Where the address is known already, names are not looked up. */
export async function tryHosts(attempt: Attempt, known?: Endpoint): Promise<Connected | Failed> {
  const { plan, database } = attempt;
  const messages: string[] = [];
  let last: TryFailed | null = null;
  const passes = plan.target === 'prefer-standby' ? (['prefer-standby', 'any'] as const) : [plan.target];
  for (const target of passes) {
    for (const place of inOrder(plan.hosts, plan.randomOrder)) {
      const addresses = known
        ? ({ kind: 'found', endpoints: [known] } as const)
        : await unlessAborted(attempt.signal, addressesOf(place));
      if (addresses.kind === 'failed') {
        messages.push(addresses.message);
        continue;
      }
      const host = await hostAttempt(attempt, place);
      for (const endpoint of inOrder(addresses.endpoints, plan.randomOrder)) {
        const outcome = await tryAddress(host, endpoint);
        messages.push(...outcome.messages);
        if ('link' in outcome) {
          const wrong = await wrongServer(outcome.link, target);
          if (wrong === null) {
            const { link } = outcome;
            return { kind: 'connected', plan, database, link, place, endpoint, password: host.password };
          }
          outcome.link.connection.end();
          messages.push(failurePrefix(place, endpoint) + wrong);
          break;
        }
        last = outcome.failure;
        if (outcome.next === 'stop') return failed(messages, last);
        if (outcome.next === 'host') break;
      }
    }
  }
  return failed(messages, last);
}

/** A name server may be silent for long. */
function unlessAborted<T>(signal: AbortSignal | undefined, work: Promise<T>): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });
}

function failed(messages: readonly string[], last: TryFailed | null): Failed {
  return {
    kind: 'failed',
    message: messages.join('\n'),
    needsPassword: last?.needsPassword ?? false,
    cause: last?.cause,
  };
}

interface HostAttempt extends Attempt {
  readonly place: HostPlan;
  readonly password: string;
  /** Where the password came from, to be named when the server refuses it. */
  readonly passwordFile: string | null;
  readonly startupPacket: Buffer;
  sslFiles(): Promise<SslFiles>;
}

async function hostAttempt(attempt: Attempt, place: HostPlan): Promise<HostAttempt> {
  const { plan, env, database, onWarning } = attempt;
  const fromFile = plan.password === '' ? await passwordFromFile(plan, place, env, onWarning) : undefined;
  let files: Promise<SslFiles> | undefined;
  return {
    ...attempt,
    place,
    password: plan.password || (fromFile ?? ''),
    passwordFile: fromFile ? passwordFilePath(plan, env) : null,
    startupPacket: startupPacket(startupParameters(plan, database, env)),
    sslFiles: () => (files ??= readSslFiles(plan, homeDirectory(env))),
  };
}

type AddressOutcome =
  | { readonly messages: readonly string[]; readonly link: Link }
  | { readonly messages: readonly string[]; readonly failure: TryFailed; readonly next: Next };

async function tryAddress(host: HostAttempt, endpoint: Endpoint): Promise<AddressOutcome> {
  const messages: string[] = [];
  const tries = sslTries(host.plan.sslMode, 'path' in endpoint);
  for (const [index, ssl] of tries.entries()) {
    try {
      return { messages, link: await openLink({ ...host, endpoint, ssl }) };
    } catch (failure) {
      if (!(failure instanceof TryFailed)) throw failure;
      messages.push(failurePrefix(host.place, endpoint) + failure.message);
      if (failure.sqlstate === invalidPassword && host.passwordFile !== null) {
        messages.push(`password retrieved from file "${host.passwordFile}"`);
      }
      const next = afterFailure(failure, host.plan, index + 1 < tries.length);
      if (next !== 'ssl-try') return { messages, failure, next };
    }
  }
  throw new Error('an address without a way to try it');
}

function afterFailure(failure: TryFailed, plan: ConnectionPlan, hasAnotherTry: boolean): Next {
  switch (failure.stage) {
    case 'socket':
    case 'timeout':
      return 'address';
    case 'auth':
      return 'stop';
    case 'ssl':
      return hasAnotherTry ? 'ssl-try' : 'stop';
    case 'server': {
      // A standby that does not take connections yet: another host of the list may.
      if (failure.sqlstate === cannotConnectNow) return 'host';
      const triedOtherWay = plan.sslMode === 'prefer' && !failure.usedSsl;
      return hasAnotherTry && !triedOtherWay ? 'ssl-try' : 'stop';
    }
  }
}

function inOrder<T>(items: readonly T[], random: boolean): readonly T[] {
  if (!random) return items;
  return items
    .map((item) => ({ item, weight: Math.random() }))
    .sort((a, b) => a.weight - b.weight)
    .map(({ item }) => item);
}
