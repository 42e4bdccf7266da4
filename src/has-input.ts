import { fstatSync } from "node:fs";
import type { Readable } from "node:stream";

const inputWithinMs = 1_500;

/** Tells whether something is being said to the process through a pipe or from a file; nothing of it is lost. */
export async function hasInput(input: Readable, descriptor: number): Promise<boolean> {
  if (!mayHoldInput(descriptor)) return false;
  return await new Promise((resolve) => {
    const decide = (hasSome: boolean) => {
      clearTimeout(timer);
      input.off("readable", look);
      resolve(hasSome);
    };
    const look = () => {
      const chunk: unknown = input.read();
      if (chunk !== null) input.unshift(chunk);
      decide(chunk !== null);
    };
    const timer = setTimeout(() => decide(false), inputWithinMs);
    input.on("readable", look);
    input.once("error", () => decide(false));
  });
}

/** Not a terminal, and not /dev/null, which services are given. */
function mayHoldInput(descriptor: number): boolean {
  try {
    const status = fstatSync(descriptor);
    return status.isFIFO() || status.isFile() || status.isSocket();
  } catch {
    return false;
  }
}
