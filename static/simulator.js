// The made-up talk looks again and again whether something has come; without this file the page is loaded anew.
(() => {
  "use strict";
  const part = document.querySelector("[data-poll]");
  if (!part) return;
  const log = () => part.querySelector(".said");
  const down = () => { log().scrollTop = log().scrollHeight; };
  let tag = "";

  async function look() {
    try {
      const answer = await fetch(part.dataset.poll, { headers: tag ? { "If-None-Match": tag } : {}, cache: "no-store" });
      if (answer.status !== 200 || answer.redirected) return;
      // Whoever is on a button of the talk keeps it until they have left.
      if (tag && part.contains(document.activeElement) && document.activeElement.matches("button, a")) return;
      tag = answer.headers.get("ETag") || "";
      part.innerHTML = await answer.text();
      down();
    } catch { /* The network is away: the next look tells. */ }
  }

  async function again() {
    for (;;) {
      await new Promise((done) => { setTimeout(done, part.querySelector(".typing") ? 700 : 2500); });
      if (document.visibilityState === "visible") await look();
    }
  }

  down();
  again();
})();
