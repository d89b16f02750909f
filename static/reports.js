// reports.js: the place where somebody is, and a map that is loaded when it is asked for; every page works without either.
(() => {
  const box = document.querySelector("[data-chart]");
  const where = document.querySelector("[data-where]");
  if (!box || !where) return;
  where.hidden = false;
  const opener = where.querySelector("[data-open]");
  const here = where.querySelector("[data-here]");
  const told = document.querySelector("[data-picked]");
  const input = box.dataset.pick ? document.getElementById(box.dataset.pick) : null;
  const placed = (text) => text.split(",").map(Number);
  let map = null;
  let pin = null;

  const load = () => new Promise((done, failed) => {
    if (window.L) return done();
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = box.dataset.sheet;
    const code = document.createElement("script");
    code.src = box.dataset.code;
    code.onload = done;
    code.onerror = failed;
    document.head.append(sheet, code);
  });

  const say = (words, failed) => {
    told.textContent = words;
    told.classList.toggle("failed", failed);
  };

  const show = (point) => {
    if (!map) return;
    pin = pin ?? window.L.circleMarker(point, { radius: 11, weight: 4, color: "#ce0000", fillOpacity: 0.25 }).addTo(map);
    pin.setLatLng(point);
  };

  const pick = (point) => {
    input.value = point.map((one) => one.toFixed(6)).join(",");
    say(told.dataset.said, false);
    show(point);
  };

  const mark = (item) => {
    const point = placed(item.dataset.point);
    const done = ["done", "closed"].includes(item.dataset.stage);
    const dot = window.L.circleMarker(point, { radius: 9, weight: 3, color: done ? "#197a4b" : "#ce0000", fillOpacity: done ? 0.1 : 0.4 });
    const words = document.createElement("a");
    words.href = `#${item.id}`;
    words.textContent = item.querySelector(".what").textContent.trim().replace(/\s+/g, " ");
    dot.bindPopup(words).addTo(map);
    return point;
  };

  const draw = () => {
    map = window.L.map(box, { attributionControl: true });
    map.attributionControl.setPrefix(false);
    if (box.dataset.tiles) {
      const credit = document.createElement("span");
      credit.textContent = box.dataset.credit;
      const tiles = window.L.tileLayer(box.dataset.tiles, { attribution: credit.innerHTML, minZoom: 5, maxZoom: 18 });
      tiles.on("tileerror", () => { document.querySelector("[data-blank]").hidden = false; });
      tiles.addTo(map);
    }
    const points = [...document.querySelectorAll("[data-point]")].map(mark);
    const known = input?.value ? [placed(input.value)] : points;
    if (known.length > 1) map.fitBounds(known, { padding: [30, 30], maxZoom: 16 });
    else map.setView(known[0] ?? placed(box.dataset.centre), known.length ? 17 : Number(box.dataset.zoom));
    if (input?.value) show(known[0]);
    if (input) map.on("click", (press) => pick([press.latlng.lat, press.latlng.lng]));
  };

  opener.addEventListener("click", async () => {
    const open = box.hidden;
    box.hidden = !open;
    opener.setAttribute("aria-expanded", String(open));
    if (!open || map) return;
    try {
      await load();
      draw();
    } catch {
      document.querySelector("[data-blank]").hidden = false;
    }
  });

  here?.addEventListener("click", () => {
    if (!navigator.geolocation) return say(told.dataset.failed, true);
    here.disabled = true;
    navigator.geolocation.getCurrentPosition(
      (found) => {
        here.disabled = false;
        pick([found.coords.latitude, found.coords.longitude]);
        map?.setView([found.coords.latitude, found.coords.longitude], 17);
      },
      () => {
        here.disabled = false;
        say(told.dataset.failed, true);
      },
      { enableHighAccuracy: true, timeout: 15000 },
    );
  });
})();
