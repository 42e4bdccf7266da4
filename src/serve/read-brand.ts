import { readFileSync, statSync } from "node:fs";
import { extname } from "node:path";
import type { Brand, BrandFile } from "../channels/web/brand.ts";
import type { WebConfig } from "../config/config.ts";
import { StartError } from "../support/operator-error.ts";

const logos = { endings: [".svg", ".png", ".webp"], mostBytes: 100_000 };
const fonts = { endings: [".woff2"], mostBytes: 300_000 };

/** Reads the files that the operator dresses the chat in. Throws what the operator has to do. */
export function readBrand({ accent, logo, fonts: named }: WebConfig["brand"]): Brand {
  return {
    accent,
    logo: logo === undefined ? undefined : readFile("WEB_LOGO", logo, logos),
    fonts: named.map((path) => readFile("WEB_FONT", path, fonts)),
  };
}

function readFile(setting: string, path: string, { endings, mostBytes }: typeof logos): BrandFile {
  const ending = extname(path).toLowerCase();
  if (!endings.includes(ending))
    throw new StartError(`${setting}: expected a file that ends in ${endings.join(", ")}, and not ${path}`);
  const content = readWhole(setting, path);
  if (content.length > mostBytes)
    throw new StartError(
      `${setting}: ${path} has ${content.length} bytes, make it smaller than ${mostBytes}`,
    );
  return { ending, content };
}

function readWhole(setting: string, path: string): Buffer {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isFile()) throw new StartError(`${setting}: there is no file ${path}`);
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new StartError(`${setting}: ${path} cannot be read, let this user read it`, { cause });
  }
}
