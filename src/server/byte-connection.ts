import type { Duplex } from 'node:stream';
import pg from 'pg';
import { Parser } from 'pg-protocol/dist/parser.js';
import { isUtf8 } from 'node:buffer';
import { type ByteString, bytesOf } from '../model/text.ts';
import type { AuthMessage } from './authentication.ts';
import { md5Answer, scramProof, type Secret } from './byte-password.ts';

const dataRowCode = 0x44;
const rowTaken: AuthMessage = { name: 'dataRow' };

const terminate = Buffer.from([0x58, 0, 0, 0, 4]);

/**
 * node-postgres' connection over a socket that is already open (and already TLS, where it is to be), with every string
 * a byte string: messages are decoded as latin1, statements are sent as latin1. pg.Client drives it through the methods
 * overridden here. Passwords are proved here too, but for SCRAM with one that is UTF-8.
 */
export class ByteConnection extends pg.Connection {
  /** Parameters the server has reported, by name. */
  readonly parameters = new Map<string, ByteString>();
  /** Takes the body of each DataRow message from its offset on, in place of pg.Client; null: pg.Client does. */
  onDataRow: ((bytes: Buffer, offset: number) => void) | null = null;
  readonly #startupPacket: Buffer;
  readonly #refusesAuth: (message: AuthMessage) => string | null;
  readonly #secret: Secret;
  /** What was said of a SCRAM exchange so far, and how the server has to end it. */
  #clientFirst = '';
  #serverFirst = '';
  #serverSignature: string | null = null;
  #ending = false;

  /** `refusesAuth` says why an authentication message must not be answered, or null. */
  constructor(
    stream: Duplex,
    startupPacket: Buffer,
    secret: Secret,
    refusesAuth: (message: AuthMessage) => string | null,
  ) {
    super({ stream: () => stream } as pg.ConnectionConfig);
    this.#startupPacket = startupPacket;
    this.#secret = secret;
    this.#refusesAuth = refusesAuth;
    // pg.Client.end() looks at this to see whether there is anything to end.
    Object.assign(this, { _connecting: true });
    this.on('parameterStatus', (status: { parameterName: string; parameterValue: ByteString }) => {
      this.parameters.set(status.parameterName, status.parameterValue);
    });
  }

  /** Called by pg.Client to open the socket, which is open: starts listening and says so. */
  connect(): void {
    this.stream.on('error', (error: NodeJS.ErrnoException) => {
      if (!this.#ending) this.emit('error', error);
    });
    this.stream.on('close', () => this.emit('end'));
    this.attachListeners(this.stream);
    // Asking for TLS leaves it paused, so that nothing is lost in between.
    this.stream.resume();
    process.nextTick(() => this.emit('connect'));
  }

  attachListeners(stream: Duplex): void {
    const parser = new Parser();
    parser.reader.encoding = 'latin1';
    const handlePacket = parser.handlePacket.bind(parser);
    parser.handlePacket = (offset, code, length, bytes) => {
      if (code !== dataRowCode || this.onDataRow === null) return handlePacket(offset, code, length, bytes);
      this.onDataRow(bytes, offset);
      return rowTaken;
    };
    stream.on('data', (chunk: Buffer) => {
      try {
        parser.parse(chunk, (message) => {
          if (message !== rowTaken) this.#deliver(message);
        });
      } catch (error) {
        // A message nobody understands: what follows on this socket cannot be trusted.
        this.stream.destroy(error as Error);
      }
    });
  }

  #deliver(message: AuthMessage): void {
    const refusal = message.name.startsWith('authentication') ? this.#refusesAuth(message) : null;
    if (refusal !== null) this.stream.destroy(new Error(refusal));
    else if (!this.stream.destroyed && !this.#proves(message))
      this.emit(message.name === 'error' ? 'errorMessage' : message.name, message);
  }

  /** Whether a message is answered here, and pg.Client is to know nothing of it. */
  #proves({ name, salt, data = '' }: AuthMessage): boolean {
    switch (name) {
      case 'authenticationCleartextPassword':
        this.#send('p', cString(this.#secret.password));
        return true;
      case 'authenticationMD5Password':
        this.#send('p', cString(md5Answer(this.#secret, salt ?? Buffer.alloc(4))));
        return true;
      case 'authenticationSASLContinue':
        this.#serverFirst = data;
        return false;
      case 'authenticationSASLFinal':
        if (this.#serverSignature === null) return false;
        if (data !== `v=${this.#serverSignature}`) this.stream.destroy(new Error('incorrect server signature'));
        return true;
      default:
        return false;
    }
  }

  /** Called by pg.Client, as is the next. */
  sendSASLInitialResponseMessage(mechanism: string, response: string): void {
    this.#clientFirst = response.slice(response.indexOf('n=*'));
    const length = Buffer.alloc(4);
    length.writeInt32BE(response.length);
    this.#send('p', Buffer.concat([cString(mechanism), length, bytesOf(response)]));
  }

  sendSCRAMClientFinalMessage(response: string): void {
    const { password } = this.#secret;
    if (isUtf8(bytesOf(password))) return this.#send('p', bytesOf(response));
    const clientFinal = response.slice(0, response.lastIndexOf(',p='));
    const exchange = { clientFirst: this.#clientFirst, serverFirst: this.#serverFirst, clientFinal };
    const { proof, serverSignature } = scramProof(password, exchange);
    this.#serverSignature = serverSignature;
    this.#send('p', bytesOf(`${clientFinal},p=${proof}`));
  }

  /** pg would add client_encoding=UTF8; the packet made by startup-packet.ts leaves the server's choice alone. */
  startup(): void {
    this.stream.write(this.#startupPacket);
  }

  override query(text: ByteString): void {
    this.#send('Q', cString(text));
  }

  override parse(statement: { readonly name?: string; readonly text: ByteString }): void {
    this.#send('P', Buffer.concat([cString(statement.name ?? ''), cString(statement.text), Buffer.alloc(2)]));
  }

  sendCopyFail(reason: ByteString): void {
    this.#send('f', cString(reason));
  }

  override end(): void {
    this.#ending = true;
    if (this.stream.writable) this.stream.end(terminate);
    else this.stream.destroy();
  }

  #send(type: string, body: Buffer): void {
    if (!this.stream.writable) return;
    const head = Buffer.from([type.charCodeAt(0), 0, 0, 0, 0]);
    head.writeInt32BE(body.length + 4, 1);
    this.stream.cork();
    this.stream.write(head);
    this.stream.write(body);
    this.stream.uncork();
  }
}

const cString = (text: ByteString): Buffer => Buffer.concat([bytesOf(text), Buffer.alloc(1)]);

/** A character above 255 would lose its upper bits and reach the server as another one. */
export function checkByteString(text: ByteString): void {
  if (/[^\u0001-\u00ff]/.test(text))
    throw new Error('not a byte string, or one with a zero byte, was sent to a server');
}
