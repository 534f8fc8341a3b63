import type { DatabaseError } from 'pg';
import { ServerError } from '../errors.ts';
import type { ByteString } from '../model/text.ts';
import { decodeForPerson } from './client-encoding.ts';

/** An ErrorResponse or NoticeResponse, as pg-protocol hands it over: every field a byte string. */
export type ServerMessage = Pick<
  DatabaseError,
  'message' | 'severity' | 'code' | 'detail' | 'hint' | 'where' | 'position' | 'internalPosition' | 'internalQuery'
>;

/** What the server said, decoded for people by the client encoding it was sent in. */
export function toServerError(
  said: ServerMessage,
  clientEncoding: string | undefined,
  statement?: ByteString,
): ServerError {
  const text = (field: ByteString | undefined) =>
    field === undefined ? undefined : decodeForPerson(field, clientEncoding);
  const position = (field: string | undefined) => (field === undefined ? undefined : Number(field));
  return new ServerError(decodeForPerson(said.message, clientEncoding), {
    severity: said.severity,
    code: said.code ?? '',
    detail: text(said.detail),
    hint: text(said.hint),
    where: text(said.where),
    statement: text(statement),
    position: position(said.position),
    internalQuery: text(said.internalQuery),
    internalPosition: position(said.internalPosition),
  });
}
