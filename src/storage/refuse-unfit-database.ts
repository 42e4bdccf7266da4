import type { Client } from "pg";
import { StoreError } from "../app/ports.ts";

const oldest = 14;
/** PostgreSQL writes version 14.2 as 140002. */
const perVersion = 10_000;

/** Rejects with what an operator has to do where this PostgreSQL is too old, or does not know all letters. */
export async function refuseUnfitDatabase(name: string, client: Client): Promise<void> {
  const { rows } = await client.query<{ version: number; encoding: string }>(
    "SELECT current_setting('server_version_num')::int AS version, current_setting('server_encoding') AS encoding",
  );
  const [{ version, encoding } = { version: 0, encoding: "" }] = rows;
  const major = Math.floor(version / perVersion);
  if (major < oldest)
    throw new StoreError(
      `${name} is on PostgreSQL ${major}, which is too old: DATABASE_URL has to name a server of version ${oldest} or newer.`,
    );
  if (encoding !== "UTF8")
    throw new StoreError(
      `${name} is written in ${encoding}, which does not know all letters: make one with ENCODING 'UTF8' TEMPLATE template0.`,
    );
}
