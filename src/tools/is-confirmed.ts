import { createInterface } from "node:readline/promises";

/** Asks whether to do it; closed input counts as no. */
export async function isConfirmed(what: string): Promise<boolean> {
  const input = createInterface({ input: process.stdin, output: process.stdout });
  const closed = new Promise<string>((resolve) => input.once("close", () => resolve("")));
  const answer = await Promise.race([input.question(`Type "yes" to ${what} it: `), closed]);
  input.close();
  return answer.trim().toLowerCase() === "yes";
}
