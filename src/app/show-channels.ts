import type { Channel, ChannelState, WatchedChannel } from "./ports.ts";

/** Shows the channels as they are, and those that another process is on as standing by while `isStandingBy`. */
export function showChannels(
  channels: readonly Channel[],
  isStandingBy: () => boolean,
): readonly WatchedChannel[] {
  return channels.map((channel) => {
    const state = channel.isExclusive ? channel.state?.bind(channel) : undefined;
    if (state === undefined) return channel;
    return { ...channel, state: () => (isStandingBy() ? standBy(state()) : state()) };
  });
}

function standBy({ since }: ChannelState): ChannelState {
  return {
    ready: true,
    standsBy: true,
    since,
    lastError: "another process is on this channel; this one stands by",
  };
}
