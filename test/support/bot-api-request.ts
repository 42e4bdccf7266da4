import type { IncomingMessage } from "node:http";
import type { Params, UploadedFile } from "./bot-api-methods.ts";

/** Reads a call's parameters from the address and from a body of JSON, form or multipart form. */
export async function readRequest(request: IncomingMessage, search: URLSearchParams) {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const type = request.headers["content-type"] ?? "";
  const query = Object.fromEntries(search);
  const none = new Map<string, UploadedFile>();
  if (type.startsWith("multipart/form-data"))
    return readMultipart(body, /boundary=(.+)$/.exec(type)?.[1] ?? "");
  if (body.length === 0) return { params: query, files: none };
  if (type.startsWith("application/json"))
    return { params: { ...query, ...JSON.parse(body.toString()) }, files: none };
  return { params: { ...query, ...Object.fromEntries(new URLSearchParams(body.toString())) }, files: none };
}

function readMultipart(body: Buffer, boundary: string) {
  const params: Record<string, unknown> = {};
  const files = new Map<string, UploadedFile>();
  for (const raw of body.toString("latin1").split(`--${boundary}`).slice(1, -1)) {
    const part = Buffer.from(raw, "latin1").toString("utf8");
    const end = part.indexOf("\r\n\r\n");
    const headers = part.slice(0, end);
    const value = part.slice(end + 4).replace(/\r\n$/, "");
    const name = /name="([^"]*)"/.exec(headers)?.[1] ?? "";
    const fileName = /filename="?([^"\r\n;]+)"?/.exec(headers)?.[1];
    if (fileName === undefined) params[name] = value;
    else files.set(name, { name: fileName, content: value });
  }
  const result: { params: Params; files: Map<string, UploadedFile> } = { params, files };
  return result;
}
