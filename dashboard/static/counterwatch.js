// Keyboard shortcuts and filter forms, handled in the browser.
(() => {
  const typing = (e) => e.target.closest("input, textarea, select, [contenteditable], .q-dialog");
  const video = () => document.querySelector(".player video");
  const seek = (s) => { const v = video(); if (v) v.currentTime = Math.max(0, v.currentTime + s); };
  // Choosing another event aborts a clip that is starting; this abort is not an error.
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

  // A filter form submits itself on every change and leaves empty fields out of the address.
  document.addEventListener("change", (e) => {
    const form = e.target.closest("form[data-auto]");
    if (form) form.requestSubmit();
  });
  document.addEventListener("submit", (e) => {
    if (!e.target.matches("form[data-auto]")) return;
    for (const field of e.target.elements) if (field.name && !field.value) field.disabled = true;
  });

  // On a phone the navigation is a row wider than the screen; the current entry is scrolled into view.
  window.cwHere = () => {
    const here = document.querySelector(".rail nav [aria-current]");
    if (here) here.parentElement.scrollLeft = here.offsetLeft - (here.parentElement.clientWidth - here.offsetWidth) / 2;
  };
})();

// The zone editor: corners can be dragged, added on edges and removed; arrow keys move the focused corner.
(() => {
  const SVG = "http://www.w3.org/2000/svg", STEP = 0.005, LEAST = 3;
  const limit = (v) => Math.min(1, Math.max(0, Math.round(v * 1000) / 1000));
  const editor = () => document.querySelector(".zone-editor");
  let state = null, chosen = null;

  const points = () => state.counters[chosen.counter][chosen.field];
  const colour = (field) => state.zones.find((zone) => zone.field === field).colour;
  const choose = (value) => { const [field, counter] = [value.slice(0, value.indexOf(" ")), value.slice(value.indexOf(" ") + 1)]; chosen = { counter, field }; draw(); };
  const begin = () => {
    const list = points(), others = state.counters[chosen.counter].staff_zone;
    if (list) return list;
    const x = others.reduce((sum, p) => sum + p[0], 0) / others.length;
    return (state.counters[chosen.counter][chosen.field] = [[x - 0.05, 0.6], [x + 0.05, 0.6], [x + 0.05, 0.8], [x - 0.05, 0.8]].map((p) => p.map(limit)));
  };

  const shape = (counter, field, list) => {
    const polygon = document.createElementNS(SVG, "polygon");
    polygon.setAttribute("points", list.map((p) => p.join(",")).join(" "));
    polygon.setAttribute("fill", colour(field));
    polygon.setAttribute("stroke", colour(field));
    polygon.setAttribute("class", counter === chosen.counter && field === chosen.field ? "chosen" : "");
    polygon.addEventListener("click", () => { document.querySelector("[data-zone-choice]").value = `${field} ${counter}`; choose(`${field} ${counter}`); });
    return polygon;
  };
  const handle = (x, y, label, classes) => {
    const knob = document.createElement("button");
    knob.type = "button";
    knob.className = classes;
    knob.setAttribute("aria-label", label);
    knob.style.left = `${100 * x}%`;
    knob.style.top = `${100 * y}%`;
    return knob;
  };

  const corner = (list, index) => {
    const knob = handle(...list[index], state.words.corner.replace("#", index + 1), "corner");
    const move = (x, y) => { list[index] = [limit(x), limit(y)]; knob.style.left = `${100 * list[index][0]}%`; knob.style.top = `${100 * list[index][1]}%`; shapes(); };
    const remove = () => { if (list.length > LEAST) { list.splice(index, 1); draw(); } };
    knob.addEventListener("pointerdown", (e) => { knob.setPointerCapture(e.pointerId); e.preventDefault(); knob.focus(); });
    knob.addEventListener("pointermove", (e) => {
      if (!knob.hasPointerCapture(e.pointerId)) return;
      const box = editor().getBoundingClientRect();
      move((e.clientX - box.left) / box.width, (e.clientY - box.top) / box.height);
    });
    knob.addEventListener("pointerup", () => draw(index));
    knob.addEventListener("dblclick", remove);
    knob.addEventListener("keydown", (e) => {
      const way = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[e.key];
      if (way) move(list[index][0] + way[0], list[index][1] + way[1]);
      else if (e.key === "Delete") remove();
      else return;
      e.preventDefault();
      e.stopPropagation();
    });
    return knob;
  };
  const edge = (list, index) => {
    const next = list[(index + 1) % list.length], middle = [0, 1].map((i) => (list[index][i] + next[i]) / 2);
    const knob = handle(...middle, state.words.add, "edge");
    knob.textContent = "+";
    knob.addEventListener("click", () => { list.splice(index + 1, 0, middle.map(limit)); draw(index + 1); });
    return knob;
  };

  const shapes = () => {
    const all = Object.entries(state.counters).flatMap(([counter, zones]) => state.zones.filter((zone) => zones[zone.field]).map((zone) => shape(counter, zone.field, zones[zone.field])));
    editor().querySelector("svg").replaceChildren(...all);
  };
  const draw = (focus) => {
    const list = state.editable ? begin() : points();
    shapes();
    const knobs = state.editable ? [...list.map((_, i) => edge(list, i)), ...list.map((_, i) => corner(list, i))] : [];
    editor().querySelector(".corners").replaceChildren(...knobs);
    if (focus !== undefined) knobs[list.length + focus]?.focus();
    const remove = document.querySelector("[data-zone-remove]");
    if (remove) remove.disabled = chosen.field === "staff_zone";
  };

  window.cwZones = () => {
    state = JSON.parse(editor().dataset.zones);
    const choice = document.querySelector("[data-zone-choice]");
    choice.replaceChildren(...Object.keys(state.counters).flatMap((counter) => state.zones
      .filter((zone) => state.editable || state.counters[counter][zone.field])
      .map((zone) => new Option(`${state.names[counter]} · ${zone.name}`, `${zone.field} ${counter}`))));
    choice.onchange = () => choose(choice.value);
    const remove = document.querySelector("[data-zone-remove]");
    if (remove) remove.onclick = () => {
      if (chosen.field === "staff_zone") return;
      state.counters[chosen.counter][chosen.field] = null;
      choice.value = `staff_zone ${chosen.counter}`;
      choose(choice.value);
    };
    choose(choice.value);
  };
  window.cwZonesNow = () => state.counters;
})();
