import { mkdirSync, writeFileSync } from "node:fs";
import { expect, it, onTestFinished } from "vitest";
import type { WebConfig } from "../../../src/config/config.ts";
import { readBrand } from "../../../src/serve/read-brand.ts";
import { StartError } from "../../../src/support/operator-error.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const nothing: WebConfig["brand"] = { name: undefined, accent: undefined, logo: undefined, fonts: [] };

it("reads the operator’s logo and fonts", () => {
  const folder = temporaryFolder(onTestFinished);
  writeFileSync(`${folder}/logo.SVG`, "<svg/>");
  writeFileSync(`${folder}/own.woff2`, "font");
  const brand = readBrand({ ...nothing, logo: `${folder}/logo.SVG`, fonts: [`${folder}/own.woff2`] });
  expect(brand.logo).toEqual({ ending: ".svg", content: Buffer.from("<svg/>") });
  expect(brand.fonts).toEqual([{ ending: ".woff2", content: Buffer.from("font") }]);
});

it("says which file it cannot use, and why", () => {
  const folder = temporaryFolder(onTestFinished);
  writeFileSync(`${folder}/big.png`, Buffer.alloc(100_001));
  mkdirSync(`${folder}/folder.png`);
  const refusal = (brand: Partial<WebConfig["brand"]>) => () => readBrand({ ...nothing, ...brand });
  for (const [logo, why] of [
    [`${folder}/none.png`, "there is no file"],
    [`${folder}/folder.png`, "there is no file"],
    [`${folder}/big.png`, "has 100001 bytes"],
    ["logo.pdf", "ends in .svg, .png, .webp"],
  ] as const) {
    expect(refusal({ logo: logo })).toThrow(StartError);
    expect(refusal({ logo: logo })).toThrow(new RegExp(`^WEB_LOGO: .*${why}`));
  }
  expect(refusal({ fonts: ["own.ttf"] })).toThrow(/^WEB_FONT: .*ends in .woff2/);
});
