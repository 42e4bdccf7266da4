import { fstatSync } from "node:fs";
import type { Readable } from "node:stream";

const inputWithinMs = 1_500;

/** Resolves with true if a pipe or file holds input for the process within 1.5 s; the input stays unread. */
export async function hasPipedInput(input: Readable, descriptor: number): Promise<boolean> {
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

/** True for a pipe, file or socket: neither a terminal nor /dev/null, which services are started with. */
function mayHoldInput(descriptor: number): boolean {
  try {
    const status = fstatSync(descriptor);
    return status.isFIFO() || status.isFile() || status.isSocket();
  } catch {
    return false;
  }
}
