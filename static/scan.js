// scan.js: reads a slip's QR with the camera where the browser can; a keyboard-wedge scanner needs none of this.
(() => {
  const button = document.getElementById("camera");
  const finder = document.getElementById("finder");
  const fault = document.getElementById("camera-fault");
  const input = document.getElementById("code");
  if (!button || !("BarcodeDetector" in window) || !navigator.mediaDevices) return;
  button.hidden = false;

  const stop = () => {
    for (const track of finder.srcObject?.getTracks() ?? []) track.stop();
    finder.srcObject = null;
    finder.hidden = true;
  };

  const look = async (detector) => {
    if (!finder.srcObject) return;
    const [found] = await detector.detect(finder).catch(() => []);
    if (found) {
      input.value = found.rawValue;
      stop();
      input.form.requestSubmit();
      return;
    }
    setTimeout(() => look(detector), 150);
  };

  button.addEventListener("click", async () => {
    if (finder.srcObject) return stop();
    try {
      finder.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
      finder.hidden = false;
      await finder.play();
      look(new BarcodeDetector({ formats: ["qr_code"] }));
    } catch {
      stop();
      fault.hidden = false;
      input.focus();
    }
  });
  addEventListener("pagehide", stop);
})();
