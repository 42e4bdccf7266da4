import { shareBrowser } from "./share-browser.ts";

/** The browser and the preview for the tests of a file that is made of several. */
export const preview = shareBrowser();
