import { Client, type ClientConfig, type CustomTypesConfig, types } from "pg";
import { StoreError } from "../ports.ts";

const CONNECT_MS = 10_000;
/** A process that hangs within a transaction must not block its conversation for ever. */
const IDLE_IN_TRANSACTION_MS = 60_000;

const OLDEST_VERSION = 14;
/** PostgreSQL writes version 14.2 as 140002. */
const PER_VERSION = 10_000;

const INT8 = 20;

/**
 * Parses int8 (instants, ids, counts) as numbers: the driver returns text, since not every int8 is
 * exact as a number.
 */
const ourTypes: CustomTypesConfig = {
  getTypeParser: (oid: number, format?: "text" | "binary") =>
    oid === INT8 && format !== "binary" ? Number : types.getTypeParser(oid, format ?? "text"),
};

/** How a database is reached, and its name for the operator. */
export interface PostgresAddress {
  /** Database, host and port; never user and password. */
  readonly name: string;
  readonly config: ClientConfig;
}

/** Reads an address such as postgres://user:password@host:5432/database. Connects to nothing. */
export function readPostgresAddress(url: string): PostgresAddress {
  const config: ClientConfig = {
    connectionString: url,
    connectionTimeoutMillis: CONNECT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    fallback_application_name: "objecteur",
    types: ourTypes,
  };
  try {
    const { host, port, database } = new Client(config);
    const place = host.startsWith("/") ? host : `${host}:${port}`;
    return { name: `The database ${database ?? ""} on ${place}`, config };
  } catch {
    // Without the cause, which quotes the address with its password.
    throw new StoreError(
      "DATABASE_URL: expected postgres://user:password@host:5432/database, with special characters in the password written as %40 and the like",
    );
  }
}

/** Rejects with what the operator has to do if this PostgreSQL is too old, or its encoding is not UTF8. */
export async function refuseUnfitDatabase(name: string, client: Client): Promise<void> {
  const { rows } = await client.query<{ version: number; encoding: string }>(
    "SELECT current_setting('server_version_num')::int AS version, current_setting('server_encoding') AS encoding",
  );
  const [{ version, encoding } = { version: 0, encoding: "" }] = rows;
  const major = Math.floor(version / PER_VERSION);
  if (major < OLDEST_VERSION)
    throw new StoreError(
      `${name} is on PostgreSQL ${major}, which is too old: DATABASE_URL has to name a server of version ${OLDEST_VERSION} or newer.`,
    );
  if (encoding !== "UTF8")
    throw new StoreError(
      `${name} is written in ${encoding}, which does not know all letters: make one with ENCODING 'UTF8' TEMPLATE template0.`,
    );
}
