// Runs before the first paint so that a dark page never flashes light.
(function () {
  var kept = null;
  try { kept = localStorage.getItem('theme'); } catch (e) { /* storage may be off */ }
  var dark = kept === 'dark' || (kept !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
