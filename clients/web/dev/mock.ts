/** Answers every route of docs/reference/http.md from a made-up history; for development only, never in the build. */
import type { IncomingMessage, ServerResponse } from "node:http";

import type { Plugin } from "vite";

import { mockAnswer, type MockAnswer } from "./mock-routes.ts";

const PREFIX = "/api/v1";

export function mock(): Plugin {
  return {
    name: "cryptotracker-mock",
    configureServer: (server) => void server.middlewares.use(PREFIX, answer),
    configurePreviewServer: (server) => void server.middlewares.use(PREFIX, answer),
  };
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const url = new URL(request.url ?? "/", "http://mock");
    const body = Buffer.concat(chunks).toString("utf8");
    const { status, body: sent }: MockAnswer = mockAnswer(request.method ?? "GET", url, body);
    response.statusCode = status;
    response.setHeader("content-type", status < 400 ? "application/json" : "application/problem+json");
    response.end(JSON.stringify(sent));
  });
}
