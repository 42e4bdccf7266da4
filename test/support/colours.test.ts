import fc from "fast-check";
import { expect, it } from "vitest";
import { accentRules } from "../../src/channels/web/accent.ts";
import { contrastOf, isReadable, mixed } from "../../src/support/colours.ts";

const colours = fc
  .integer({ min: 0, max: 0xffffff })
  .map((number) => `#${number.toString(16).padStart(6, "0")}`);

it("knows the contrasts that WCAG gives as examples", () => {
  expect(contrastOf("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrastOf("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
  expect(contrastOf("#ffffff", "#767676")).toBeCloseTo(4.54, 2);
});

it.each(["#767676", "#b00020", "#E60000", "#000000"])("reads %s on white", (colour) => {
  expect(isReadable(colour)).toBe(true);
});

it.each(["#777777", "#ffd400", "#ffffff", "red", "#c00", "#b0002g", ""])("refuses '%s'", (colour) => {
  expect(isReadable(colour)).toBe(false);
});

it("mixes two colours by shares", () => {
  expect([0, 0.5, 1].map((share) => mixed("#000000", "#ff8000", share))).toEqual([
    "#000000",
    "#804000",
    "#ff8000",
  ]);
});

it("dresses the page in any readable accent so that all can be read, by day and by night", () => {
  fc.assert(
    fc.property(colours.filter(isReadable), (accent) => {
      const [day = "", night = ""] = accentRules(accent);
      // The grounds and the inks are those of `src/page/colours.css`.
      for (const [rule, grounds, inks] of [
        [day, ["#ffffff"], ["#14201f", "#3a4749"]],
        [night, ["#1a2226", "#202a2f", "#0e1416"], ["#eaf1f1", "#c3cfd1"]],
      ] as const) {
        const [own = "", onOwn = "", person = ""] = [...rule.matchAll(/#[\da-f]{6}/gi)].map(
          ([colour]) => colour,
        );
        for (const ground of [...grounds, onOwn]) expect(contrastOf(own, ground)).toBeGreaterThanOrEqual(4.5);
        for (const ink of inks) expect(contrastOf(person, ink)).toBeGreaterThanOrEqual(4.5);
      }
    }),
  );
});
