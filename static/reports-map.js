// reports-map.js: draws the map of reports, with what is on the page, once Leaflet is there.
(() => {
  const box = document.querySelector("[data-chart]");
  const input = box.dataset.pick ? document.getElementById(box.dataset.pick) : null;
  const placed = (text) => text.split(",").map(Number);
  const map = window.L.map(box);
  map.attributionControl.setPrefix(false);
  let pin = null;

  const show = (point) => {
    pin = pin ?? window.L.circleMarker(point, { radius: 11, weight: 4, color: "#ce0000", fillOpacity: 0.25 }).addTo(map);
    pin.setLatLng(point);
    if (!map.getBounds().contains(point)) map.setView(point, 17);
  };

  const mark = (item) => {
    const point = placed(item.dataset.point);
    const done = ["done", "closed"].includes(item.dataset.stage);
    const words = document.createElement("a");
    words.href = `#${item.id}`;
    words.textContent = item.querySelector(".what").textContent.trim().replace(/\s+/g, " ");
    window.L.circleMarker(point, { radius: 9, weight: 3, color: done ? "#197a4b" : "#ce0000", fillOpacity: done ? 0.1 : 0.4 })
      .bindPopup(words)
      .addTo(map);
    return point;
  };

  const points = [...document.querySelectorAll("[data-point]")].map(mark);
  const known = input?.value ? [placed(input.value)] : points;
  if (known.length > 1) map.fitBounds(known, { padding: [30, 30], maxZoom: 16 });
  else map.setView(known[0] ?? placed(box.dataset.centre), known.length ? 17 : Number(box.dataset.zoom));
  if (box.dataset.tiles) {
    const credit = document.createElement("span");
    credit.textContent = box.dataset.credit;
    const tiles = window.L.tileLayer(box.dataset.tiles, { attribution: credit.innerHTML, minZoom: 5, maxZoom: 18 });
    tiles.on("tileerror", () => { document.querySelector("[data-blank]").hidden = false; });
    tiles.addTo(map);
  }
  if (!input) return;
  if (input.value) show(known[0]);
  box.addEventListener("picked", ({ detail }) => show(detail));
  map.on("click", ({ latlng }) => box.dispatchEvent(new CustomEvent("picked", { detail: [latlng.lat, latlng.lng] })));
})();
