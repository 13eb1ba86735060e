// How a typed figure is read: the grammar of plans/quantities.py for the eye of whoever types, nothing more.
// The server reads every figure again when it is saved. tests/number_cases.py is run against both.
// No DOM here, and no Number: every amount is a BigInt in units of a power of ten.

const MAX_LENGTH = 30;
const MAX_DECIMALS = 6;
const MAX_INTEGER_DIGITS = 9;
const MAX_PAIR_DECIMALS = 2;
const MAX_PAIR_INTEGER_DIGITS = 13;

const EXAMPLES = { percent: "99,5 hoặc 43/45", index: "0,8", count: "12" };
const UNITS = { percent: "%", index: "", count: "" };
const PAIR_PLACES = 1;
const NOTHING = ["khong phat sinh", "kps"];

const INVISIBLE = /[\u00ad\u061c\u180e\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u206f]/g;
const SPACES = /[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;
// What Python calls white space: JavaScript's \s has no file separators and no next line.
const EDGES = /^[\s\x1c-\x1f\x85]+|[\s\x1c-\x1f\x85]+$/g;
const BETWEEN = /[\s\x1c-\x1f\x85]+/g;
const FULL_WIDTH = new Map([..."０１２３４５６７８９，．／％＋－＜＞＝？"].map((wide, at) => [wide, "0123456789,./%+-<>=?"[at]]));
const DASHES = "-−–—";

const PLAIN = /^[0-9]+(?:[.,][0-9]+)?$/;
const DOT_GROUPS = /^[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?$/;
const COMMA_GROUPS = /^[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?$/;
const EITHER = /^[1-9][0-9]{0,2}[.,][0-9]{3}$/;

class Refused extends Error {
  constructor(sentence, suggestion = "") {
    super(sentence);
    this.suggestion = suggestion;
  }
}

/**
 * @param {string} typed
 * @param {{measure: "percent"|"index"|"count", asksQuotient: boolean, moneyPair: boolean}} rule
 * @returns {{kind: "read"|"refused"|"nothing"|"empty", echo: string, typed: string, warning: string,
 *   sentence: string, suggestion: string}} `typed` is what gives the same reading back: "1234,5", "43/45".
 */
export function readFigure(typed, rule) {
  const outcome = { kind: "empty", echo: "", typed: "", warning: "", sentence: "", suggestion: "" };
  if (saysNothing(typed)) return { ...outcome, kind: "nothing" };
  const text = clean(typed);
  if (!text) return outcome;
  try {
    return { ...outcome, kind: "read", ...readText(text, rule) };
  } catch (refused) {
    if (!(refused instanceof Refused)) throw refused;
    return { ...outcome, kind: "refused", sentence: refused.message, suggestion: refused.suggestion };
  }
}

/** "không phát sinh", or "kps" for short. */
export function saysNothing(typed) {
  return NOTHING.includes(searchKey(typed));
}

function searchKey(text) {
  const bare = text.replace(INVISIBLE, "").normalize("NFD").replace(/[\u0300-\u034e\u0350-\u036f]/g, "");
  return bare.toUpperCase().toLowerCase().replaceAll("đ", "d").replace(EDGES, "").replace(BETWEEN, " ");
}

function clean(typed) {
  const mapped = [...typed.normalize("NFC")].map((sign) => FULL_WIDTH.get(sign) ?? sign).join("");
  return mapped.replace(INVISIBLE, "").replace(SPACES, "").replace(EDGES, "");
}

function readText(text, rule) {
  refuseAtSight(text);
  const body = text.endsWith("%") ? text.slice(0, -1) : text;
  if (body.includes("/")) return readFraction(text, rule);
  const counting = rule.measure === "count";
  const digits = plainDigits(body, counting);
  if (digits === null) throw new Refused(`Không đọc được số này; hãy chỉ nhập một số, ví dụ ${EXAMPLES[rule.measure]}.`);
  const reading = readValue(digits, rule, body !== text);
  if (isDoubtful(body, counting)) throw asked(body, digits.replace(".", ","));
  return reading;
}

function refuseAtSight(text) {
  if ([...text].every((sign) => DASHES.includes(sign) || sign === "?")) {
    throw new Refused(
      "Dấu - hay ? không phải là số liệu; hãy nhập 0 nếu đo được bằng 0, chọn “không phát sinh” kèm lý do " +
        "nếu trong kỳ không có gì để tính, hoặc để trống nếu chưa có số liệu.",
    );
  }
  if (/[≥≤<>=≈~]/.test(text)) {
    throw new Refused(
      "Hãy nhập số cụ thể, không ghi dấu so sánh như ≥ hay ≤; nếu là số ước tính thì đánh dấu “ước thực hiện”.",
    );
  }
  if (DASHES.includes(text[0]) || text[0] === "+") {
    throw new Refused("Số liệu không âm và không ghi dấu + hay − ở trước; hãy nhập một số từ 0 trở lên.");
  }
  if (text.split("/").some((part) => [...part].length > MAX_LENGTH)) {
    throw new Refused(`Nội dung dài quá ${MAX_LENGTH} ký tự; hãy chỉ nhập một số.`);
  }
}

/** ASCII digits with at most one decimal dot; null where it is no number. Counting reads `1.234` as thousands. */
function plainDigits(text, counting) {
  if (EITHER.test(text)) return counting ? text.replace(/[.,]/, "") : text.replace(",", ".");
  if (PLAIN.test(text)) return text.replace(",", ".");
  if (DOT_GROUPS.test(text)) return text.replaceAll(".", "").replace(",", ".");
  if (COMMA_GROUPS.test(text)) return text.replaceAll(",", "");
  return null;
}

function isDoubtful(text, counting) {
  return text.includes(counting ? "," : ".") && EITHER.test(text);
}

function asked(typed, suggestion) {
  const sentence = `Chưa rõ “${typed}” là số nào: ${suggestion} phải không (nếu đúng, hãy nhập ${suggestion})?`;
  return new Refused(sentence, suggestion);
}

// --- A value

function readValue(digits, rule, hasUnit) {
  const value = amount(digits);
  if (rule.measure === "count") refuseCount(digits, hasUnit);
  else if (rule.measure === "index") refuseIndex(value, hasUnit);
  else if (isAbove(value, 100n)) throw new Refused("Tỷ lệ không vượt quá 100%; hãy nhập một số từ 0 đến 100.");
  refuseSize(digits);
  return {
    echo: `= ${exact(value)}${UNITS[rule.measure]}`,
    typed: ungrouped(value),
    warning: hasUnit ? "" : quotientQuestion(value, rule),
  };
}

function refuseCount(digits, hasUnit) {
  if (hasUnit) throw new Refused("Chỉ tiêu này đếm số lượng, không tính theo %; hãy nhập một số nguyên, ví dụ 12.");
  if (digits.includes(".")) throw new Refused("Chỉ tiêu này đếm số lượng; hãy nhập một số nguyên, ví dụ 12.");
}

function refuseIndex(value, hasUnit) {
  if (!isAbove(value, 1n) && !hasUnit) return;
  const inPercent = isAbove(value, hasUnit ? 1n : 10n) && !isAbove(value, 100n);
  const hint = inPercent ? rounded(value.units, 100n * 10n ** BigInt(value.places), MAX_DECIMALS) : "một số như 0,8";
  throw new Refused(`Chỉ số này nằm trong khoảng từ 0 đến 1 và không ghi %; hãy nhập ${hint}.`);
}

function refuseSize(digits) {
  const [whole, decimals = ""] = digits.split(".");
  if (decimals.length > MAX_DECIMALS) {
    throw new Refused(
      `Số có hơn ${MAX_DECIMALS} chữ số thập phân; hãy làm tròn còn nhiều nhất ${MAX_DECIMALS} chữ số sau dấu phẩy.`,
    );
  }
  if (whole.replace(/^0+/, "").length > MAX_INTEGER_DIGITS) {
    throw new Refused(
      `Số quá lớn, phần nguyên có hơn ${MAX_INTEGER_DIGITS} chữ số; hãy kiểm tra lại và nhập số nhỏ hơn.`,
    );
  }
}

function quotientQuestion(value, rule) {
  if (!rule.asksQuotient || value.units === 0n || isAbove(value, 1n)) return "";
  return `${exact(value)} % hay ${exact({ ...value, units: value.units * 100n })} %?`;
}

// --- Numerator and denominator

function readFraction(text, rule) {
  if (rule.measure !== "percent") {
    throw new Refused(`Chỉ tiêu này không nhập phân số; hãy nhập một số, ví dụ ${EXAMPLES[rule.measure]}.`);
  }
  if (text.endsWith("%")) throw new Refused("Phân số không ghi kèm %; hãy chỉ nhập tử số và mẫu số, ví dụ 43/45.");
  const slash = text.indexOf("/");
  const above = text.slice(0, slash);
  const below = text.slice(slash + 1);
  const pair = [readSide(above, "Tử số", rule), readSide(below, "Mẫu số", rule)];
  refusePair(...pair.map(hundredths));
  const typed = pair.map(ungrouped).join("/");
  if (isDoubtful(above, true) || isDoubtful(below, true)) throw asked(`${above}/${below}`, typed);
  return { echo: `${pair.map(exact).join("/")} = ${ratio(...pair.map(hundredths))}%`, typed, warning: "" };
}

function readSide(text, name, rule) {
  const digits = plainDigits(text, true);
  if (digits === null) throw new Refused(`${name} không đọc được; hãy nhập tử số và mẫu số là hai số, ví dụ 43/45.`);
  const [whole, decimals = ""] = digits.split(".");
  if (decimals && !rule.moneyPair) throw new Refused(`${name} phải là số nguyên; hãy nhập lại, ví dụ 43/45.`);
  if (decimals.length > MAX_PAIR_DECIMALS) {
    throw new Refused(`${name} chỉ có nhiều nhất ${MAX_PAIR_DECIMALS} chữ số thập phân; hãy làm tròn lại.`);
  }
  if (whole.replace(/^0+/, "").length > MAX_PAIR_INTEGER_DIGITS) {
    throw new Refused(
      `${name} có hơn ${MAX_PAIR_INTEGER_DIGITS} chữ số; hãy kiểm tra lại hoặc ghi theo triệu đồng.`,
    );
  }
  return amount(digits);
}

function refusePair(above, below) {
  if (below === 0n && above === 0n) {
    throw new Refused("Mẫu số bằng 0, không phát sinh phải không; nếu đúng, hãy chọn “không phát sinh” và ghi lý do.");
  }
  if (below === 0n) throw new Refused("Mẫu số phải lớn hơn 0; hãy nhập lại mẫu số.");
  if (above > below) throw new Refused("Tử số lớn hơn mẫu số nên tỷ lệ vượt 100%; hãy kiểm tra và nhập lại cả hai số.");
}

/** The quotient in percent, with as many decimals as it takes not to look like 0 or 100. */
function ratio(above, below) {
  const ends = new Set([above * 100n, 0n, below * 100n]).size;
  for (let places = PAIR_PLACES; places < MAX_DECIMALS; places += 1) {
    const shown = [above * 100n, 0n, below * 100n].map((percent) => scaled(percent, below, places));
    if (new Set(shown).size === ends) return rounded(above * 100n, below, places);
  }
  return rounded(above * 100n, below, MAX_DECIMALS);
}

// --- Exact amounts: `units` × 10^-places

function amount(digits) {
  const [whole, decimals = ""] = digits.split(".");
  return { units: BigInt(whole + decimals), places: decimals.length };
}

const hundredths = ({ units, places }) => units * 10n ** BigInt(MAX_PAIR_DECIMALS - places);
const isAbove = ({ units, places }, limit) => units > limit * 10n ** BigInt(places);
const grouped = (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ".");

function split({ units, places }) {
  const digits = units.toString().padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  return [whole, digits.slice(digits.length - places).replace(/0+$/, "")];
}

function ungrouped(value) {
  const [whole, decimals] = split(value);
  return decimals ? `${whole},${decimals}` : whole;
}

function exact(value) {
  const [whole, decimals] = split(value);
  return decimals ? `${grouped(whole)},${decimals}` : grouped(whole);
}

/** above/below in units of 10^-places, rounded half up. */
function scaled(above, below, places) {
  return (2n * above * 10n ** BigInt(places) + below) / (2n * below);
}

function rounded(above, below, places) {
  return exact({ units: scaled(above, below, places), places });
}
