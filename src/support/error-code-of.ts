/** Returns the code of an error of Node, SQLite or PostgreSQL, such as "ENOENT"; undefined without one. */
export function errorCodeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
