// Sends the chosen file in pieces before its form, goes on where the server has it after a break, and shows how far it is.
const input = document.getElementById('import-upload');
const bar = document.getElementById('import-progress');
const failed = document.getElementById('import-failed');
const pieceBytes = 4 * 1024 * 1024;
const attemptsMax = 8;

const call = async (form, method, address, body, type) => {
  const headers = { 'x-csrf-token': form.elements.csrf?.value ?? '' };
  if (type) headers['content-type'] = type;
  const answer = await fetch(address, { method, body, headers });
  const json = await answer.json().catch(() => ({}));
  return { ok: answer.ok, status: answer.status, json };
};

const send = async (form, file) => {
  const wanted = JSON.stringify({ name: file.name, bytes: file.size });
  const made = await call(form, 'POST', '/v1/import-files', wanted, 'application/json');
  if (!made.ok) throw new Error(made.json.errors?.[0]?.detail ?? made.json.detail ?? made.json.title);
  let offset = 0;
  let attempts = 0;
  while (offset < file.size) {
    const piece = file.slice(offset, offset + pieceBytes);
    const address = `/v1/import-files/${made.json.id}/content?offset=${offset}`;
    const answer = await call(form, 'PUT', address, piece, 'application/octet-stream').catch(() => ({ status: 0, json: {} }));
    if (answer.ok || answer.status === 409) {
      if (!(answer.json.receivedBytes >= 0)) throw new Error(answer.json.detail ?? answer.json.title);
      offset = answer.json.receivedBytes;
      attempts = 0;
    } else {
      attempts += 1;
      const isLasting = answer.status >= 400 && answer.status < 500 && answer.status !== 429;
      if (isLasting || attempts > attemptsMax) throw new Error(answer.json.detail ?? answer.json.title ?? '');
      await new Promise((done) => setTimeout(done, 500 * attempts));
    }
    bar.value = offset / file.size;
  }
  return made.json.id;
};

input?.form?.addEventListener('submit', async (event) => {
  const file = input.files?.[0];
  const form = input.form;
  if (!file || form.elements.file.value) return;
  event.preventDefault();
  bar.hidden = false;
  failed.hidden = true;
  try {
    form.elements.file.value = await send(form, file);
    input.disabled = true;
    form.submit();
  } catch (error) {
    bar.hidden = true;
    failed.hidden = false;
    failed.textContent = `${input.dataset.failed} ${error.message}`;
  }
});
