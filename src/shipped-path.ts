import { fileURLToPath } from "node:url";

/** Returns the absolute path of a file or folder that the project is shipped with; `src/` and `dist/` are at the same depth. */
export function shippedPath(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}
