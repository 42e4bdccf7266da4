import type { Log } from "../app/ports.ts";

/** Returns a log whose every line names the channel. */
export function nameChannel(channel: string, log: Log): Log {
  const naming = (level: keyof Log) => (fields: object, message: string) =>
    log[level]({ channel, ...fields }, message);
  return { debug: naming("debug"), info: naming("info"), warn: naming("warn"), error: naming("error") };
}
