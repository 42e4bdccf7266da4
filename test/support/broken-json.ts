import fc from "fast-check";
import { anyCharacter } from "./any-character.ts";

type Place = readonly string[];

/** Values that no one expects where they stand; `undefined` takes the value away. */
const oddValue = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, "", " ", 0, -1, 1e21, true, [], {}, [[]], { toString: 1 }),
  fc.constantFrom(
    "__proto__",
    "constructor",
    "\u0000",
    "\ud800",
    "(((",
    "[a",
    "<x>",
    "{{y}}",
    "a".repeat(5_000),
  ),
  fc.string({ unit: anyCharacter }),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Makes arbitrary copies of a JSON value in which one to three places hold something else, or nothing. */
export function brokenJson(sound: unknown): fc.Arbitrary<unknown> {
  const places = placesIn(sound);
  const change = fc.tuple(fc.constantFrom(...places), oddValue);
  return fc
    .array(change, { minLength: 1, maxLength: 3 })
    .map((changes) => changes.reduce((content, [place, value]) => withChange(content, place, value), sound));
}

function placesIn(content: unknown, here: Place = []): readonly Place[] {
  const inner = Object.entries(content !== null && typeof content === "object" ? content : {});
  return [here, ...inner.flatMap(([key, value]) => placesIn(value, [...here, key]))];
}

function withChange(content: unknown, [key, ...rest]: Place, value: unknown): unknown {
  if (key === undefined) return value;
  // An earlier change may have taken the place away.
  if (content === null || typeof content !== "object" || !Object.keys(content).includes(key)) return content;
  const copy: object = Array.isArray(content) ? [...content] : { ...content };
  const changed = withChange(Reflect.get(copy, key), rest, value);
  if (changed === undefined) Reflect.deleteProperty(copy, key);
  else Reflect.set(copy, key, changed);
  return copy;
}
