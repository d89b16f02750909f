// Asks whether the file being previewed was saved, and shows the page anew when it was.
(() => {
  const own = document.currentScript.dataset.version;
  const ask = async () => {
    try {
      const answer = await fetch("/preview/version", { headers: { "If-None-Match": `"${own}"` }, cache: "no-store" });
      if (answer.status === 200) {
        location.replace(location.href);
        return;
      }
    } catch {
      // The preview was stopped; when it runs again the page finds out.
    }
    setTimeout(ask, 1000);
  };
  setTimeout(ask, 1000);
})();
