import { Client, type ClientConfig, type CustomTypesConfig, types } from "pg";
import { StoreError } from "../app/ports.ts";

const CONNECT_MS = 10_000;
/** A process that hangs in the middle of a transaction must not hold up its conversation for ever. */
const IDLE_IN_TRANSACTION_MS = 60_000;

const INT8 = 20;

/** Instants, ids and counts, which the driver would give as text, since not every one would be exact as a number. */
const ourTypes: CustomTypesConfig = {
  getTypeParser: (oid: number, format?: "text" | "binary") =>
    oid === INT8 && format !== "binary" ? Number : types.getTypeParser(oid, format ?? "text"),
};

/** How a database is reached, and what an operator calls it. */
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
    // Without the cause, which quotes the address and the password in it.
    throw new StoreError(
      "DATABASE_URL: expected postgres://user:password@host:5432/database, with special characters in the password written as %40 and the like",
    );
  }
}
