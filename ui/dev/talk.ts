// A real desk behind the development page: `passerelle talk` in a child process, a line for a call, a line for an answer.

import { spawn } from "node:child_process";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createInterface } from "node:readline";
import type { Plugin } from "vite";

interface Told {
  answer?: unknown;
  problem?: unknown;
  topic?: string;
}

/** Starts the program on a vault; opening it is left to the page, or to whoever drives it. */
function talk(program: string, vault: string): (line: string) => Promise<Told[]> {
  const child = spawn(program, ["--no-keyring", "--vault", vault, "talk"], { stdio: ["pipe", "pipe", "inherit"] });
  const waiting: ((told: Told[]) => void)[] = [];
  let heard: Told[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => {
    const told = JSON.parse(line) as Told;
    heard.push(told);
    if (told.topic !== undefined) return;
    waiting.shift()?.(heard);
    heard = [];
  });
  return (line) =>
    new Promise((answered) => {
      waiting.push(answered);
      child.stdin.write(`${line.replaceAll("\n", " ")}\n`);
    });
}

export function realDesk(): Plugin | null {
  const program = process.env["PASSERELLE_DEV_PROGRAM"];
  const vault = process.env["PASSERELLE_DEV_VAULT"];
  if (program === undefined || vault === undefined) return null;
  const ask = talk(program, vault);
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (part: string) => (body += part));
    request.on("end", () => {
      void ask(body).then((told) => {
        response.setHeader("Content-Type", "application/json");
        response.end(JSON.stringify(told));
      });
    });
  };
  return {
    name: "real-desk",
    configureServer: (server) => void server.middlewares.use("/call/", answer),
    configurePreviewServer: (server) => void server.middlewares.use("/call/", answer),
  };
}
