import { fileURLToPath } from "node:url";
import { StoreError } from "../app/ports.ts";

/** The path in "file:data/objecteur.db" and the like. Throws a {@link StoreError} that says what is wrong with it. */
export function pathOf(url: string): string {
  const path = url.slice("file:".length);
  if (path === "" || path.endsWith("/"))
    throw new StoreError('DATABASE_URL: expected a file after "file:", such as file:data/objecteur.db');
  if (!path.startsWith("//")) return path;
  try {
    return fileURLToPath(url);
  } catch (cause) {
    throw new StoreError(
      "DATABASE_URL: after file:// expected an absolute path, as in file:///data/objecteur.db",
      {
        cause,
      },
    );
  }
}
