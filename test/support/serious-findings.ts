import axe from "axe-core";
import type { Frame, Page } from "playwright-core";

/** What a checker of accessibility finds that is serious, and each id that stands twice. */
export async function seriousFindings(page: Page | Frame): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const found: unknown = await page.evaluate(
    "axe.run(document).then(({ violations }) => violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')))",
  );
  const twice: unknown = await page.evaluate(
    "[...document.querySelectorAll('[id]')].filter((each) => document.getElementById(each.id) !== each).map(({ id }) => 'twice: ' + id)",
  );
  return [...(found as readonly string[]), ...(twice as readonly string[])];
}
