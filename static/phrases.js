// Puts the chosen sentence where the cursor stands, without sending the page; without this file the button sends it.
(() => {
  for (const part of document.querySelectorAll("[data-insert]")) {
    const box = document.getElementById(part.dataset.insert);
    const list = part.querySelector("select");
    part.querySelector("[name=insert]").addEventListener("click", (event) => {
      const text = list.selectedOptions[0]?.dataset.text;
      if (!box) return;
      event.preventDefault();
      if (!text) return;
      const before = box.value.slice(0, box.selectionStart);
      box.setRangeText((before && !before.endsWith("\n") ? "\n" : "") + text, box.selectionStart, box.selectionEnd, "end");
      box.focus();
    });
  }
})();
