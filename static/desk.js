// One key moves through a list, ticks, searches and opens; every page works without it.
(() => {
  const OFF = "desk-keys-off";
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const boxes = () => all('.tick input[name="case"]');
  const links = () => all(".rows tbody th a, .few tbody th a");

  // A browser that keeps nothing still has the keys; they can then not be switched off for longer than a page.
  const kept = (write) => {
    try {
      if (write !== undefined) localStorage.setItem(OFF, write);
      return localStorage.getItem(OFF) === "1";
    } catch {
      return false;
    }
  };
  let off = kept();

  const typing = (one) =>
    one.isContentEditable || one.matches("textarea, select, input:not([type=checkbox]):not([type=radio])");
  const row = () => document.activeElement.closest("tr");

  const move = (step) => {
    const stops = links();
    const here = stops.findIndex((one) => one.closest("tr") === row());
    const next = stops[here < 0 ? (step > 0 ? 0 : stops.length - 1) : here + step];
    if (next) next.focus();
    return Boolean(next);
  };
  const tick = () => {
    const box = row() && row().querySelector(".tick input");
    if (box) box.click();
    return Boolean(box);
  };
  const find = () => {
    const search = document.getElementById("desk-search");
    if (search) search.focus();
    return Boolean(search);
  };
  const help = () => {
    location.assign("/staff/keys");
    return true;
  };
  const arrow = (step) => (row() ? move(step) : false);

  const DO = {
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => arrow(1),
    ArrowUp: () => arrow(-1),
    x: tick,
    "/": find,
    "?": help,
  };

  document.addEventListener("keydown", (event) => {
    const modified = event.ctrlKey || event.altKey || event.metaKey || event.isComposing;
    if (off || modified || event.defaultPrevented || typing(event.target)) return;
    const act = DO[event.key];
    if (act && act()) event.preventDefault();
  });

  const count = () => {
    const ticked = boxes().filter((box) => box.checked).length;
    for (const one of all("[data-ticked]")) one.textContent = ticked ? `（${ticked}）` : "";
  };
  document.addEventListener("change", (event) => {
    if (event.target.matches(".tick input")) count();
  });
  document.addEventListener("click", (event) => {
    const every = event.target.closest && event.target.closest("[data-all]");
    if (!every) return;
    event.preventDefault();
    const some = boxes().some((box) => !box.checked);
    for (const box of boxes()) box.checked = some;
    count();
  });
  count();

  for (const box of all("[data-keys]")) {
    box.closest("[hidden]").hidden = false;
    box.checked = !off;
    box.addEventListener("change", () => {
      off = !box.checked;
      kept(off ? "1" : "0");
    });
  }
})();
