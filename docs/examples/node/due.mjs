// Asks supportcore when tasks are due: one process, a line of JSON out and a line of JSON in for each task.
//
//     node due.mjs /path/to/python

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

const command = ["-m", "supportcore", "due", "--plan", "individual_manager", "--lines"];
const child = spawn(process.argv[2] ?? "python3", command, { stdio: ["pipe", "pipe", "inherit"] });
const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();

async function ask(document) {
  child.stdin.write(JSON.stringify(document) + "\n");
  const { value, done } = await answers.next();
  if (done) throw new Error("supportcore has ended");
  const answer = JSON.parse(value);
  if (answer.kind === "error") throw new Error(answer.problems.map((one) => `${one.path}: ${one.rule}`).join("\n"));
  return answer;
}

const answer = await ask({ id: "Задача-1", type: "simple", posted: "2026-11-20T17:30:00+02:00" });
console.log(`${answer.id}: due ${answer.due}, ${answer.reason} (${answer.rule})`);
await ask({ id: "T-2", posted: "2026-11-23 10:00" }).catch((wrong) => console.log(`T-2: ${wrong.message}`));
child.stdin.end();
