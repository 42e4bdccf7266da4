import { ChannelError } from "../../app/ports.ts";

/** Tells an error of the library, of puppeteer or of the page, in words that hold nobody's number or name. */
export function describeWhatsAppError(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const firstLine = message.split("\n")[0] ?? "";
  return firstLine
    .replace(/\S*@\S+/g, "[id]")
    .replace(/\d{5,}/g, "[number]")
    .slice(0, 200);
}

/** WhatsApp cannot be reached just now. It never tells that somebody is gone or has blocked us. */
export function unavailable(problem: string): ChannelError {
  // No cause: the page's errors may hold what was to be sent.
  return new ChannelError("whatsapp", { reason: "unavailable" }, problem);
}

/** Whether nobody but the library or puppeteer can have rejected like this. The library rejects with strings. */
export function isFromLibrary(reason: unknown): boolean {
  if (typeof reason === "string") return true;
  const stack = reason instanceof Error ? (reason.stack ?? "") : "";
  return /[\\/](whatsapp-web\.js|puppeteer|puppeteer-core)[\\/]/.test(stack);
}

/**
 * Keeps rejections that the library forgets to handle from ending the process, wwebjs/whatsapp-web.js#5755. Any other
 * one ends it as ever. Gives a function that ends the keeping.
 */
export function tolerateRejections(onTolerated: (problem: string) => void): () => void {
  const listener = (reason: unknown) => {
    if (!isFromLibrary(reason)) throw reason;
    onTolerated(describeWhatsAppError(reason));
  };
  process.on("unhandledRejection", listener);
  return () => process.off("unhandledRejection", listener);
}
