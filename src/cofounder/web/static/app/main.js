// The few behaviours that plain HTML has not. Without this file every page still works.
import "./changes.js";
import "./forms.js";
import "./keyboard.js";
import "./layers.js";
import "./live.js";
import "./preview.js";
import "./theme.js";

document.documentElement.classList.add("js");
