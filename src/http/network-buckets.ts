import { TokenBuckets, type TokenRate } from "../support/token-bucket.ts";
import { networkShares, networksAround } from "./guard-request.ts";

/**
 * The buckets by which addresses count: each one's own, and those of the networks around it, which are
 * as many times larger as their share says. Of each kind at most `most` are kept.
 */
export function createNetworkBuckets(rateOf: (share: number) => TokenRate, most: number) {
  const kinds = networkShares.map((share) => new TokenBuckets<string>(rateOf(share), most));
  const bucketsOf = (address: string, now: number) =>
    networksAround(address).flatMap((network, index) => kinds[index]?.of(network, now) ?? []);
  return {
    /** Milliseconds until the emptiest of an address's buckets has a token again; 0 if all have one. */
    wait: (address: string, now: number): number =>
      Math.max(...bucketsOf(address, now).map((bucket) => bucket.wait(now))),
    /** Takes a token from each. */
    take(address: string, now: number): void {
      for (const bucket of bucketsOf(address, now)) bucket.take(now);
    },
  };
}
