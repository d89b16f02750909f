// pad.js: 電子サイン: what is drawn on the pad becomes a path of whole numbers; without it the paper is signed.
(() => {
  for (const pad of document.querySelectorAll("canvas[data-pad]")) {
    const name = pad.dataset.pad;
    const kept = document.querySelector(`input[name="${name}"]`);
    const clear = document.querySelector(`button[data-clear="${name}"]`);
    const pen = pad.getContext("2d");
    let path = "";
    let drawing = false;
    pad.hidden = clear.hidden = false;
    pad.parentElement.querySelector(".pad-paper").hidden = true;
    pen.lineWidth = 3;
    pen.lineCap = pen.lineJoin = "round";

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
    for (const end of ["pointerup", "pointercancel"]) pad.addEventListener(end, () => { drawing = false; });
    clear.addEventListener("click", () => {
      path = kept.value = "";
      pen.clearRect(0, 0, 600, 200);
    });
  }
})();
