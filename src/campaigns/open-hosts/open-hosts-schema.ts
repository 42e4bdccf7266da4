import { z } from "zod";

const hosts = z
  .array(
    z
      .string()
      .regex(/^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:\/[^\s/?#]+)*$/, "expected example.org or example.org/path"),
  )
  .refine((all) => new Set(all).size === all.length, "expected each host once");

/** What the file of open hosts holds: hosts, or the beginning of their addresses, whose owner does not answer for their pages. */
export const openHostsSchema = z
  .strictObject({
    /** Where anyone publishes pages, forms or files. */
    publishing: hosts,
    /** Where an address leads to whatever stands behind it: shorteners, redirectors, proxies, archives. */
    redirecting: hosts,
  })
  .transform(({ publishing, redirecting }): OpenHosts => [...publishing, ...redirecting]);

/** Hosts whose owner does not answer for their pages; with a path where only a part of the host is one. */
export type OpenHosts = readonly string[];
