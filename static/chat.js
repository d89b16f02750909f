// Sends a question without leaving the page and adds what is new; without this file the same forms load the same page.
(() => {
  const talk = document.getElementById("talk");
  const working = document.querySelector("[data-working]");
  const box = document.getElementById("said");

  function lines(from) { return [...from.querySelectorAll("[data-line]")]; }

  // Added lines are read out by the log; the line before loses its buttons quietly.
  function take(page) {
    const fresh = page.getElementById("talk");
    if (!fresh) return false;
    const before = lines(talk);
    lines(fresh).forEach((line, place) => {
      const taken = document.adoptNode(line);
      if (!before[place]) talk.append(taken);
      else if (before[place].outerHTML !== taken.outerHTML) before[place].replaceWith(taken);
    });
    before.slice(lines(talk).length).forEach((line) => line.remove());
    return true;
  }

  async function send(form, pressed) {
    const told = new FormData(form);
    if (pressed && pressed.name) told.append(pressed.name, pressed.value);
    if (form.contains(box) && !box.value.trim()) { box.focus(); return; }
    working.hidden = false;
    try {
      const answer = await fetch(form.action, { method: "POST", body: told, credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!answer.ok || !take(page)) throw new Error(answer.status);
      if (form.contains(box)) box.value = "";
      document.getElementById("newest").scrollIntoView({ block: "start" });
      box.focus({ preventScroll: true });
    } catch {
      // The page itself tells what is the matter.
      form.dataset.plain = "yes";
      form.requestSubmit(pressed || undefined);
    } finally {
      working.hidden = true;
    }
  }

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-talk]");
    if (!form || form.dataset.plain) return;
    event.preventDefault();
    if (working.hidden) send(form, event.submitter);
  });
  // Enter sends, as in every messenger; with Shift it begins a new line, and an input method keeps it to itself.
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    box.form.requestSubmit();
  });
})();
