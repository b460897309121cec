// Photos of a form: taken or chosen, made smaller here, kept encrypted with the form, sent before it.

import { all, button, el, one } from "./dom.js";
import { dropPhoto, keepPhoto, photoPicture } from "./outbox.js";
import { word } from "./words.js";

const LONGEST = 1600;
const MOST = 6;

/** The picture at most 1600 pixels long, as JPEG: without place, time and camera. As it came where that fails. */
async function smaller(file) {
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
    const canvas = el("canvas", { width: Math.round(bitmap.width * scale), height: Math.round(bitmap.height * scale) });
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/jpeg", 0.85);
    });
  } catch {
    return file;
  }
}

/** Bring a place for photos to life. `listed` is what the payload says: [{photo, face}]; `told` hears every change. */
export function photosIn(place, id, listed, told) {
  const photos = listed.map((each) => ({ ...each }));
  const list = el("ul", { class: "photo-list" });
  const problem = el("p", { class: "help", role: "status" });
  const input = one("input[type=file]", place);
  place.append(list, problem);
  const tell = () => { place.photos = photos; told(); };
  place.photos = photos;

  const show = async (each) => {
    const name = `${place.dataset.photos}.${photos.indexOf(each)}`;
    const row = el("li", {}, el("img", { alt: word("photo_number", { number: photos.indexOf(each) + 1 }), src: await photoPicture(id, each.photo) }));
    if ("face" in place.dataset) row.append(faceQuestion(name, each, tell));
    row.append(button(word("remove"), async () => {
      photos.splice(photos.indexOf(each), 1);
      await dropPhoto(id, each.photo);
      tell();
      draw();
    }, { symbol: "trash" }));
    return row;
  };
  const draw = async () => list.replaceChildren(...(await Promise.all(photos.map(show))));
  const forgetThoseElsewhere = async () => {
    const pictures = await Promise.all(photos.map((each) => photoPicture(id, each.photo)));
    const here = photos.filter((_each, number) => pictures[number]);
    if (here.length === photos.length) return;
    photos.splice(0, photos.length, ...here);
    problem.textContent = word("photos_elsewhere");
    tell();
  };

  input.addEventListener("change", async () => {
    problem.textContent = "";
    for (const file of [...input.files]) {
      if (photos.length >= MOST) { problem.textContent = word("photos_full", { count: MOST }); break; }
      const number = freeNumber(photos);
      try {
        await keepPhoto(id, number, await smaller(file));
      } catch {
        problem.textContent = word("photo_not_kept");
        break;
      }
      photos.push({ photo: number, face: "" });
      tell();
    }
    input.value = "";
    draw();
  });
  forgetThoseElsewhere().then(draw);
}

const freeNumber = (photos) => Array.from({ length: 12 }, (_none, number) => number).find((number) => !photos.some((each) => each.photo === number));

function faceQuestion(name, each, tell) {
  const choice = (value, text) => el("label", {},
    el("input", { type: "radio", name: `${name}.choice`, value, checked: each.face === value, on: { change: () => { each.face = value; tell(); } } }),
    el("span", { text }));
  const group = el("fieldset", { class: "field", "data-field": `${name}.face` }, el("legend", { text: word("face_question") }),
    el("div", { class: "pick-one" }, choice("no", word("no")), choice("yes", word("yes"))));
  all("input", group).forEach((input) => { input.dataset.alien = ""; });
  return group;
}

/** What the payload says of the photos of a form, by the name of their place. */
export function photosOf(form) {
  const found = {};
  for (const place of all("[data-photos]", form)) found[place.dataset.photos] = (place.photos || []).map(({ photo, face }) => ("face" in place.dataset ? { photo, face } : { photo }));
  return found;
}
