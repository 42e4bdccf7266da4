import { z } from "zod";
import type { CountryWords } from "../understanding/read-place.ts";
import { phrases } from "./sentences-schema.ts";

/** What `countries.json` holds: names of countries by their code, and the words around them. */
export const countriesSchema: z.ZodType<CountryWords> = z.strictObject({
  names: z
    .record(z.string().regex(/^[A-Z]{2}$/, "expected a country's code such as FR"), phrases)
    .default({}),
  around: phrases,
});
