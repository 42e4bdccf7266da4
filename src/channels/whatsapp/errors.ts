import { ChannelError } from "../../ports.ts";

/** Describes an error of the library, puppeteer or the page, without people's numbers or ids. */
export function describeWhatsAppError(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const firstLine = message.split("\n")[0] ?? "";
  return firstLine
    .replace(/\S*@\S+/g, "[id]")
    .replace(/\d{5,}/g, "[number]")
    .slice(0, 200);
}

/**
 * Returns the error that WhatsApp cannot be reached now. WhatsApp never reports that someone is gone
 * or has blocked us.
 */
export function unavailable(problem: string): ChannelError {
  // No `cause`: the page's errors may contain the message.
  return new ChannelError("whatsapp", { reason: "unavailable" }, problem);
}

/** Strings that the library throws in place of errors, where its caller cannot catch them. */
const strings: ReadonlySet<unknown> = new Set(["auth timeout", "ready timeout"]);
/** Files of the library and of puppeteer, and the scripts of WhatsApp's page. */
const itsFiles =
  /[\\/]node_modules[\\/](whatsapp-web\.js|puppeteer|puppeteer-core|@puppeteer)[\\/]|pptr:|https:\/\/web\.whatsapp\.com\//;

/**
 * True if the library, puppeteer or the page threw this: the innermost stack frame outside Node is
 * theirs.
 */
export function isFromLibrary(reason: unknown): boolean {
  if (!(reason instanceof Error)) return strings.has(reason);
  const calls = (reason.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  const innermost = calls.find((call) => !/node:|<anonymous>\)?$/.test(call)) ?? "";
  return itsFiles.test(innermost);
}

/**
 * Keeps rejections that the library does not handle from ending the process,
 * wwebjs/whatsapp-web.js#5755. Any other unhandled rejection still ends it. Returns a function that
 * removes the listener.
 */
export function tolerateRejections(onTolerated: (problem: string) => void): () => void {
  const listener = (reason: unknown) => {
    if (!isFromLibrary(reason)) throw reason;
    onTolerated(describeWhatsAppError(reason));
  };
  process.on("unhandledRejection", listener);
  return () => process.off("unhandledRejection", listener);
}
