import { ChannelError } from "../../ports.ts";

/** Tells an error of the library, of puppeteer or of the page, in words that hold no one's number or name. */
export function describeWhatsAppError(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const firstLine = message.split("\n")[0] ?? "";
  return firstLine
    .replace(/\S*@\S+/g, "[id]")
    .replace(/\d{5,}/g, "[number]")
    .slice(0, 200);
}

/** WhatsApp cannot be reached now. It never tells that someone is gone or has blocked us. */
export function unavailable(problem: string): ChannelError {
  // No cause: the page's errors may hold what was to be sent.
  return new ChannelError("whatsapp", { reason: "unavailable" }, problem);
}

/** What the library throws that is no error, out of reach of whoever called it. */
const strings: ReadonlySet<unknown> = new Set(["auth timeout", "ready timeout"]);
/** Its own files, those of the browser's driver, and WhatsApp's page. */
const itsFiles =
  /[\\/]node_modules[\\/](whatsapp-web\.js|puppeteer|puppeteer-core|@puppeteer)[\\/]|pptr:|https:\/\/web\.whatsapp\.com\//;

/** Whether the library, puppeteer or the page has thrown this: its innermost call that is not Node's own is theirs. */
export function isFromLibrary(reason: unknown): boolean {
  if (!(reason instanceof Error)) return strings.has(reason);
  const calls = (reason.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  const innermost = calls.find((call) => !/node:|<anonymous>\)?$/.test(call)) ?? "";
  return itsFiles.test(innermost);
}

/**
 * Keeps rejections that the library forgets to handle from ending the process, wwebjs/whatsapp-web.js#5755. Any other
 * one ends it as ever. Returns a function that ends the keeping.
 */
export function tolerateRejections(onTolerated: (problem: string) => void): () => void {
  const listener = (reason: unknown) => {
    if (!isFromLibrary(reason)) throw reason;
    onTolerated(describeWhatsAppError(reason));
  };
  process.on("unhandledRejection", listener);
  return () => process.off("unhandledRejection", listener);
}
