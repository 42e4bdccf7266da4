/** Returns the address that limits count by: an IPv6 network as a whole, since one person has all of it. */
export function readAddress(
  remote: string | undefined,
  forwardedFor: string | undefined,
  isProxyTrusted: boolean,
): string {
  // The last entry is the proxy's own; what stands before it anyone may have written.
  const last = forwardedFor?.split(",").at(-1)?.trim();
  const address = withoutPort(isProxyTrusted && last ? last : (remote ?? ""));
  return address.includes(":") ? networkOf(address) : address.slice(0, 64);
}

/** Some proxies write 192.0.2.1:1234 or [2001:db8::1]:1234, each time with another port; an IPv4 address may come as an IPv6 one. */
function withoutPort(address: string): string {
  return address
    .replace(/^\[(.+)\](?::\d+)?$/, "$1")
    .replace(/^::ffff:(?=\d+\.)/i, "")
    .replace(/^(\d+(?:\.\d+){3}):\d+$/, "$1");
}

/** The first 64 bits, written in one way only. */
function networkOf(address: string): string {
  const [head = "", tail] = address.toLowerCase().split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = Array.from(
    { length: tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length) },
    () => "0",
  );
  const groups = [...before, ...zeros, ...after].slice(0, 4).map((group) => group.replace(/^0+(?=.)/, ""));
  return `${groups.join(":").slice(0, 64)}::/64`;
}
