// Keeps a part of a page fresh, and on a hall's display says what is called; without this file pages reload by themselves.
(() => {
  const STALE_AFTER = 10000;
  const calls = document.querySelector("[data-calls]");
  const seen = new Set();
  let context = null;
  let saying = Promise.resolve();

  function wait(ms) { return new Promise((done) => setTimeout(done, ms)); }

  // What is at a counter when the page opens was called before.
  function noticed(first) {
    for (const call of [...calls.querySelectorAll("[data-call]")].reverse()) {
      if (seen.has(call.dataset.call)) continue;
      seen.add(call.dataset.call);
      if (first) continue;
      call.classList.add("new");
      const said = { ...call.dataset };
      saying = saying.then(() => announce(said)).catch(() => {});
    }
  }

  // A row that this screen's font or a counter of two digits makes too long is written smaller.
  function fit() {
    for (const row of calls.querySelectorAll(".calling li")) {
      row.style.removeProperty("--fit");
      const share = row.clientWidth / row.scrollWidth;
      if (share < 1) row.style.setProperty("--fit", .96 * share);
    }
  }

  async function announce(said) {
    document.querySelector("[data-said]").textContent = said.ja + " " + said.en;
    chime();
    await wait(1300);
    for (const lang of ["ja", "en"]) {
      const clips = await Promise.all(said[lang + "Clips"].split(" ").map(clip));
      if (clips.every(Boolean) && context && context.state === "running") {
        for (const one of clips) await play(one);
      } else {
        await speak(lang, said[lang]);
      }
      await wait(350);
    }
  }

  function chime() {
    if (!context || context.state !== "running") return;
    for (const [place, pitch] of [[0, 880], [0.45, 698.5]]) {
      const tone = context.createOscillator();
      const loud = context.createGain();
      const begin = context.currentTime + place;
      tone.frequency.value = pitch;
      loud.gain.setValueAtTime(0.5, begin);
      loud.gain.exponentialRampToValueAtTime(0.001, begin + 1.1);
      tone.connect(loud).connect(context.destination);
      tone.start(begin);
      tone.stop(begin + 1.1);
    }
  }

  async function clip(name) {
    try {
      const answer = await fetch("/queue/speech/" + name + ".wav");
      return answer.ok && context ? await context.decodeAudioData(await answer.arrayBuffer()) : null;
    } catch { return null; }
  }

  function play(sound) {
    return new Promise((done) => {
      const source = context.createBufferSource();
      source.buffer = sound;
      source.connect(context.destination);
      source.onended = done;
      source.start();
    });
  }

  // A browser without a voice for the language never says that it ended.
  function speak(lang, text) {
    if (!window.speechSynthesis) return Promise.resolve();
    return Promise.race([wait(9000), new Promise((done) => {
      const words = new SpeechSynthesisUtterance(text);
      words.lang = lang === "ja" ? "ja-JP" : "en-GB";
      words.rate = 0.9;
      words.onend = words.onerror = done;
      speechSynthesis.speak(words);
    })]);
  }

  function listen() {
    const button = document.querySelector("[data-sound]");
    if (!window.AudioContext || !button) return;
    context = new AudioContext();
    const settle = () => { button.hidden = context.state === "running"; };
    button.addEventListener("click", async () => { await context.resume(); settle(); chime(); });
    context.addEventListener("statechange", settle);
    settle();
  }

  async function poll(part) {
    const stale = document.querySelector("[data-stale]");
    let tag = "";
    let last = Date.now();
    for (;;) {
      await wait(Number(part.dataset.every));
      // A clerk who is choosing in a list must not lose it.
      if (part.contains(document.activeElement) && document.activeElement.matches("select, input, button")) continue;
      try {
        const answer = await fetch(part.dataset.poll, { headers: tag ? { "If-None-Match": tag } : {}, cache: "no-store" });
        if (answer.status === 200 && !answer.redirected) {
          tag = answer.headers.get("ETag") || "";
          part.innerHTML = await answer.text();
          if (part === calls) { noticed(false); fit(); }
        }
        if (answer.status === 200 || answer.status === 304) last = Date.now();
      } catch { /* The network is away: the page says so below. */ }
      if (stale) stale.hidden = Date.now() - last < STALE_AFTER;
    }
  }

  function clock(place) {
    const told = () => {
      place.textContent = new Date().toLocaleTimeString("ja-JP", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Tokyo" });
    };
    told();
    setInterval(told, 1000);
  }

  if (calls) { noticed(true); listen(); document.fonts.ready.then(fit); addEventListener("resize", fit); }
  for (const part of document.querySelectorAll("[data-poll]")) poll(part);
  for (const place of document.querySelectorAll("[data-clock]")) clock(place);
  if (document.querySelector("[data-print]")) window.print();
  const home = document.querySelector("[data-home]");
  if (home) setTimeout(() => location.assign(home.dataset.home), Number(home.dataset.after) * 1000);
  // A finger that presses twice takes one number.
  for (const form of document.querySelectorAll("form[data-once]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "yes";
    });
  }
})();
