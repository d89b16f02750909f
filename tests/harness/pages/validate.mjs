// Answers html-validate's findings, one JSON line for each JSON line {html} it reads, so that Node starts once a run.
import { createInterface } from "node:readline";
import { HtmlValidate, StaticConfigLoader } from "html-validate";

const checker = new HtmlValidate(
  new StaticConfigLoader({
    root: true,
    extends: ["html-validate:standard", "html-validate:a11y"],
    rules: {
      // The templates break lines where a reader of the template wants them.
      "no-trailing-whitespace": "off",
      // Long forms name the page's language more than once on purpose: text shown in another language says so.
      "long-title": "off",
    },
  }),
);

for await (const line of createInterface({ input: process.stdin })) {
  const report = await checker.validateString(JSON.parse(line).html, "page.html");
  const found = report.results.flatMap((result) =>
    result.messages.map((one) => `${one.line}:${one.column} ${one.ruleId}: ${one.message}`),
  );
  process.stdout.write(JSON.stringify(found) + "\n");
}
