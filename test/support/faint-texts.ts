import axe from "axe-core";
import type { Page } from "playwright-core";

/** Where a text has less contrast than AAA asks for. */
export async function faintTexts(page: Page): Promise<unknown> {
  await page.evaluate(axe.source);
  return page.evaluate(
    "axe.run(document, { runOnly: ['color-contrast-enhanced'] }).then(({ violations }) => violations.flatMap(({ nodes }) => nodes.map(({ html }) => html)))",
  );
}
