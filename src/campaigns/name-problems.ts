import type { z } from "zod";
import { blankProblem, blanksIn } from "../blanks.ts";

/** Lists all that is wrong with what a file holds, each problem with the file and its place in it: blanks first. */
export function nameProblems(
  path: string,
  content: unknown,
  error: z.ZodError | undefined,
): readonly string[] {
  const blanks = blanksIn(content).map((place) => ({ place, message: blankProblem }));
  const wrong = (error?.issues ?? []).flatMap(closestIssues);
  const others = wrong.filter((issue) => !blanks.some(({ place }) => place === issue.place));
  return [...blanks, ...others].map(
    ({ place, message }) => `${path}: ${place || "the whole file"}: ${message}`,
  );
}

/** Where several shapes would do, speaks of the one that comes nearest to what is there. */
function closestIssues(
  issue: z.core.$ZodIssue,
): readonly { readonly place: string; readonly message: string }[] {
  const shapes = issue.code === "invalid_union" ? issue.errors : [];
  const nearest = shapes.find((issues) => issues.every(({ path }) => path.length > 0)) ?? [];
  if (nearest.length === 0) return [{ place: issue.path.join("."), message: issue.message }];
  return nearest.map(({ path, message }) => ({ place: [...issue.path, ...path].join("."), message }));
}
