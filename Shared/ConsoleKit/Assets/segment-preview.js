// While people write a rule: its sentence and its size, below the editor. Without scripts a button does the same.
const area = document.querySelector('textarea[name="rule"]');
const place = document.getElementById('segment-preview');

if (area && place) {
  let timer;
  let request;
  const look = async () => {
    request?.abort();
    request = new AbortController();
    const body = new URLSearchParams(new FormData(area.form));
    try {
      const answer = await fetch('/ui/segment/preview/part', { method: 'POST', body, signal: request.signal });
      if (answer.ok) place.innerHTML = await answer.text();
    } catch (error) {
      if (error.name !== 'AbortError') place.replaceChildren();
    }
  };
  area.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(look, 400);
  });
  look();
}
