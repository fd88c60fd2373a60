// What actionlint says of workflows, as JSON. Usage: node actionlint.cjs RUN-LINT.JS FILE…
// As a file of its own, since `node -e` has other globals, among which actionlint does not start.
const { readFileSync } = require("fs");
const { runLint } = require(process.argv[2]);

(async () => {
  const found = [];
  for (const file of process.argv.slice(3)) found.push(...(await runLint(readFileSync(file, "utf8"), file)));
  process.stdout.write(JSON.stringify(found), () => process.exit(0));
})();
