/** Answers every route of docs/reference/http.md from a made-up history; for development only, never in the build. */
import type { IncomingMessage, ServerResponse } from "node:http";

import type { Plugin } from "vite";

import { type PeopleAnswer, peopleAnswer } from "./mock-people.ts";
import { mockAnswer } from "./mock-routes.ts";

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
    const method = request.method ?? "GET";
    const path = url.pathname.split("/").filter(Boolean);
    const { status, body: sent, cookies = [] }: PeopleAnswer = peopleAnswer(method, path, url.searchParams, body) ?? mockAnswer(method, url, body);
    response.statusCode = status;
    if (cookies.length > 0) response.setHeader("set-cookie", cookies);
    response.setHeader("content-type", status < 400 ? "application/json" : "application/problem+json");
    response.end(status === 204 ? undefined : JSON.stringify(sent));
  });
}
