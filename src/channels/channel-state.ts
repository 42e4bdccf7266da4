import type { ChannelState, Clock } from "../ports.ts";
import type { Log } from "../support/log.ts";

/** Tracks whether a channel is ready, since when, and the reason if it is not. Starts as stopped. */
export function trackReadiness(clock: Clock) {
  let state: ChannelState = { ready: false, since: clock.now(), trouble: "stopped" };
  return {
    state: () => state,
    /** Ready if there is no trouble. */
    become: (trouble?: string): void => {
      const ready = trouble === undefined;
      state = { ready, since: ready === state.ready ? state.since : clock.now(), trouble };
    },
  };
}

/** Returns a log whose every line names the channel. */
export function nameChannel(channel: string, log: Log): Log {
  const naming = (level: keyof Log) => (fields: object, message: string) =>
    log[level]({ channel, ...fields }, message);
  return { debug: naming("debug"), info: naming("info"), warn: naming("warn"), error: naming("error") };
}
