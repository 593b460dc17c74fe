// Keys and forms that need no round trip to the server.
(() => {
  const typing = (e) => e.target.closest("input, textarea, select, [contenteditable], .q-dialog");
  const video = () => document.querySelector(".player video");
  const seek = (s) => { const v = video(); if (v) v.currentTime = Math.max(0, v.currentTime + s); };
  // Whoever goes on to the next event while a clip starts ends it: that is no error.
  const play = (v) => v.play().catch((error) => { if (error.name !== "AbortError") throw error; });
  const toggle = () => { const v = video(); if (v) { if (v.paused) play(v); else v.pause(); } };

  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.repeat || typing(e)) return;
    if (e.key === " ") {
      if (!video() || e.target.closest("button, a, summary, video")) return;
      e.preventDefault();
      toggle();
    } else if (e.key === "ArrowRight" || e.key === "ArrowLeft") {
      if (!video() || e.target.closest("video")) return;
      e.preventDefault();
      seek(e.key === "ArrowRight" ? 1 : -1);
    } else {
      const target = document.querySelector(`[data-key="${CSS.escape(e.key.toLowerCase())}"]:not([disabled])`);
      if (!target) return;
      e.preventDefault();
      target.click();
    }
  });

  // A filter form sends itself on every change and leaves what is empty out of the address.
  document.addEventListener("change", (e) => {
    const form = e.target.closest("form[data-auto]");
    if (form) form.requestSubmit();
  });
  document.addEventListener("submit", (e) => {
    if (!e.target.matches("form[data-auto]")) return;
    for (const field of e.target.elements) if (field.name && !field.value) field.disabled = true;
  });

  window.cwPlay = () => { const v = video(); if (v) play(v); };

  // The chosen row stays in view while the list is walked through by keys.
  window.cwShow = (id) => {
    const row = document.getElementById(`event-${id}`);
    if (row && row.offsetParent) row.scrollIntoView({ block: "nearest" });
  };
})();
