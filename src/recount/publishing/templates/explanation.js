"use strict";
(function () {
  const byValue = new Map();
  const carriers = document.querySelectorAll("[data-v]");
  for (const carrier of carriers) {
    for (const value of carrier.dataset.v.split(" ")) {
      if (!byValue.has(value)) byValue.set(value, []);
      byValue.get(value).push(carrier);
    }
  }
  let lit = [];
  function darken() {
    for (const carrier of lit) carrier.classList.remove("lit");
    lit = [];
  }
  function light(event) {
    const carrier = event.target.closest("[data-v]");
    if (!carrier) return;
    darken();
    for (const value of (carrier.dataset.lit || carrier.dataset.v).split(" ")) {
      for (const other of byValue.get(value) || []) {
        other.classList.add("lit");
        lit.push(other);
      }
    }
  }
  document.addEventListener("mouseover", light);
  document.addEventListener("focusin", light);
  document.addEventListener("mouseout", darken);
  document.addEventListener("focusout", darken);
})();
