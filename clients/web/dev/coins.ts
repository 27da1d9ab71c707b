/** Ships the coin icons as plain files and tells the client which symbols have one, so that no request is in vain. */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

import type { Plugin } from "vite";

const MODULE = "virtual:coins";
const FOLDER = "assets/coins";

export function coins(): Plugin {
  const root = dirname(createRequire(import.meta.url).resolve("cryptocurrency-icons/package.json"));
  const source = join(root, "svg", "color");
  const names = readdirSync(source).filter((name) => /^[a-z0-9]+\.svg$/.test(name)).map((name) => name.slice(0, -4));
  return {
    name: "cryptotracker-coins",
    resolveId: (id) => (id === MODULE ? `\0${MODULE}` : undefined),
    load: (id) => (id === `\0${MODULE}` ? `export default new Set(${JSON.stringify(names.join(" "))}.split(" "));` : undefined),
    generateBundle() {
      for (const name of names) {
        this.emitFile({ type: "asset", fileName: `${FOLDER}/${name}.svg`, source: readFileSync(join(source, `${name}.svg`)) });
      }
    },
    configureServer(server) {
      server.middlewares.use(`/${FOLDER}`, (request, response, next) => {
        const name = /^\/([a-z0-9]+)\.svg/.exec(request.url ?? "")?.[1];
        if (name === undefined || !names.includes(name)) return next();
        response.setHeader("content-type", "image/svg+xml");
        response.end(readFileSync(join(source, `${name}.svg`)));
      });
    },
  };
}
