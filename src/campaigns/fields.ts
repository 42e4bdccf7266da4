import { z } from "zod";

/** A name of our own within a file. */
export const name = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,19}$/, "expected 1 to 20 of a-z, 0-9 and -, beginning with a letter");

export const day = z.iso.date("expected a day such as 2025-05-26");
export const https = z.url({ protocol: /^https$/, error: "expected an https:// address" });
