/** Puts the chosen theme on the page before anything is painted; without a choice the system's holds. */
try {
  const chosen = localStorage.getItem('hubward.theme')
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen
} catch {
  // A browser that stores nothing still follows the system.
}
