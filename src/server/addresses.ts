import dns from 'node:dns/promises';
import net from 'node:net';
import type { Endpoint } from './cancel.ts';
import type { HostPlan } from './connection-plan.ts';
import { systemReason } from '../files/system-error.ts';

/** Where one host of the list can be reached: its addresses, or why there is none. */
export type Addresses =
  | { readonly kind: 'found'; readonly endpoints: readonly Endpoint[] }
  | { readonly kind: 'failed'; readonly message: string };

/** The kernel's limit (sun_path), less the final zero. */
const longestSocketPath = 107;

export async function addressesOf(place: HostPlan): Promise<Addresses> {
  const port = Number(place.port);
  if (port < 1 || port > 65535) return failed(`invalid port number: "${place.port}"`);
  if (place.kind === 'socket') return socketAddress(`${place.host}/.s.PGSQL.${port}`);
  if (place.kind === 'address') {
    return net.isIP(place.address) === 0
      ? failed(`could not parse network address "${place.address}": Name or service not known`)
      : { kind: 'found', endpoints: [{ host: place.address, port }] };
  }
  try {
    const found = await dns.lookup(place.host, { all: true, verbatim: true });
    return { kind: 'found', endpoints: found.map(({ address }) => ({ host: address, port })) };
  } catch (error) {
    return failed(`could not translate host name "${place.host}" to address: ${systemReason(error)}`);
  }
}

function socketAddress(path: string): Addresses {
  if (Buffer.byteLength(path) > longestSocketPath) {
    return failed(`Unix-domain socket path "${path}" is too long (maximum ${longestSocketPath} bytes)`);
  }
  // An abstract socket begins with a zero byte where the name shows `@`.
  return { kind: 'found', endpoints: [{ path: path.replace(/^@/, '\0') }] };
}

const failed = (message: string): Addresses => ({ kind: 'failed', message });

/** `connection to server at "h" (127.0.0.1), port 5432 failed: `, as libpq begins every message about an address. */
export function failurePrefix(place: HostPlan, endpoint: Endpoint): string {
  if ('path' in endpoint) return `connection to server on socket "${endpoint.path.replace('\0', '@')}" failed: `;
  const named = place.kind === 'address' ? place.address : place.host;
  const address = named === endpoint.host ? '' : ` (${endpoint.host})`;
  return `connection to server at "${named}"${address}, port ${place.port} failed: `;
}
