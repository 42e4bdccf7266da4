import type { PageSettings } from "../wire.ts";

/** Reads what came with the page. */
export function readSettings<Settings = PageSettings>(): Settings {
  return JSON.parse(document.getElementById("settings")?.textContent ?? "") as Settings;
}

/** Finds a part of the page that is always there. */
export function find<Part extends HTMLElement = HTMLElement>(id: string): Part {
  const part = document.getElementById(id);
  if (part === null) throw new Error(`the page has no ${id}`);
  return part as Part;
}
