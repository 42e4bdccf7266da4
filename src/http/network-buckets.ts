import { type TokenBucket, TokenBuckets, type TokenRate } from "../support/token-bucket.ts";
import { networkShares, networksAround } from "./guard-request.ts";

/**
 * Returns a function that gives the buckets by which an address counts: its own, and those of the
 * networks around it, which are as many times larger as their share says. Of each kind at most
 * `most` are kept.
 */
export function createNetworkBuckets(rateOf: (share: number) => TokenRate, most: number) {
  const kinds = networkShares.map((share) => new TokenBuckets<string>(rateOf(share), most));
  return (address: string, now: number): readonly TokenBucket[] =>
    networksAround(address).flatMap((network, index) => kinds[index]?.of(network, now) ?? []);
}
