// pad.js: 電子サイン: what is drawn on the pad becomes a path of whole numbers; without it the paper is signed.
(() => {
  // Says that there was a pad and nothing was drawn on it, which without scripts nobody can say.
  const EMPTY = "-";
  for (const pad of document.querySelectorAll("canvas[data-pad]")) {
    const name = pad.dataset.pad;
    const kept = document.querySelector(`input[name="${name}"]`);
    const section = pad.closest(".pad");
    const clear = section.querySelector("button");
    const pen = pad.getContext("2d");
    let path = kept.value === EMPTY ? "" : kept.value;
    let drawing = false;
    pad.hidden = clear.hidden = section.querySelector(".pad-hand").hidden = false;
    section.querySelector(".pad-paper").hidden = true;
    pen.lineWidth = 3;
    pen.lineCap = pen.lineJoin = "round";
    if (path) pen.stroke(new Path2D(path));
    kept.value = path || EMPTY;

    const place = (event) => {
      const box = pad.getBoundingClientRect();
      const scaled = (at, from, size, most) => Math.max(0, Math.min(most, Math.round(((at - from) / size) * most)));
      return [scaled(event.clientX, box.left, box.width, 600), scaled(event.clientY, box.top, box.height, 200)];
    };

    pad.addEventListener("pointerdown", (event) => {
      drawing = true;
      pad.setPointerCapture(event.pointerId);
      const [x, y] = place(event);
      path += `M${x} ${y}`;
      pen.beginPath();
      pen.moveTo(x, y);
    });
    pad.addEventListener("pointermove", (event) => {
      if (!drawing || path.length > 19000) return;
      const [x, y] = place(event);
      path += `L${x} ${y}`;
      pen.lineTo(x, y);
      pen.stroke();
      kept.value = path;
    });
    for (const end of ["pointerup", "pointercancel"]) {
      pad.addEventListener(end, () => {
        drawing = false;
        // A tap leaves no line, and so no signature.
        path = path.replace(/M\d+ \d+$/, "");
      });
    }
    clear.addEventListener("click", () => {
      path = "";
      kept.value = EMPTY;
      pen.clearRect(0, 0, 600, 200);
    });
  }
})();
