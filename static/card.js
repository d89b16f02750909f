// Reads a card through the bridge on this PC, or a picture through the city's recogniser, into the form that staff send; without it they type.
(() => {
  const KEPT = "card-bridge-code";
  const words = document.querySelector("[data-card-words]").content;
  const form = document.getElementById("card-name").form;

  // A browser that keeps nothing is asked for the code on each page.
  let code = "";
  const kept = (write) => {
    if (write !== undefined) code = write;
    try {
      if (write !== undefined) localStorage.setItem(KEPT, write);
      return localStorage.getItem(KEPT) || code;
    } catch {
      return code;
    }
  };

  const tell = (where, name, left) => {
    const found = words.querySelector(`[data-code="${CSS.escape(name)}"]`) || words.querySelector('[data-code="card_refuses"]');
    where.replaceChildren(...[...found.cloneNode(true).childNodes]);
    where.normalize();
    for (const node of where.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) node.data = node.data.replace("{left}", left);
    }
  };

  const fill = (values, how) => {
    for (const tick of form.querySelectorAll('[name^="same-"]')) tick.checked = false;
    for (const name of ["name", "name_kana", "birth_date", "address", "sex", "number"]) {
      form.elements[name].value = values[name] || "";
    }
    form.elements.kind.value = values.kind;
    form.elements.doubts.value = (values.doubts || []).join("\n");
    form.elements.how.value = how;
  };

  const bridge = document.querySelector("[data-card-bridge]");
  if (bridge) {
    const status = bridge.querySelector("[data-card-status]");
    const pair = bridge.querySelector("[data-card-pair]");
    const read = bridge.querySelector("[data-card-read]");
    const secret = document.getElementById("card-secret");
    const typed = document.getElementById("card-code");

    const ask = async (path, sent) => {
      const answer = await fetch(bridge.dataset.cardBridge + path, {
        method: sent ? "POST" : "GET",
        headers: { Authorization: `Bearer ${kept()}`, ...(sent && { "Content-Type": "application/json" }) },
        body: sent && JSON.stringify(sent),
        cache: "no-store",
        credentials: "omit",
      });
      return { status: answer.status, said: await answer.json() };
    };
    const stand = (paired) => {
      pair.hidden = paired;
      read.hidden = !paired;
    };
    const find = async () => {
      if (!kept()) return stand(false);
      try {
        const { status: met } = await ask("/here");
        stand(met === 200);
        if (met === 401 && kept()) tell(status, "pairing_wrong");
        else status.textContent = "";
      } catch {
        stand(Boolean(kept()));
        tell(status, "bridge_gone");
      }
    };
    bridge.querySelector("[data-card-join]").addEventListener("click", () => {
      kept(typed.value.replace(/\s/g, ""));
      typed.value = "";
      find();
    });
    read.addEventListener("submit", async (event) => {
      event.preventDefault();
      const sent = { kind: read.elements.kind.value, secret: secret.value };
      // The number is nowhere any more before the card answers.
      secret.value = "";
      try {
        const { status: met, said } = await ask("/read", sent);
        if (met === 200) {
          fill(said.values, "chip");
          form.submit();
        } else if (met === 401) {
          stand(false);
          tell(status, "pairing_wrong");
        } else tell(status, said.code, said.left);
      } catch {
        tell(status, "bridge_gone");
      }
    });
    bridge.hidden = false;
    find();
  }

  const picture = document.querySelector("[data-card-picture]");
  if (picture) {
    const status = picture.querySelector("[data-card-status]");
    const file = document.getElementById("card-file");
    file.addEventListener("change", async () => {
      const [chosen] = file.files;
      if (!chosen) return;
      const kind = form.elements.kind.value;
      try {
        const answer = await fetch(`${picture.dataset.cardPicture}?kind=${encodeURIComponent(kind)}`, {
          method: "POST",
          headers: { "X-Form-Token": form.elements._token.value, "Content-Type": chosen.type || "application/octet-stream" },
          body: chosen,
        });
        const said = await answer.json();
        if (!answer.ok) return tell(status, said.code, said.left);
        fill(said.values, "picture");
        status.textContent = "";
        document.getElementById("card-name").focus();
      } catch {
        tell(status, "ocr_down");
      } finally {
        file.value = "";
      }
    });
    picture.hidden = false;
  }
})();
