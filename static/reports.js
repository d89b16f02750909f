// reports.js: the place where somebody is, and the button for a map that is loaded when it is asked for; every page works without.
(() => {
  const box = document.querySelector("[data-chart]");
  const where = document.querySelector("[data-where]");
  if (!box || !where) return;
  where.hidden = false;
  const opener = where.querySelector("[data-open]");
  const here = where.querySelector("[data-here]");
  const told = document.querySelector("[data-picked]");

  const fetched = (name, values) => new Promise((done, failed) => {
    const part = Object.assign(document.createElement(name), values, { onload: done, onerror: failed });
    document.head.append(part);
  });

  const say = (words, failed) => {
    told.textContent = words;
    told.classList.toggle("failed", failed);
  };

  box.addEventListener("picked", ({ detail }) => {
    document.getElementById(box.dataset.pick).value = detail.map((one) => one.toFixed(6)).join(",");
    say(told.dataset.said, false);
  });

  opener.addEventListener("click", async () => {
    const open = box.hidden;
    box.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
    if (!open || box.dataset.drawn) return;
    box.dataset.drawn = "yes";
    try {
      await Promise.all([fetched("link", { rel: "stylesheet", href: box.dataset.sheet }), fetched("script", { src: box.dataset.code })]);
      await fetched("script", { src: box.dataset.chart });
    } catch {
      document.querySelector("[data-blank]").hidden = false;
    }
  });

  here?.addEventListener("click", () => {
    if (!navigator.geolocation) return say(told.dataset.failed, true);
    here.disabled = true;
    const over = (then) => (found) => {
      here.disabled = false;
      then(found);
    };
    navigator.geolocation.getCurrentPosition(
      over(({ coords }) => box.dispatchEvent(new CustomEvent("picked", { detail: [coords.latitude, coords.longitude] }))),
      over(() => say(told.dataset.failed, true)),
      { enableHighAccuracy: true, timeout: 15000 },
    );
  });
})();
