import { type ByteString, bytesOf, toByteString } from '../model/text.ts';
import type { ConnectionPlan } from './connection-plan.ts';
import { type Environment, localeEncoding, startupSettings } from './environment.ts';

const protocol3 = 3 << 16;

/**
 * The first message of a connection. Unlike pg's, it names a client encoding only where the user did: otherwise the
 * server takes the database's own, and bytes pass unchanged.
 */
export function startupPacket(parameters: readonly (readonly [name: string, value: ByteString])[]): Buffer {
  const pairs = parameters.map(([name, value]) => `${name}\0${value}\0`);
  const body = bytesOf(`${pairs.join('')}\0`);
  const head = Buffer.alloc(8);
  head.writeInt32BE(body.length + 8, 0);
  head.writeInt32BE(protocol3, 4);
  return Buffer.concat([head, body]);
}

/** What libpq sends, in its order (fe-protocol3.c, build_startup_packet). */
export function startupParameters(
  plan: ConnectionPlan,
  database: ByteString,
  env: Environment,
): [name: string, value: ByteString][] {
  const { settings } = plan;
  const asked = settings.get('client_encoding') ?? '';
  const sent: Record<string, string> = {
    options: settings.get('options') ?? '',
    application_name: settings.get('application_name') || settings.get('fallback_application_name') || '',
    client_encoding: asked === 'auto' ? localeEncoding(env) : asked,
    ...startupSettings(env),
  };
  const rest = Object.entries(sent).filter(([, value]) => value !== '');
  return [
    ['user', toByteString(plan.user)],
    ['database', database],
    ...rest.map(([name, value]): [string, ByteString] => [name, toByteString(value)]),
  ];
}
