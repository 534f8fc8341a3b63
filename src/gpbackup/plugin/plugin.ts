import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { UserError } from '../../errors.ts';
import type { Reporter } from '../../log.ts';
import type { PluginConfig } from './plugin-config.ts';

/** Where a hook runs: on the coordinator, on each host of segments, for each segment. */
type Scope = readonly ['master', '-1'] | readonly ['segment_host'] | readonly ['segment', content: string];

interface PluginExtras {
  /** Is told of a clean-up that fails. */
  readonly reporter: Reporter;
  /** Once it aborts whatever the plugin is at is ended, all but the clean-up. */
  readonly signal: AbortSignal | undefined;
}

/** A program that stores what gpbackup gives it, called as gprestore does. Closing it calls its clean-up. */
export class Plugin implements AsyncDisposable {
  readonly #config: PluginConfig;
  readonly #timestamp: string;
  readonly #directory: string;
  readonly #reporter: Reporter;
  readonly #signal: AbortSignal | undefined;
  readonly #scopes: Scope[] = [];

  private constructor(config: PluginConfig, timestamp: string, directory: string, { reporter, signal }: PluginExtras) {
    this.#config = config;
    this.#timestamp = timestamp;
    this.#directory = directory;
    this.#reporter = reporter;
    this.#signal = signal;
  }

  static async open(config: PluginConfig, timestamp: string, extras: PluginExtras): Promise<Plugin> {
    const plugin = new Plugin(config, timestamp, await mkdtemp(join(tmpdir(), 'gpferry-plugin-')), extras);
    try {
      await plugin.#checkVersion();
      await plugin.#setUp(['master', '-1']);
      await plugin.#setUp(['segment_host']);
    } catch (error) {
      await plugin[Symbol.asyncDispose]();
      throw error;
    }
    return plugin;
  }

  async setUpSegment(content: number): Promise<void> {
    await this.#setUp(['segment', String(content)]);
  }

  /** Where a file would be on its host: plugins know it by the last four parts, as the S3 plugin does, or by its name. */
  #pathOf(content: number, timestamp: string, name: string): string {
    return join(this.directoryOf(content, timestamp), name);
  }

  directoryOf(content: number, timestamp: string): string {
    return join(this.#directory, `gpseg${content}`, 'backups', timestamp.slice(0, 8), timestamp);
  }

  /** Brings a file of the coordinator's, or of a segment's, to where it would be on its host. */
  async fetch(content: number, timestamp: string, name: string): Promise<string> {
    await mkdir(this.directoryOf(content, timestamp), { recursive: true });
    const path = this.#pathOf(content, timestamp, name);
    await this.#call('restore_file', this.#config.path, path);
    return path;
  }

  /** What was stored under a path, compressed as it is. Who stops reading ends the program. */
  readonly stream = (path: string): AsyncGenerator<Uint8Array, void, undefined> =>
    this.#output('restore_data', this.#config.path, path);

  /** As gprestore, each scope once in the same order. The work has been done or has failed already: it is only told. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const scope of this.#scopes.splice(0)) {
      await this.#hook('cleanup_plugin_for_restore', scope).catch((error: unknown) => {
        const { message, detail } = error as UserError;
        this.#reporter.diagnostic({
          severity: 'warning',
          subject: null,
          message,
          ...(detail === undefined ? {} : { detail }),
        });
      });
    }
    await rm(this.#directory, { recursive: true, force: true });
  }

  async #checkVersion(): Promise<void> {
    const version = (await this.#call('plugin_api_version')).trim();
    const [major = 0, minor = 0] = version.split('.').map(Number);
    if (major > 0 || minor >= 3) return;
    throw new UserError(`plugin "${this.#name}" has version ${version || 'none'} of gpbackup's protocol`, {
      hint: 'Versions from 0.3.0 on are spoken.',
    });
  }

  async #setUp(scope: Scope): Promise<void> {
    this.#scopes.push(scope);
    await this.#hook('setup_plugin_for_restore', scope);
  }

  async #hook(verb: string, scope: Scope): Promise<void> {
    const directory = this.directoryOf(scope[0] === 'segment' ? Number(scope[1]) : -1, this.#timestamp);
    await mkdir(directory, { recursive: true });
    await this.#call(verb, this.#config.path, directory, ...scope);
  }

  get #name(): string {
    return basename(this.#config.executable);
  }

  async #call(...words: Words): Promise<string> {
    let said = '';
    for await (const chunk of this.#output(...words)) if (said.length < 1000) said += Buffer.from(chunk).toString();
    return said;
  }

  async *#output(...words: Words): AsyncGenerator<Uint8Array, void, undefined> {
    const signal = words[0].startsWith('cleanup_') ? undefined : this.#signal;
    signal?.throwIfAborted();
    const child = spawn(this.#config.executable, words, { stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = outcome(child);
    // Programs that it has started may go on, and would keep its output open.
    const stop = (): void => {
      child.kill();
      child.stdout.destroy();
      child.stderr.destroy();
    };
    signal?.addEventListener('abort', stop);
    try {
      yield* child.stdout as AsyncIterable<Uint8Array>;
      const { failure, said } = await ended;
      if (failure !== null) throw this.#failed(words, failure, said);
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      signal?.removeEventListener('abort', stop);
      stop();
      await ended;
    }
  }

  #failed([verb, , path]: Words, failure: string, said: string): UserError {
    const what = path !== undefined && verb.startsWith('restore_') ? `${verb} ${basename(path)}` : verb;
    const told = this.#config.secrets.reduce((text, secret) => text.replaceAll(secret, '***'), said.trim());
    return new UserError(`plugin "${this.#name}" failed: ${what}`, { detail: told === '' ? failure : told });
  }
}

type Words = readonly [verb: string, ...rest: string[]];

interface Ended {
  /** null: it has done what it was to do. */
  readonly failure: string | null;
  /** The end of what it has said to people. */
  readonly said: string;
}

const saidLength = 4000;

function outcome(child: ReturnType<typeof spawn>): Promise<Ended> {
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => void (said = (said + text).slice(-saidLength)));
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ failure: error.message, said }));
    child.on('close', (status, signal) =>
      resolve({ failure: status === 0 ? null : `it ended with ${signal ?? `status ${status}`}`, said }),
    );
  });
}
