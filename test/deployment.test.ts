import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (path: string) => readFileSync(`${root}/${path}`, "utf8");

it("nothing but what the Dockerfile copies goes to whoever builds the image", () => {
  const [first, ...others] = read(".dockerignore").split("\n").filter(isRule);
  expect(first).toBe("*");
  const copied = [...read("Dockerfile").matchAll(/^COPY (?!--from)(.+) \S+$/gm)];
  const sources = copied.flatMap(([, paths = ""]) => paths.split(" ").map((path) => path.split("/")[0]));
  expect(others).toEqual([...new Set(sources)].map((source) => `!${source}`).toSorted(byName));
});

describe("each container of compose.yaml", () => {
  const [, hardening = "", services = ""] =
    /^x-hardened: &hardened\n(.+)^services:\n(.+)^volumes:/ms.exec(read("compose.yaml")) ?? [];
  const each = services.split(/^ {2}(?=\w+:$)/m).filter((service) => service !== "");

  it.each(each.map((service) => [service.split(":")[0], service] as const))(
    "has only what it needs: %s",
    (_, service) => {
      expect(service).toContain("<<: *hardened\n");
      expect(service).toMatch(/^ {4}mem_limit: \d+g$/m);
      expect(service).toMatch(/^ {4}pids_limit: \d+$/m);
    },
  );

  it("cannot write, gain rights or keep a capability", () => {
    expect(each).toHaveLength(2);
    for (const rule of ["read_only: true", "cap_drop: [ALL]", 'security_opt: ["no-new-privileges:true"]'])
      expect(hardening).toContain(`  ${rule}\n`);
    expect(services).not.toMatch(/cap_add|privileged: true/);
  });

  it("runs as a user of its own", () => {
    expect(read("Dockerfile")).toMatch(/^USER node$/m);
    expect(services).toMatch(/image: postgres:\d+\n {4}user: postgres$/m);
  });
});

const hasSystemd = spawnSync("systemd-analyze", ["--version"]).status === 0;

it.skipIf(!hasSystemd)("the unit for systemd exposes little: at most 3 of 10", () => {
  const unit = `${root}/docs/objecteur.service`;
  const { stdout } = spawnSync("systemd-analyze", ["security", "--offline=true", "--no-pager", unit], {
    encoding: "utf8",
  });
  const [, exposure = ""] = /Overall exposure level for objecteur\.service: ([\d.]+)/.exec(stdout) ?? [];
  expect(Number(exposure)).toBeGreaterThan(0);
  expect(Number(exposure)).toBeLessThanOrEqual(3);
});

function byName(one: string, other: string): number {
  return one < other ? -1 : 1;
}

function isRule(line: string): boolean {
  return line !== "" && !line.startsWith("#");
}
